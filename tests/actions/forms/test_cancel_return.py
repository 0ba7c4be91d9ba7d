"""A return is cancelled for a customer: asked first, done once, and never on anybody else's word."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from custom_desk import Desk
from custom_shop import NOW
from form_desk import Doing

from actions.dialogue.turn import ASKED, SaidDate
from actions.replies.reply import Reply
from actions.store.changes import Change as Written
from actions.store.changes import ChangeKind, DropOffClaim
from policy.model import EventType, ReturnEvent


@pytest.fixture
def own(own_desk: Desk) -> Desk:
    """A desk with a shop of its own, in which Ana has proven who she is."""
    return own_desk.verified("ana")


@pytest.fixture
def cancelling(own: Desk) -> Doing:
    """The question whether to cancel R1004 has been asked."""
    doing = Doing(own, "cancel_return_form")
    doing.begin(number="R1004")
    return doing


def events(desk: Desk, number: str) -> list[EventType]:
    found = desk.services.store.of_session(desk.session, desk.now).return_request(number)
    assert found is not None
    return [event.type for event in found.events]


def test_the_question_repeats_what_will_happen(own: Desk, cancelling: Doing):
    (question,) = own.messages(cancelling.replies[-1])

    assert "Return **R1004** of order 8120034500010004: Lamp" in question["text"]
    assert "€12.50" in question["text"]
    assert "You can ask for a return of these items again until **Monday 30 November**." in question["text"]
    assert question["text"].endswith("“How can I cancel my return request?”_")
    assert [button["title"] for button in question["buttons"]] == ["Yes, cancel R1004", "No, keep it"]
    assert EventType.CANCELLED not in events(own, "R1004")


def test_yes_cancels_it(own: Desk, cancelling: Doing):
    assert cancelling.answer("yes", "affirm").startswith("Done. Return **R1004** is cancelled.")
    assert events(own, "R1004")[-1] is EventType.CANCELLED


def test_the_button_cancels_it_and_a_second_tap_changes_nothing(own: Desk, cancelling: Doing):
    key = cancelling.key

    assert cancelling.press("/affirm", offer_key=key).startswith("Done.")
    again = own.ask("action_accept_offer", "affirm", said="/affirm", offer_key=key, slots=cancelling.slots)
    assert "is cancelled already. I did it once" in again
    assert events(own, "R1004").count(EventType.CANCELLED) == 1


def test_two_confirmations_that_overlap_cancel_once(own: Desk, cancelling: Doing):
    cancelling.slots["confirmed"] = cancelling.key

    said = [own.say(Doing(own, cancelling.form, dict(cancelling.slots)).finish()) for _ in range(2)]

    assert said[0][0].startswith("Done.")
    assert "cancelled already" in said[1][0]
    assert events(own, "R1004").count(EventType.CANCELLED) == 1


@pytest.mark.parametrize("words", ["no", "No thanks", "don't", "nope, keep it", "no, leave it as it is"])
def test_no_leaves_it(own: Desk, cancelling: Doing, words: str):
    assert cancelling.answer(words, "ask_cancel_return") == "All right, I'll leave it. Nothing was sent or changed."
    assert EventType.CANCELLED not in events(own, "R1004")


@pytest.mark.parametrize("words", ["yes, cancel it", "Ok", "go ahead please", "sure thing", "please do"])
def test_a_yes_is_understood_whatever_it_was_taken_for(cancelling: Doing, words: str):
    assert cancelling.answer(words, "ask_cancel_return").startswith("Done.")


@pytest.mark.parametrize(
    "words", ["yes but what happens then?", "ok wait", "yes, but not this one", "sure, is it free?"]
)
def test_a_yes_with_a_but_or_a_question_is_none(own: Desk, cancelling: Doing, words: str):
    assert not cancelling.answer(words, "affirm").startswith("Done.")
    assert EventType.CANCELLED not in events(own, "R1004")


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("How long does a refund take?", "ask_refund_time"),
        ("I want a person", "talk_to_person"),
        ("what about my other things?", "nlu_fallback"),
    ],
)
def test_what_is_no_answer_is_left_to_the_rules(cancelling: Doing, words: str, intent: str):
    assert cancelling.answer(words, intent) == ""


def test_an_old_button_confirms_nothing_once_the_return_is_another(own: Desk, cancelling: Doing):
    key = cancelling.key
    assert "R1005" in cancelling.answer("no, R1005", "deny", number="R1005", told_now=frozenset({"customer_number"}))

    said = cancelling.press("/affirm", offer_key=key)

    assert said.startswith("Something is different now, so I have done nothing.")
    assert "Return **R1005**" in said
    assert EventType.CANCELLED not in [*events(own, "R1004"), *events(own, "R1005")]


def test_another_return_that_can_not_be_cancelled_is_refused_at_once(cancelling: Doing):
    said = cancelling.answer("no, R1001", "deny", number="R1001", told_now=frozenset({"customer_number"}))

    assert said.startswith("You can't cancel return **R1001** yourself any more")
    assert "Return **R1004**" in said


def test_somebody_elses_return_is_not_found(cancelling: Doing):
    said = cancelling.answer("no, R2002", "deny", number="R2002", told_now=frozenset({"customer_number"}))

    assert said.startswith("I can't find **R2002**")
    assert "Return **R1004**" in said


def test_a_button_of_a_conversation_confirms_nothing_in_another(own: Desk, cancelling: Doing):
    other = replace(own, session="another").verified("ben")

    said = other.ask("action_accept_offer", "affirm", said="/affirm", offer_key=cancelling.key)

    assert said.startswith("That question is no longer open")
    assert EventType.CANCELLED not in events(own, "R1004")


def test_slots_that_somebody_wrote_cancel_nothing(own: Desk):
    stranger = replace(own, session="stranger")
    forged = {
        "doing": {"form": "cancel_return_form", "about": "R1004", "begun": ""},
        "asked_offer": "key",
        "confirmed": "key",
    }

    assert stranger.ask("action_cancel_return", "affirm", slots=forged).startswith("It has been a while")
    assert own.ask("action_cancel_return", "affirm", slots=forged).startswith("Something has changed in the meantime")
    for held in ("R1004", {"about": 1, "form": 2}, None, ["R1004"]):
        own.ask("action_cancel_return", "affirm", slots={**forged, "doing": held})
    assert EventType.CANCELLED not in events(own, "R1004")


def test_a_return_of_somebody_else_is_not_begun(own: Desk):
    reply = Doing(own, "cancel_return_form").begin(number="R2002")

    assert reply.form == "identity_form"
    assert "R2002" in own.say(reply)[0]


def test_a_parcel_that_left_between_question_and_yes_is_not_cancelled(own: Desk, cancelling: Doing):
    own.services.store.append_event("R1004", ReturnEvent(EventType.CARRIER_SCAN, NOW))

    assert cancelling.answer("yes", "affirm").startswith("You can't cancel return **R1004** yourself any more")
    assert EventType.CANCELLED not in events(own, "R1004")


def test_what_the_customer_says_was_sent_is_not_cancelled(own: Desk, cancelling: Doing):
    told = Written(ChangeKind.REPORT_DROP_OFF, claim=DropOffClaim(NOW, None), about="R1004")
    own.services.store.doing_of_session(own.session, own.now).perform("hand-in", lambda held: told)

    assert cancelling.answer("yes", "affirm").startswith(
        "You told me that you handed in the parcel of return **R1004**"
    )
    assert "can't cancel yourself" in own.ask("action_cancel_or_change", "ask_cancel_return", number="R1004")
    assert "can't be changed" in own.ask("action_cancel_or_change", "ask_amend_return", number="R1004")
    assert EventType.CANCELLED not in events(own, "R1004")


def test_a_proof_that_ran_out_in_the_middle_is_asked_for_again(own: Desk, cancelling: Doing):
    later = own.at(NOW + timedelta(hours=2))

    said = Doing(later, cancelling.form, cancelling.slots).answer("yes", "affirm")
    ended = Doing(later, cancelling.form, {**cancelling.slots, "confirmed": None}).finish()

    assert said.startswith("It has been a while, so I have to check again that it's you. Nothing was changed.")
    assert (ended.form, ended.slots["topic"], ended.slots["customer_number"]) == (
        "identity_form",
        "button_cancel_return",
        "R1004",
    )
    assert EventType.CANCELLED not in events(own, "R1004")


def test_a_proof_that_ran_out_with_the_yes_does_nothing_either(own: Desk, cancelling: Doing):
    cancelling.slots["confirmed"] = cancelling.key

    reply = Doing(own.at(NOW + timedelta(hours=2)), cancelling.form, cancelling.slots).finish()

    assert reply.form == "identity_form"
    assert EventType.CANCELLED not in events(own, "R1004")


def test_a_store_that_is_down_is_owned_up_to(own: Desk, cancelling: Doing):
    down = own.without_store()
    cancelling.slots["confirmed"] = cancelling.key

    assert down.say(Doing(down, cancelling.form, cancelling.slots).finish())[0].startswith("Our records don't answer")


def test_where_nothing_is_open_a_form_reads_nothing_as_its_answer(own: Desk):
    said = Doing(own, "cancel_return_form").answer("yes", "affirm")

    assert said == "All right, I'll leave it. Nothing was sent or changed."


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("and which tracking number, please?", "no tracking number"),
        ("how much would I get for the lamp", "**€12.50**"),
        ("and on the 2nd of December?", "too late"),
        ("can I do it later?", "you can apply again"),
    ],
)
def test_what_is_asked_beside_the_question_is_answered(own: Desk, cancelling: Doing, said: str, told: str):
    day = SaidDate("2 December", own.now, ASKED) if "December" in said else None

    assert told in cancelling.answer(said, "ask_return_window", asked_day=day)
    assert EventType.CANCELLED not in events(own, "R1004")


def asked_with(own: Desk, response: str) -> Reply:
    """The question as it is put behind an answer that put it by this response."""
    doing = Doing(own, "cancel_return_form")
    doing.begin(number="R1004")
    said = {"event": "bot", "text": "Shall I cancel return **R1004**?", "metadata": {"utter_action": response}}
    before = ({"event": "user"}, said, {"event": "user"})
    return own.reply("action_ask_cancel_return_form_confirmed", "ask_packaging", slots=doing.slots, events=before)


def test_who_moves_on_is_asked_once_more_and_then_told_that_nothing_was_cancelled(own: Desk):
    again = asked_with(own, "utter_confirm_cancel")
    left = asked_with(own, "utter_confirm_cancel_again")

    assert own.say(again) == ["Shall I cancel return **R1004**?"]
    assert left.utterances == ()
    assert left.slots["requested_slot"] is None
    doing = Doing(own, "cancel_return_form")
    doing.begin(number="R1004")
    ended = own.ask("action_cancel_return", "ask_packaging", slots={**doing.slots, **left.slots})
    assert ended.startswith("I have not cancelled return **R1004**.")
    assert EventType.CANCELLED not in events(own, "R1004")
