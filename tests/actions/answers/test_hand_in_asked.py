"""Yes with the day to who asks whether a parcel was handed in, and nothing left to send where it was."""

from __future__ import annotations

import pytest
from custom_desk import Desk

from actions.dialogue.turn import ASKED, SaidDate

PARCEL, INTENT = "action_parcel", "report_not_marked_returned"


@pytest.mark.parametrize("said", ["was it dropped off?", "did somebody post it?", "has it been handed over yet?"])
def test_the_answer_begins_with_yes_and_the_day(desk: Desk, said: str):
    told = desk.verified("ana").ask(PARCEL, INTENT, number="R1001", said=said)

    assert told.startswith("Yes, it was handed in on **Friday 9 October**.")


@pytest.mark.parametrize(
    ("said", "day"), [("would Saturday be too late to ship it?", "Saturday"), ("can I still drop it off?", None)]
)
@pytest.mark.parametrize("action", [PARCEL, "action_return_window"])
def test_nothing_is_left_to_send_once_it_is_handed_in(desk: Desk, action: str, said: str, day: str | None):
    asked = SaidDate(day, desk.now, ASKED) if day else None
    told = desk.verified("ana").ask(action, INTENT, number="R1001", said=said, asked_day=asked)

    assert told.startswith("It was handed in on **Friday 9 October** already, so there is nothing left to send.")
    assert "window" not in told


def test_what_was_not_handed_in_is_told_with_what_to_do(desk: Desk):
    told = desk.verified("ana").ask(PARCEL, INTENT, number="R1005", said="was it dropped off?")

    assert "Yes" not in told
    assert "I can't see a hand-in" in told


def test_whoever_is_not_known_gets_the_rule(desk: Desk):
    told = desk.ask(PARCEL, INTENT, said="was it dropped off?")

    assert "handed in on" not in told
