"""What is left of the windows by ages that a customer tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.answers.windows_by_age import by_both_ages, by_order_age, by_receipt_age
from policy.facts import Facts, load_facts

FACTS: Facts = load_facts()
LENGTHS = (7, 15, 30)


@pytest.mark.parametrize(("days", "kind"), [(1, "open"), (89, "open"), (90, "last_day"), (91, "closed")])
def test_the_90_days_from_the_order_end_with_the_90th(days: int, kind: str):
    assert by_order_age(days, FACTS).response == f"utter_window_by_order_age_{kind}"


def test_both_ages_give_the_order_first_and_then_each_window_from_reception():
    lines = by_both_ages(70, 15, FACTS).values["lines"]

    assert [line.say for line in lines] == [
        "line_order_window_open",
        "line_receipt_window_closed",
        "line_receipt_window_last_day",
        "line_receipt_window_open",
    ]


@given(st.integers(min_value=0, max_value=400))
def test_a_longer_window_from_reception_never_closes_before_a_shorter_one(days: int):
    lines = by_receipt_age(days, FACTS).values["lines"]
    is_open = [not line.say.endswith("closed") for line in lines]

    assert [line.values["window_days"] for line in lines] == list(LENGTHS)
    assert is_open == [days <= length for length in LENGTHS]
