"""The shape of what a customer gives for the identity form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from custom_desk import Desk
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

ACTION = "validate_identity_form"


async def validate(
    desk: Desk,
    intent: str = "give_details",
    text: str = "…",
    entities: Sequence[Mapping[str, Any]] = (),
    **candidates: Any,
) -> tuple[dict[str, Any], list[str]]:
    """The slots that are kept and what is said, for slots that a message has just filled."""
    slot_events = [{"event": "slot", "name": name, "value": value} for name, value in candidates.items()]
    tracker = Tracker.from_dict(
        {
            "sender_id": desk.session,
            "slots": candidates,
            "latest_message": {"text": text, "intent": {"name": intent}, "entities": [*entities]},
            "events": [{"event": "user"}, *slot_events],
            "active_loop": {"name": "identity_form"},
        }
    )
    dispatcher = CollectingDispatcher()
    events = await desk.action(ACTION).run(dispatcher, tracker, {})
    slots = {event["name"]: event["value"] for event in events}
    return slots, [message["text"] for message in desk.spoken(dispatcher)]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("R1001", "R1001"),
        ("r1001", "R1001"),
        ("r 10-01", "R1001"),
        ("8120 0345 0001 0001", "8120034500010001"),
        ("8120-0345-0001-0001", "8120034500010001"),
        (["R1001", "R1002"], ["R1001", "R1002"]),  # both are answered
    ],
)
async def test_a_number_is_kept_without_its_separators(desk: Desk, written: object, kept: object):
    assert await validate(desk, customer_number=written) == ({"customer_number": kept}, [])


@pytest.mark.parametrize(
    ("written", "slip"),
    [
        ("812003450001000", "**812003450001000** has 15 digits, and order numbers have 16."),
        ("81200345000100011", "**81200345000100011** has 17 digits, and order numbers have 16."),
        ("81200345OOO1OOO1", "I can't read **81200345OOO1OOO1** as a number."),
        ("RR1", "I can't read **RR1** as a number."),
    ],
)
async def test_a_number_with_a_slip_is_named_and_asked_for_again(desk: Desk, written: str, slip: str):
    slots, said = await validate(desk, customer_number=written)

    assert slots == {"customer_number": None}
    assert len(said) == 1
    assert said[0].startswith(slip)


@pytest.mark.parametrize("nothing", [None, "", [], "  "])
async def test_nothing_is_nothing(desk: Desk, nothing: object):
    assert await validate(desk, customer_number=nothing) == ({"customer_number": None}, [])


async def test_both_details_of_a_message_are_kept(desk: Desk):
    slots, said = await validate(desk, customer_number="R1001", customer_email="ana@example.com")

    assert slots == {"customer_number": "R1001", "customer_email": "ana@example.com"}
    assert said == []


async def test_of_two_addresses_the_last_one_is_meant(desk: Desk):
    slots, _ = await validate(desk, customer_email=["ana@example.con", "ana@example.com"])

    assert slots == {"customer_email": "ana@example.com"}


async def test_a_question_that_comes_with_a_number_is_the_one_to_answer(desk: Desk):
    slots, _ = await validate(desk, intent="ask_refund_time", customer_number="R1001")

    assert slots == {"customer_number": "R1001", "topic": "ask_refund_time"}


@pytest.mark.parametrize("intent", ["give_details", "greet", "ask_label_use", "nlu_fallback"])
async def test_what_is_no_personal_question_leaves_the_topic_alone(desk: Desk, intent: str):
    slots, _ = await validate(desk, intent=intent, customer_number="R1001")

    assert "topic" not in slots


async def test_without_a_new_detail_nothing_changes(desk: Desk):
    assert await validate(desk) == ({}, [])


def heard(email: str, answered: str) -> list[dict[str, Any]]:
    """An address that was given, and how it was answered."""
    entities = [{"entity": "email", "value": email}]
    return [
        {"event": "user", "text": email, "parse_data": {"entities": entities}},
        {"event": "bot", "text": "…", "metadata": {"utter_action": answered}},
    ]


@pytest.mark.parametrize(("answered", "kept"), [("utter_identity_refused", "ana@example.com"), ("utter_greet", None)])
async def test_behind_a_refusal_another_number_goes_with_the_same_address(desk: Desk, answered: str, kept: str | None):
    entities = [{"entity": "customer_number", "value": "R1001", "start": 0}]
    tracker = Tracker.from_dict(
        {
            "sender_id": desk.session,
            "slots": {"customer_number": "R1001", "requested_slot": "customer_email"},
            "latest_message": {"text": "R1001", "intent": {"name": "give_details"}, "entities": entities},
            "events": [*heard("ana@example.com", answered), {"event": "user"}],
            "active_loop": {"name": "identity_form"},
        }
    )
    events = await desk.action(ACTION).run(CollectingDispatcher(), tracker, {})

    slots = {event["name"]: event["value"] for event in events}
    assert slots.get("customer_email") == kept
    assert slots["customer_number"] == "R1001"


async def test_whom_the_shop_has_vouched_for_meanwhile_is_asked_nothing_more(desk: Desk):
    slots, said = await validate(desk.signed_in("ana"), intent="ask_refund_time")

    assert slots == {"topic": "ask_refund_time", "requested_slot": None}
    assert said == []


async def test_a_question_for_a_holiday_beside_the_number_is_answered_too(desk: Desk):
    entities = [{"entity": "customer_number", "value": "R1001"}, {"entity": "country", "value": "ES"}]
    slots, said = await validate(
        desk, text="it's R1001. is a Sunday a holiday in Spain?", entities=entities, customer_number="R1001"
    )

    assert slots == {"customer_number": "R1001"}
    assert len(said) == 1
    assert "Spain" in said[0]
