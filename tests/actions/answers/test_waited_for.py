"""Whoever sees nothing new hears until when that holds, and from whom to get help then."""

from __future__ import annotations

from typing import Any

import pytest
from custom_desk import Desk

from actions.dialogue.turn import Waited

ACTIONS = [
    ("action_rule_for_own", "report_order_not_arrived"),
    ("action_parcel", "report_not_marked_returned"),
    ("action_frustration", "express_frustration"),
]


def told(*facts: str) -> tuple[dict[str, Any], ...]:
    """A conversation in which an answer that rests on these rules was given."""
    answer = {"event": "bot", "text": "…", "metadata": {"utter_action": "utter_rule_ask_refund_time", "facts": facts}}
    return ({"event": "user"}, answer, {"event": "user"})


@pytest.mark.parametrize(("action", "intent"), ACTIONS)
def test_the_limit_is_told_with_a_person_and_the_offer_to_look(desk: Desk, action: str, intent: str):
    reply = desk.reply(action, intent, said="hm, no news so far", events=told("refund.time"))

    assert "3 to 20 business days" in desk.say(reply)[0]
    assert reply.slots["offer"] == "look_up"
    assert ("Talk to a person", "/talk_to_person") in desk.buttons(reply)


def test_past_the_limit_it_is_late(desk: Desk):
    said = {"said": "a week later and no change", "waited": Waited(7), "events": told("update.dropoff")}

    assert desk.ask("action_parcel", "report_not_marked_returned", **said).startswith("After 7 days that is late.")


def test_of_the_return_in_hand_it_is_where_it_stands(own_desk: Desk):
    ana = own_desk.verified("ana")

    told_now = ana.ask("action_rule_for_own", "report_order_not_arrived", number="R1005", said="still nothing, sorry")

    assert "**R1005**" in told_now
    assert "order on its way to you" not in told_now
