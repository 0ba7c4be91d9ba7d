"""Whether another item can go into a return that was asked for, or one of several stay."""

from __future__ import annotations

from typing import Any

import pytest
from custom_desk import Desk

STATUS, RESUME = "action_return_status", "action_resume_question"


def waiting(said: str, intent: str = "nlu_fallback") -> tuple[dict[str, Any], ...]:
    """A conversation in which this was asked, and then the details for it."""
    return (
        {"event": "user", "text": said, "parse_data": {"intent": {"name": intent}}},
        {"event": "bot", "text": "Words.", "metadata": {"utter_action": "utter_clarify"}},
        {"event": "user", "text": "ana@example.com", "parse_data": {"intent": {"name": "give_details"}}},
    )


@pytest.mark.parametrize("said", ["could the ice mould go into the same request too?", "add the ice mould to R1003"])
def test_another_item_can_be_added(desk: Desk, said: str):
    told = desk.verified("ana").ask(STATUS, "ask_return_status", number="R1003", said=said)

    assert told.startswith("Yes, you can still change return **R1003**")
    # Nothing else of its order is there to have a last day.
    assert "Lamp 10003" not in told


def test_what_stays_and_what_goes_has_its_last_day(desk: Desk):
    said = "I'd rather keep the toaster, only the kettle should go back"
    told = desk.verified("ben").ask(STATUS, "ask_return_status", number="R2001", said=said)

    assert told.startswith("Yes, you can still change return **R2001**")
    assert "Kettle: yes, until **" in told


def test_the_question_is_answered_once_the_details_come(desk: Desk):
    events = waiting("please put the ice mould into that return as well")
    told = desk.ask(
        RESUME,
        "give_details",
        number="R1003",
        email="ana@example.com",
        said="ana@example.com",
        told_now=frozenset({"email"}),
        events=events,
    )

    assert told.startswith("Yes, you can still change return **R1003**")


def test_whoever_would_leave_one_of_one_asks_something_else(desk: Desk):
    said = "I'd rather keep the cup, only the mug should go back"
    told = desk.verified("ana").ask(STATUS, "ask_return_status", number="R1003", said=said)

    assert "change return" not in told


def test_what_has_been_sent_is_not_changed(desk: Desk):
    told = desk.verified("ana").ask(STATUS, "ask_return_status", number="R1001", said="can you add the mug to R1001?")

    assert "can't be changed any more" in told
    assert "until" not in told
