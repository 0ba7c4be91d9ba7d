"""What the records hold of a return, what they don't, and what was done in this chat."""

from __future__ import annotations

from typing import Any

import pytest
from custom_desk import Desk

STATUS, CANCEL = "action_return_status", "action_cancel_or_change"


def told(response: str, **values: Any) -> tuple[dict[str, Any], ...]:
    """A conversation whose last answer was this response, with these values."""
    said = {"event": "bot", "text": "Words.", "metadata": {"utter_action": response, **values}}
    return ({"event": "user"}, said, {"event": "user"})


def test_who_cancelled_is_not_on_record(desk: Desk):
    said = desk.verified("ana").ask(STATUS, "ask_return_status", number="R1012", said="hm, who called it off?")

    assert "return **R1012** was cancelled on **" in said
    assert said.endswith("They don't say who cancelled it.")


def test_what_was_cancelled_here_was_cancelled_here(desk: Desk):
    events = told("utter_cancelled", return_number="R1012")
    said = desk.verified("ana").ask(
        STATUS, "ask_return_status", number="R1012", said="did I cancel that?", events=events
    )

    assert said.startswith("Return **R1012** is cancelled already. I did it once")


def test_of_a_return_that_runs_nobody_is_said_to_have_cancelled_it(desk: Desk):
    said = desk.verified("ana").ask(STATUS, "ask_return_status", number="R1005", said="was that me?")

    assert "cancelled" not in said


def test_what_the_seller_said_is_not_on_record(desk: Desk):
    said = desk.verified("ana").ask(
        "action_deadlines", "ask_seller_silent", number="R1003", said="what was the seller's reply, what did they say"
    )

    assert said.startswith("Our records have that the seller answered about return **R1003**, but not what they said.")
    assert "The seller answered about your return **R1003**" in said


@pytest.mark.parametrize("said", ["why was it turned down?", "what was the reason for the refusal"])
def test_why_a_return_was_declined_is_not_on_record(desk: Desk, said: str):
    told = desk.verified("ana").ask(STATUS, "ask_return_status", number="R1013", said=said)

    assert told.startswith("The records that I have don't say why.")
    assert "declined" in told


def test_a_return_that_was_not_refused_needs_no_reason(desk: Desk):
    said = desk.verified("ana").ask(STATUS, "ask_return_status", number="R1005", said="why was it turned down?")

    assert "don't say why" not in said


@pytest.mark.parametrize("said", ["could you reverse that?", "oops, undo it"])
def test_a_cancelled_return_stays_cancelled(desk: Desk, said: str):
    told = desk.verified("ana").ask(CANCEL, "ask_cancel_return", number="R1012", said=said)

    assert told.startswith("Return **R1012** is cancelled, and I can't take that back.")
    assert "yes, until **" in told


def test_where_nothing_was_done_there_is_nothing_to_take_back(desk: Desk):
    events = told("utter_doing_stopped")
    said = desk.verified("ana").ask(CANCEL, "ask_cancel_return", number="R1005", said="undo that please", events=events)

    assert said == "In this chat, nothing was sent, cancelled or changed."


def test_what_was_sent_can_be_cancelled_as_it_was(desk: Desk):
    events = told("utter_return_started", return_number="R1005")
    said = desk.verified("ana").ask(CANCEL, "ask_cancel_return", said="undo that please", events=events)

    assert "you can still cancel return **R1005**" in said


@pytest.mark.parametrize(
    ("response", "said", "begins"),
    [
        ("utter_doing_stopped", "so nothing was submitted?", "In this chat, nothing was sent, cancelled or changed."),
        ("utter_return_started", "did that go through?", "That request is sent already, as return **R1005**."),
        ("utter_cancelled", "is that done?", "Return **R1005** is cancelled already."),
        ("utter_hand_in_noted", "have you done it?", "That is noted already for return **R1005**."),
    ],
)
def test_what_was_done_here_is_told(desk: Desk, response: str, said: str, begins: str):
    events = told(response, return_number="R1005")

    assert desk.verified("ana").ask(STATUS, "ask_return_status", said=said, events=events).startswith(begins)


def test_in_a_form_nothing_is_sent_yet(desk: Desk):
    own = desk.verified("ana")
    said = own.ask(STATUS, "ask_return_status", said="did that go through now?", loop="start_return_form")

    assert said.startswith("Nothing has been sent yet.")


def test_no_hand_in_is_noted_that_nobody_told_of(desk: Desk):
    own = desk.verified("ana")
    said = own.ask(STATUS, "ask_return_status", number="R1005", said="you haven't put down that I handed it in, right?")

    assert said == "For return **R1005** no hand-in is noted."


@pytest.mark.parametrize("said", ["would that eat up my free return?", "would a new return be for free again?"])
def test_whether_a_cancelled_return_counts_is_not_stated(desk: Desk, said: str):
    events = told("utter_cancelled", return_number="R1012")
    answered = desk.verified("ana").ask("action_return_fee", "ask_return_fee", number="R1012", said=said, events=events)

    assert answered.startswith("The rules I have don't state that. A person can tell you.")
    assert "The first return on each order is free, up to 5 times a month." in answered


def details(asked: str) -> tuple[dict[str, Any], ...]:
    """A conversation in which this was asked, and then the details for it."""
    return (
        {"event": "user", "text": asked, "parse_data": {"intent": {"name": "ask_cancel_return"}}},
        {"event": "bot", "text": "Words.", "metadata": {"utter_action": "utter_ask_customer_email"}},
        {"event": "user", "text": "ana@example.com", "parse_data": {"intent": {"name": "give_details"}}},
    )


@pytest.mark.parametrize(
    ("asked", "number", "begins"),
    [
        ("I called it off too hastily and regret it", "R1012", "Return **R1012** is cancelled, and I can't take that"),
        ("I cancelled R1012 by mistake, please revive it", "R1012", "Return **R1012** is cancelled, and I can't take"),
        ("what was the reason they turned it down", "R1013", "The records that I have don't say why."),
    ],
)
def test_what_waited_for_the_details_is_told_when_they_come(desk: Desk, asked: str, number: str, begins: str):
    told = desk.ask(
        "action_resume_question",
        "give_details",
        number=number,
        email="ana@example.com",
        said="ana@example.com",
        told_now=frozenset({"email"}),
        events=details(asked),
        topic="ask_cancel_return" if number == "R1012" else "ask_return_status",
    )

    assert told.startswith(begins)


def test_whoever_would_revive_a_return_is_only_asked_who_they_are(desk: Desk):
    said = "I regret cancelling R1012, could it be brought back, bring it back"
    reply = desk.reply(CANCEL, "ask_cancel_return", number="R1012", said=said)

    assert reply.utterances == ()
    assert reply.form == "identity_form"
