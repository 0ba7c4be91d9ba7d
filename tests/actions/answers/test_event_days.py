"""The day of something that happened. NOW is Tuesday 13 October 2026, noon in Madrid."""

from __future__ import annotations

from typing import Any

import pytest
from custom_desk import Desk

STATUS, FOLLOW_UP = "action_return_status", "action_follow_up"


def after(*facts: str, response: str = "utter_return_status") -> tuple[dict[str, Any], ...]:
    """A conversation whose last answer rests on these rules."""
    said = {"event": "bot", "text": "Words.", "metadata": {"utter_action": response, "facts": list(facts)}}
    return ({"event": "user"}, said, {"event": "user"})


@pytest.mark.parametrize(
    ("said", "number", "day"),
    [
        ("what day did I bring it?", "R1001", "• Friday 9 October: handed in"),
        ("when was it posted, I mean", "R1006", "• Monday 5 October: handed in"),
        ("since when does the warehouse have it?", "R1007", "received by the warehouse"),
        ("when did they approve it", "R1005", "• Sunday 4 October: approved"),
        ("on which day was the label there?", "R1005", "• Monday 5 October: label issued"),
    ],
)
def test_the_day_that_is_asked_for_is_told_alone(desk: Desk, said: str, number: str, day: str):
    told = desk.verified("ana").ask(STATUS, "ask_return_status", number=number, said=said)

    assert told.startswith(f"For your return **{number}**:")
    assert day in told
    assert "So far" not in told


def test_what_has_not_happened_is_told_by_where_the_return_stands(desk: Desk):
    told = desk.verified("ana").ask(STATUS, "ask_return_status", number="R1005", said="when did they receive it?")

    assert "The label for your return **R1005** has been ready" in told


def test_how_long_it_has_been_counts_from_where_the_return_stands(desk: Desk):
    told = desk.verified("ana").ask(
        FOLLOW_UP, "how_long", number="R1001", said="how many days has it been now?", events=after("update.dropoff")
    )

    assert "• Friday 9 October: handed in" in told
    assert "That was 4 days ago" in told


def test_a_number_of_days_may_be_those_since_something_else(desk: Desk):
    # Approved on Sunday 4 October, the label came on Monday 5 October.
    told = desk.verified("ana").ask(
        FOLLOW_UP, "doubt_answer", number="R1006", said="11 days by now, right?", events=after("update.dropoff")
    )

    assert "• Friday 2 October: " in told
    assert "That was 11 days ago" in told


def test_where_a_refund_is_shown_depends_on_what_was_told(desk: Desk):
    seen = {"said": "where could I look that up, where do I check it?", "number": "R1010"}
    of_money = desk.verified("ana").ask(FOLLOW_UP, "explain_answer", **seen, events=after("refund.time"))
    of_parcel = desk.verified("ana").ask(FOLLOW_UP, "explain_answer", **seen, events=after("update.dropoff"))

    assert "“Details”" in of_money
    assert "“Track Return Package”" in of_parcel
