"""A hand-in that the customer told of: known to every answer as their word, corrected, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from custom_desk import Desk
from custom_shop import NOW
from form_desk import Doing

from actions.dialogue.turn import NOT, SaidDate
from policy.model import EventType, ReturnEvent

STILL_HERE = SaidDate("", NOW, "not")
TAKEN_BACK = "All right, I have taken that back: return **R1004** counts as not handed in."


def tell(desk: Desk, number: str = "R1004", date: str = "yesterday", tracking: str = "none") -> str:
    """What is said where a hand-in is noted."""
    form = Doing(desk, "drop_off_form")
    form.begin(number=number, date=date)
    if form.requested == "drop_off_tracking":
        form.answer(tracking, "give_details", tracking_number=None if tracking == "none" else tracking)
    return form.answer("yes", "affirm")


@pytest.fixture
def own(own_desk: Desk) -> Desk:
    """A desk with a shop of its own, in which Ana has proven who she is."""
    return own_desk.verified("ana")


@pytest.fixture
def told(own: Desk) -> Desk:
    """Ana has told that she handed in R1004 on Monday 12 October."""
    tell(own)
    return own


def denied(desk: Desk, number: str | None = "R1004", message_id: str = "1", **said: object) -> str:
    """What is said to whoever still has the parcel."""
    return desk.ask(
        "action_parcel", "report_not_marked_returned", number=number, date=STILL_HERE, message_id=message_id, **said
    )


@pytest.mark.parametrize(
    ("action", "intent", "says"),
    [
        (
            "action_return_status",
            "ask_return_status",
            "You told me that you handed in your return **R1004** on Monday 12",
        ),
        ("action_return_status", "ask_return_status", "• Monday 12 October: handed in, as you told me"),
        # A holiday on Monday in Spain: Tuesday 13, Wednesday 14.
        ("action_return_status", "ask_return_status", "The page should show it by **Wednesday 14 October**."),
        ("action_deadlines", "ask_deadlines", "which you told me that you handed in on Monday 12 October:"),
        ("action_deadlines", "ask_deadlines", "• The page should show your hand-in by **Wednesday 14 October**."),
        # 17 days from the 12th.
        ("action_deadlines", "ask_deadlines", "not delivered by **Thursday 29 October**"),
        (
            "action_deadlines",
            "ask_ship_by",
            "You told me that you handed in your return **R1004** on Monday 12 October.",
        ),
        ("action_my_returns", "ask_my_returns", "R1004**, Lamp 10004: handed in, as you told me"),
        ("action_greeting", "system_open_chat", "handed in, as you told me"),
        ("action_greeting", "system_open_chat", "**R1004**: The page shows your hand-in by Wednesday 14 October"),
        ("action_cancel_or_change", "ask_cancel_return", "You told me that you handed in the parcel"),
        ("action_cancel_or_change", "ask_amend_return", "You told me that you handed in the parcel"),
        ("action_talk_to_person", "talk_to_person", "• Monday 12 October: handed in, as you told me"),
        ("action_follow_up", "what_next", "You told me that you handed in your return **R1004**"),
        (
            "action_parcel",
            "report_not_marked_returned",
            "handed it in on Monday 12 October. I go by the day that you told",
        ),
    ],
)
def test_every_answer_knows_it_as_the_customers_word(told: Desk, action: str, intent: str, says: str):
    assert says in told.ask(action, intent, number="R1004", said="What about it?")


def test_a_refund_for_a_lost_parcel_says_on_whose_word_it_was_sent(told: Desk):
    # 17 days from Monday 12 October are over on Thursday 29.
    later = told.at(NOW + timedelta(days=17)).verified("ana")

    said = later.ask("action_refund", "ask_refund_time", number="R1004")

    assert "was not delivered within 17 days" in said
    assert "I go by the hand-in on **Monday 12 October** that you told me" in said


def test_cards_mark_it_too(told: Desk):
    reply = told.with_cards().reply("action_return_status", "ask_return_status", number="R1004")

    card = told.with_cards().messages(reply)[0]["custom"]
    assert {"Handed in, as you told me"} <= {step["label"] for step in card["steps"]}
    assert card["status"]["label"] == "handed in, as you told me"


@pytest.mark.parametrize("kind", [EventType.CARRIER_SCAN, EventType.DROPPED_OFF, EventType.WAREHOUSE_RECEIVED])
def test_what_is_recorded_later_takes_its_place(told: Desk, kind: EventType):
    told.services.store.append_event("R1004", ReturnEvent(kind, NOW))

    assert "told me" not in told.ask("action_return_status", "ask_return_status", number="R1004")
    assert "told me" not in told.ask("action_cancel_or_change", "ask_cancel_return", number="R1004")


def test_another_day_is_asked_about_at_once_and_takes_the_place_of_the_first(told: Desk):
    form = Doing(told, "drop_off_form")
    reply = told.reply("action_parcel", "report_not_marked_returned", number="R1004", date="last Sunday")
    assert reply.form == "drop_off_form"
    form.slots = dict(reply.slots)

    # The number was asked for before.
    assert form.requested == "confirmed"
    assert "You handed in the parcel on **Sunday 11 October**." in told.say(form.ask())[0]
    form.answer("yes", "affirm")
    assert "on Sunday 11 October" in told.ask("action_return_status", "ask_return_status", number="R1004")


def test_the_same_day_again_changes_nothing(told: Desk):
    reply = told.reply("action_parcel", "report_not_marked_returned", number="R1004", date="yesterday")

    assert reply.form is None
    assert "by **Wednesday 14 October**" in told.say(reply)[0]


def test_a_tracking_number_outlives_the_correction_of_the_day(own: Desk):
    tell(own, tracking="LP00999888")
    reply = own.reply("action_parcel", "report_not_marked_returned", number="R1004", date="last Sunday")

    assert reply.slots["drop_off_tracking"] == "LP00999888"


def test_what_was_told_can_be_taken_back_and_then_the_return_can_be_cancelled(told: Desk):
    said = denied(told)

    assert said.startswith(TAKEN_BACK)
    assert "That you handed it in on Monday 12 October doesn't count any more." in said
    # Approved on Monday 12 October, without a label.
    assert "you find none there, a person can help" in said
    assert "ready to be sent" not in said
    assert "you can still cancel return **R1004**" in told.ask(
        "action_cancel_or_change", "ask_cancel_return", number="R1004"
    )
    assert "told me" not in told.ask("action_return_status", "ask_return_status", number="R1004")


def test_taking_it_back_twice_is_taking_it_back_once(told: Desk):
    assert denied(told).startswith(TAKEN_BACK)
    assert denied(told).startswith("All right, for return **R1004** nothing counts as handed in.")
    assert denied(told, message_id="2").startswith("All right, for return **R1004** nothing counts as handed in.")


def test_told_taken_back_and_told_again(told: Desk):
    denied(told)
    assert tell(told, date="today").startswith("Noted.")
    assert denied(told, message_id="2").startswith(TAKEN_BACK)


@pytest.mark.parametrize("number", [None, "R1001"])
def test_without_a_number_the_one_that_was_told_of_is_meant(told: Desk, number: str | None):
    assert denied(told, number).startswith(TAKEN_BACK)


def test_who_names_a_number_means_that_one(told: Desk):
    said = denied(told, "R1005", told_now=frozenset({"customer_number"}))

    assert said.startswith("All right, for return **R1005** nothing counts as handed in.")
    assert "told me" in told.ask("action_return_status", "ask_return_status", number="R1004")


def test_a_plan_that_does_not_fit_what_was_told_is_asked_about(told: Desk):
    reply = told.reply(
        "action_parcel", "report_not_marked_returned", number="R1004", date=SaidDate("Friday", NOW, "ahead")
    )

    said = told.say(reply)
    assert said[0].startswith(
        "If you hand it in on **Friday 16 October**, the page should change by **Tuesday 20 October"
    )
    assert said[1].startswith("But you told me that you handed it in on **Monday 12 October**")
    assert told.buttons(reply)[-1][0] == "I still have it"


@pytest.mark.parametrize(
    ("scan", "who"),
    [(EventType.CARRIER_SCAN, "Our records say otherwise"), (EventType.DROPPED_OFF, "Our records say otherwise")],
)
def test_what_the_records_show_is_not_taken_back(told: Desk, scan: EventType, who: str):
    told.services.store.append_event("R1004", ReturnEvent(scan, NOW))

    said = denied(told)

    assert said.startswith(who)
    assert "a person should look into that" in said


def test_what_the_carrier_has_scanned_is_not_taken_back(own: Desk):
    tell(own, tracking="LP9004")

    said = denied(own)

    assert said.startswith(
        "The carrier says otherwise, so I can't count the parcel of return **R1004** as not handed in."
    )
    assert "can't cancel yourself" in own.ask("action_cancel_or_change", "ask_cancel_return", number="R1004")


def test_the_button_below_the_note_takes_it_back(told: Desk):
    reply = told.reply("action_cancel_or_change", "ask_cancel_return", number="R1004")

    assert told.buttons(reply)[-1] == (
        "I still have it",
        '/report_not_marked_returned{"customer_number": "R1004", "hand_in": "not"}',
    )


@pytest.mark.parametrize("words", ["not yet", "I still have it"])
def test_in_the_form_it_is_taken_back_as_well(told: Desk, words: str):
    form = Doing(told, "drop_off_form")
    form.begin(number="R1004")

    assert form.answer(words, "deny").startswith(TAKEN_BACK)


def test_it_is_told_to_its_customer_alone(told: Desk, own_desk: Desk):
    ben: Callable[..., Desk] = own_desk.verified

    assert "told me" not in ben("ben").ask("action_my_returns", "ask_my_returns")


def _told_in_chat(phrase: str) -> tuple[dict[str, Any], ...]:
    parsed = {"intent": {"name": "report_not_marked_returned"}, "entities": [{"entity": "date", "value": phrase}]}
    told = {"event": "user", "text": f"handed in {phrase}", "parse_data": parsed}
    asked = {"event": "user", "text": "and now?", "parse_data": {"intent": {"name": "ask_return_status"}}}
    return (told, {"event": "slot", "name": "customer_number", "value": "R1004"}, asked)


@pytest.mark.parametrize(
    ("action", "intent", "says"),
    [
        ("action_return_status", "ask_return_status", "You told me that you handed in"),
        ("action_deadlines", "ask_deadlines", "which you told me that you handed in on Monday 12 October"),
        ("action_cancel_or_change", "ask_cancel_return", "You told me that you handed in the parcel"),
        ("action_cancel_or_change", "ask_amend_return", "You told me that you handed in the parcel"),
        ("action_begin_cancel_return", "button_cancel_return", "You told me that you handed in the parcel"),
        ("action_follow_up", "what_next", "You told me that you handed in"),
    ],
)
def test_a_hand_in_that_was_told_in_the_chat_alone_counts_in_it(desk: Desk, action: str, intent: str, says: str):
    desk.verified("ana")

    assert says in desk.ask(action, intent, number="R1004", events=_told_in_chat("yesterday"))
    assert "told me" not in desk.ask(action, intent, number="R1004")


def test_a_hand_in_of_before_the_request_counts_for_nothing(desk: Desk):
    desk.verified("ana")

    said = desk.ask("action_return_status", "ask_return_status", number="R1004", events=_told_in_chat("300 days ago"))
    assert "told me" not in said


def test_what_was_told_in_the_chat_alone_is_taken_back_there(desk: Desk):
    desk.verified("ana")
    not_yet = SaidDate("", desk.now, NOT)

    said = desk.ask(
        "action_parcel", "report_not_marked_returned", number="R1004", date=not_yet, events=_told_in_chat("yesterday")
    )
    assert "taken that back" in said and "Monday 12 October" in said
