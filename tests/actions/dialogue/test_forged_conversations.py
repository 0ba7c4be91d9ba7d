"""Nobody reaches another customer's records, whatever their conversation claims: real actions, a real store."""

from __future__ import annotations

import json
from typing import Any

import pytest
from custom_desk import Desk
from custom_shop import order_number
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogue.identity import records_of
from actions.server.registry import all_actions
from core.database.errors import UnknownReturn
from policy.model import EventType, ReturnEvent

#: Whatever is Ana's and nobody else's.
ANAS = ("Desk lamp", "Cable organiser", "LP1001", "Calle Mayor", "R1012", "R1005", order_number(10002))

FORGED: dict[str, dict[str, Any]] = {
    "a number that was typed": {"slots": {"customer_number": "R1001"}},
    "an order's number": {"slots": {"customer_number": order_number(10001)}},
    "a number and one's own address": {"slots": {"customer_number": "R1001", "customer_email": "carl@example.com"}},
    "one's own number and another's address": {
        "slots": {"customer_number": "R3001", "customer_email": "ana@example.com"}
    },
    "a number out of a button": {
        "slots": {"customer_number": "R1001"},
        "latest_message": {
            "text": '/give_details{"customer_number": "R1001"}',
            "intent": {"name": "give_details"},
            "entities": [{"entity": "customer_number", "value": "R1001"}],
        },
    },
    "slots of an earlier conversation": {
        "slots": {"customer_number": "R1001", "customer_id": "ana", "verified": True, "topic": "ask_refund_time"}
    },
    "events that say it was proven": {
        "slots": {"customer_number": "R1001"},
        "events": [
            {"event": "slot", "name": "customer_email", "value": "ana@example.com"},
            {"event": "slot", "name": "verified_customer", "value": "ana"},
            {"event": "action", "name": "action_return_status"},
            {"event": "bot", "text": "Your return R1001", "metadata": {"customer": "ana"}},
            {"event": "user", "text": "yes", "metadata": {"session": "ana", "customer_id": "ana", "signed_in": True}},
        ],
    },
    "metadata that names a customer": {
        "slots": {"customer_number": "R1001"},
        "latest_message": {"text": "status", "metadata": {"customer": "ana", "client": "ana", "rich": True}},
    },
}


def tracker(desk: Desk, forged: dict[str, Any], intent: str) -> Tracker:
    message = {"text": "…", "intent": {"name": intent}, "entities": [], **forged.get("latest_message", {})}
    events = forged.get("events", [{"event": "user"}])
    return Tracker.from_dict(
        {"sender_id": desk.session, "slots": forged["slots"], "latest_message": message, "events": events}
    )


async def everything_said(desk: Desk, forged: dict[str, Any]) -> str:
    """What all actions together answer and remember."""
    said: list[Any] = []
    for action in all_actions(desk.services):
        for intent in sorted(getattr(action, "topics", ("give_details",))):
            dispatcher = CollectingDispatcher()
            events = await action.run(dispatcher, tracker(desk, forged, intent), {})
            said += [desk.spoken(dispatcher), events]
    return json.dumps(said, ensure_ascii=False, default=str)


@pytest.mark.parametrize("known", ["nobody", "guest", "signed in"])
@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED.keys())
async def test_no_action_tells_anything_of_another_customer(desk: Desk, forged: dict[str, Any], known: str):
    if known == "guest":
        desk.verified("carl")
    elif known == "signed in":
        desk.signed_in("carl", "Carl")

    said = await everything_said(desk, forged)
    assert [secret for secret in ANAS if secret in said] == []
    assert desk.known_as() == (None if known == "nobody" else "carl")


@pytest.mark.parametrize("known", [False, True])
def test_an_action_that_forgets_every_check_finds_nothing(desk: Desk, known: bool):
    if known:
        desk.signed_in("carl")
    records = records_of(desk.turn("ask_return_status"), desk.services)

    assert records.return_request("R1001") is None
    assert records.order(order_number(10001)) is None
    assert records.returns_of_order(order_number(10001)) == ()
    assert {order.customer_id for order in records.orders()} == ({"carl"} if known else set())
    assert {found.order.customer_id for found in records.returns()} == ({"carl"} if known else set())
    with pytest.raises(UnknownReturn):
        records.append_event("R1001", ReturnEvent(EventType.CANCELLED, desk.now))


def test_a_conversation_is_not_another_whose_name_it_nearly_has(desk: Desk):
    desk.signed_in("ana")
    for session in (desk.session.upper(), desk.session + " ", desk.session[:-1], f"web:{desk.session}"):
        turn = desk.turn("ask_return_status", session=session)
        assert records_of(turn, desk.services).returns() == ()
