"""What the records say of the parcel of the return in hand."""

from __future__ import annotations

import pytest
from custom_desk import Desk

ACTION = "action_rule_for_own"
ABOUT = "ask_about_details"


@pytest.mark.parametrize("intent", [ABOUT, "ask_track_parcel"])
@pytest.mark.parametrize(
    "said", ["what number was it again?", "give me the tracking number please", "which code is it"]
)
def test_the_tracking_number_of_the_return_in_hand_is_told_to_whose_it_is(desk: Desk, intent: str, said: str):
    first, *others = desk.say(desk.verified("ana").reply(ACTION, intent, number="R1001", said=said))

    assert first == "The tracking number of return **R1001** is **LP1001**."
    assert [each.startswith("Press **“Track Return Package”**") for each in others] == [True] * (intent != ABOUT)


def test_that_none_is_recorded_is_told(desk: Desk):
    told = desk.verified("ana").ask(ACTION, ABOUT, number="R1003", said="and the parcel number?")

    assert told == "Our records show no tracking number for return **R1003**."


def test_who_has_proven_nothing_is_told_what_is_needed(desk: Desk):
    assert desk.ask(ACTION, ABOUT, number="R1001", said="what number?").startswith("I need the number")


@pytest.mark.parametrize("said", ["where do I find the order number?", "which number do you need, and which address?"])
def test_other_numbers_are_asked_for_as_before(desk: Desk, said: str):
    told = desk.verified("ana").ask(ACTION, ABOUT, number="R1001", said=said)

    assert told.startswith("I need the number")


def test_what_becomes_of_an_issued_label_is_not_stated(desk: Desk):
    reply = desk.verified("ana").reply(
        ACTION, "ask_label_problem", number="R1001", said="and what happens to the old label then?"
    )

    (said,) = desk.say(reply)
    assert "change return **R1001** means to cancel it and to apply again" in said
    assert "don't say whether the old label can still be used" in said
    assert reply.slots["offer"] == "person"


@pytest.mark.parametrize("said", ["what happens if the label has expired?", "the label is wet"])
def test_a_spoilt_label_is_downloaded_again(desk: Desk, said: str):
    told = desk.verified("ana").ask(ACTION, "ask_label_problem", number="R1001", said=said)

    assert told.startswith("Please download the label or code once more")


def test_a_guest_with_a_label_hears_the_rule(desk: Desk):
    assert desk.ask(ACTION, "ask_label_problem", said="is my old label still good").startswith("Please download")
