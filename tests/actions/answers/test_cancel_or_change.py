"""Whether a return can still be cancelled or changed, and how."""

from __future__ import annotations

from typing import Any

import pytest
from custom_desk import Desk

ACTION = "action_cancel_or_change"
ORDER = "action_cancel_order"


@pytest.mark.parametrize("number", ["R1002", "R1003", "R1004", "R1005", "R1014"])
def test_before_anything_is_sent_it_can_be_cancelled_and_changed(desk: Desk, number: str):
    desk.verified("ana")

    assert f"you can still cancel return **{number}**" in desk.ask(ACTION, "ask_cancel_return", number=number)
    changed = desk.ask(ACTION, "ask_amend_return", number=number)
    assert f"you can still change return **{number}**" in changed
    assert "apply again and tick all the items" in changed


@pytest.mark.parametrize(
    ("number", "cancelled", "changed"),
    [
        ("R1001", "because the parcel has been sent", "because the parcel has been sent"),
        ("R1006", "because the parcel has been sent", "because the parcel has been sent"),
        ("R1007", "because the parcel has been sent", "because the parcel has been sent"),
        ("R1009", "because the parcel has been sent", "because the parcel has been sent"),
        ("R1010", "because its refund has been sent", "because its refund has been sent"),
        ("R1011", "because its refund has been sent", "because its refund has been sent"),
        ("R1012", "is cancelled already", "is cancelled. You can apply again"),
        ("R1013", "was declined, so there is nothing to cancel", "was declined, so its items can't be changed"),
    ],
)
def test_afterwards_it_says_why_not(desk: Desk, number: str, cancelled: str, changed: str):
    desk.verified("ana")

    assert cancelled in desk.ask(ACTION, "ask_cancel_return", number=number)
    assert changed in desk.ask(ACTION, "ask_amend_return", number=number)


def test_who_would_cancel_amid_a_review_is_told_of_it(desk: Desk):
    desk.verified("ana")

    told = {
        number: [each.response for each in desk.reply(ACTION, "ask_cancel_return", number=number).utterances]
        for number in ("R1014", "R1002")
    }
    assert told["R1014"][-1:] == ["utter_cancel_amid_review"]
    assert "utter_cancel_amid_review" not in told["R1002"]


def test_each_wish_rests_on_its_own_rule(desk: Desk):
    desk.verified("ana")

    assert desk.ask(ACTION, "ask_cancel_return", number="R1002").endswith("“How can I cancel my return request?”_")
    assert desk.ask(ACTION, "ask_amend_return", number="R1002").endswith("“How to add or cancel some return items?”_")


def before(response: str) -> tuple[dict[str, Any], ...]:
    """A conversation whose last answer was this one."""
    said = {"event": "bot", "text": "…", "metadata": {"utter_action": response}}
    return ({"event": "user"}, said, {"event": "user"})


def test_cancelling_it_all_is_about_the_return_that_was_spoken_of(desk: Desk):
    desk.verified("ana")
    asked = {"number": "R1002", "said": "so it all has to be cancelled?", "events": before("utter_amend_allowed")}

    assert "change return **R1002**" in desk.ask(ORDER, "ask_cancel_order", topic="ask_amend_return", **asked)
    assert "cancel return **R1002**" in desk.ask(ORDER, "ask_cancel_order", topic="ask_cancel_return", **asked)


def test_without_an_order_it_is_about_the_return_in_hand(desk: Desk):
    asked = {"number": "R1002", "said": "so it all has to be cancelled?", "events": before("utter_return_status")}

    assert "cancel return **R1002**" in desk.verified("ana").ask(ORDER, "ask_cancel_order", **asked)


@pytest.mark.parametrize("response", ["utter_amend_allowed", "utter_return_status"])
def test_an_order_is_cancelled_elsewhere(desk: Desk, response: str):
    said = "so I cancel the order?"
    asked = desk.verified("ana").ask(ORDER, "ask_cancel_order", said=said, number="R1002", events=before(response))

    assert "not with cancelling an order" in asked


def test_who_was_told_of_an_order_on_its_way_cancels_no_return(desk: Desk):
    told = {"utter_action": "utter_rule_report_order_not_arrived"}
    before = ({"event": "user"}, {"event": "bot", "text": "Words.", "metadata": told}, {"event": "user"})

    (said,) = desk.say(
        desk.reply("action_cancel_or_change", "ask_cancel_return", said="may I cancel it", events=before)
    )
    assert "not with cancelling an order" in said

    ana = desk.verified("ana")
    ours = ana.ask(
        "action_cancel_or_change", "ask_cancel_return", said="may I cancel it", number="R1004", events=before
    )
    assert "not with cancelling an order" not in ours


def test_whether_it_is_too_late_to_ask_again_is_told_by_the_day(desk: Desk):
    asked = {"number": "R1003", "said": "say I cancel it, would it be too late to apply again?"}
    said = desk.verified("ana").ask(ACTION, "ask_cancel_return", **asked)

    assert "Lamp 10003: yes, until **Monday 30 November**" in said
    assert not said.startswith("Yes")
