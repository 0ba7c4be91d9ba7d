"""What holds of what is in hand if something is so. NOW is Tuesday 13 October 2026, noon in Madrid."""

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


@pytest.mark.parametrize("said", ["and as soon as it is posted?", "what if I have handed it in already?"])
def test_behind_an_offer_to_cancel_what_is_sent_is_no_more_cancelled(desk: Desk, said: str):
    events = after("utter_cancel_allowed", "request.cancel")
    told = desk.verified("ana").ask(ACTION, "what_next", number="R1005", said=said, events=events)

    assert "the button no longer cancels" in told
    assert "Customer service or a person" in told


def test_behind_anything_else_the_hand_in_is_followed_by_the_page(desk: Desk):
    events = after("utter_return_status", "ship.within")
    told = desk.verified("ana").ask(ACTION, "what_next", number="R1005", said="and once it is posted?", events=events)

    assert "After the hand-in the page changes" in told


@pytest.mark.parametrize("said", ["how long may I hang on to it?", "by when should I send it?"])
def test_how_long_a_parcel_can_stay_is_told_with_the_window(desk: Desk, said: str):
    events = after("utter_return_status", "ship.within")
    told = desk.verified("ana").ask(ACTION, "how_long", number="R1005", said=said, events=events)

    assert "The advised date was Saturday 10 October" in told
    assert "• Lamp 10005: 90 days from the order, until Monday 30 November." in told


def test_a_bare_until_when_is_about_the_date_that_was_told(desk: Desk):
    events = after("utter_deadlines", "seller.silence")
    told = desk.verified("ana").ask(ACTION, "how_long", number="R1002", said="until when?", events=events)

    assert "Lamp" not in told


def test_another_month_behind_the_cost_of_a_return_is_about_its_window(desk: Desk):
    # The mug came on Monday 28 September and has 15 days, the cup had 7.
    events = after("utter_next_return_free", "fee.first")
    told = desk.verified("hana").ask(
        ACTION, "what_next", number=order_number(80002), said="and if I wait until next month?", events=events
    )

    assert "• Mug: on Sunday 1 November it is too late. You can until **Tuesday 13 October**" in told
    assert "Cup" not in told


def test_another_month_behind_where_a_return_stands_is_about_sending_it(desk: Desk):
    events = after("utter_return_status", "ship.within")
    told = desk.verified("ana").ask(
        ACTION, "what_next", number="R1005", said="could I hold it until next month?", events=events
    )

    assert "until Monday 30 November" in told
