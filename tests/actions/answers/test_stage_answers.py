"""What is answered for the return in hand by the stage that it is at, whatever the message was understood as."""

from __future__ import annotations

import pytest
from custom_desk import Desk

from actions.dialogue.turn import ASKED, SaidDate

ACTIONS = [("action_follow_up", "what_next"), ("action_return_fee", "ask_return_fee"), ("action_frustration", "")]


@pytest.fixture
def ana(own_desk: Desk) -> Desk:
    """Ana has proven who she is."""
    return own_desk.verified("ana")


@pytest.mark.parametrize(("action", "intent"), ACTIONS)
def test_the_stage_comes_first_whatever_was_understood(ana: Desk, action: str, intent: str):
    told = ana.ask(action, intent, number="R1005", said="will my free label be lost if I withdraw it?")

    assert "The rules I have don't state that." in told
    assert "can't be chosen again" in told


@pytest.mark.parametrize(
    ("day", "verdict"),
    [("30 November", "Yes, it is **Monday 30 November**."), ("29 November", "No, it is **Monday 30")],
)
def test_a_day_is_confirmed_or_put_right(ana: Desk, day: str, verdict: str):
    # Ordered on 1 September; 90 days.
    asked = SaidDate(day, ana.now, ASKED)
    told = ana.ask("action_follow_up", "doubt_answer", number="R1005", said=f"so it ends on {day}?", asked_day=asked)

    assert told.startswith(verdict)


def test_an_item_is_kept_only_by_whoever_says_so(own_desk: Desk):
    ben = own_desk.verified("ben")
    kept = ben.ask("action_follow_up", "what_next", number="R2001", said="they keep telling me nothing of the toaster")

    assert "change return" not in kept


def test_nobody_elses_return_is_told_of(own_desk: Desk):
    told = own_desk.ask("action_follow_up", "what_next", number="R1005", said="what if the inspection fails?")

    assert "R1005" not in told


def test_a_button_is_no_question(ana: Desk):
    said = '/ask_return_fee{"customer_number": "R1005"}'

    assert ana.reply("action_return_fee", "ask_return_fee", number="R1005", said=said).utterances


@pytest.mark.parametrize(
    ("said", "number", "told"),
    [
        ("and mine stays open, right?", "R1005", "Yes, return **R1005** is still open."),
        ("it's not been cancelled then?", "R1005", "Yes, return **R1005** is still open."),
        ("so that return is still active?", "R1013", "No, return **R1013** is not open any more."),
    ],
)
def test_whether_a_return_is_open_is_a_yes_or_a_no(ana: Desk, said: str, number: str, told: str):
    assert ana.ask("action_follow_up", "doubt_answer", number=number, said=said).startswith(told)
