"""Why a window ends when it does. NOW is Tuesday 13 October 2026, noon in Madrid."""

from __future__ import annotations

from typing import Any

import pytest
from custom_desk import Desk
from custom_shop import order_number

ACTION = "action_follow_up"


def after(response: str, *facts: str) -> tuple[dict[str, Any], ...]:
    """A conversation whose last answer was this response."""
    said = {"event": "bot", "text": "Words.", "metadata": {"utter_action": response, "facts": list(facts)}}
    return ({"event": "user"}, said, {"event": "user"})


WINDOWS = after("utter_item_windows", "window.receipt")


@pytest.mark.parametrize("said", ["and what's wrong with the cup then?", "why can't the cup go back?"])
def test_what_stands_against_an_item_is_its_window_with_both_ends(desk: Desk, said: str):
    told = desk.verified("hana").ask(ACTION, "explain_why", number=order_number(80002), said=said, events=WINDOWS)

    # Received on Monday 28 September; the cup has 7 days.
    assert "• Cup: 7 days from the day you received it, until Monday 5 October." in told
    assert "I count 7 days from Monday 28 September" in told
    assert "Mug" not in told


@pytest.mark.parametrize("said", ["but I received it a month after I paid", "we ordered it and it came weeks later"])
def test_a_window_from_the_order_says_so_and_that_the_rules_give_no_reason(desk: Desk, said: str):
    told = desk.verified("ana").ask(ACTION, "explain_why", number=order_number(10003), said=said, events=WINDOWS)

    assert "90 days from the order, until Monday 30 November" in told
    assert "I count 90 days from Tuesday 1 September" in told
    assert "where it was sent from and on its category" in told


def test_without_windows_before_the_doubt_is_answered_with_them(desk: Desk):
    told = desk.ask(ACTION, "explain_why", said="but I received it a month after I paid", events=after("utter_a"))

    assert "days after you placed the order" in told


def test_without_anything_before_what_is_wrong_is_a_problem_with_an_item(desk: Desk):
    assert "photos or videos" in desk.ask(ACTION, "explain_why", said="what's wrong with the cup?")
