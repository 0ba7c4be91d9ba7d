"""A draft ends with every way of saying so, and is sent by no later word."""

from __future__ import annotations

import pytest
from custom_desk import Desk
from custom_shop import NOW, order_number
from form_desk import Doing
from form_replies import answered

from policy.model import EventType

#: What a draft is made of.
DRAFTED = ("return_items", "return_amount", "return_reason", "return_description", "confirmed")
STOPPED = "All right, I'll leave it. Nothing was sent or changed."
WAYS_OUT = [
    "scrap that",
    "Nah, scrap the whole thing",
    "forget it",
    "ok forget about it then",
    "never mind",
    "oh nevermind, I'll manage",
    "nvm",
    "leave it",
    "leave it as it is",
    "let's leave it at that",
    "drop it",
    "no, drop the whole idea please",
    "nah actually bin it",
    "stop",
    "STOP",
    "stop, please!",
    "quit",
    "can we stop this",
    "call the whole thing off",
    "I don't want to go on",
    "u know what i dont want to return it anymore",
    "please don't send it",
    "on second thoughts, do not send anything",
    "back out",
    "I give up",
    "maybe later",
    "let's do it another time",
]
OF_THE_REQUEST = ["cancel that return", "cancel that", "can you cancel it", "withdraw the request", "I'll keep them"]
CHANGED = ["I changed my mind", "changed my mind", "no, I've had a change of heart"]


@pytest.fixture
def own(own_desk: Desk) -> Desk:
    """A desk with a shop of its own, in which Hana has proven who she is."""
    return own_desk.verified("hana")


@pytest.fixture
def asking(own: Desk) -> Doing:
    """A return is being asked for; the last question was asked."""
    form = Doing(own, "start_return_form")
    form.begin(number=order_number(80001))
    answered(form, "the speaker")
    assert form.requested == "confirmed"
    return form


def sent(desk: Desk) -> int:
    return len(desk.services.store.of_session(desk.session, desk.now).returns())


@pytest.mark.parametrize("words", [*WAYS_OUT, *OF_THE_REQUEST, *CHANGED])
@pytest.mark.parametrize("taken_for", ["nlu_fallback", "ask_cancel_return"])
def test_at_the_last_question_it_ends_and_a_later_yes_sends_nothing(
    own: Desk, asking: Doing, words: str, taken_for: str
):
    before, key = sent(own), asking.key

    assert asking.answer(words, taken_for) == STOPPED
    assert own.ask("action_accept_offer", "affirm", slots=asking.slots).startswith("Good. What would you like to know")
    assert "no longer open" in own.ask("action_accept_offer", "affirm", said="/affirm", offer_key=key)
    assert sent(own) == before


@pytest.mark.parametrize("slot", ["return_reason", "return_amount", "return_service", "return_description"])
@pytest.mark.parametrize("words", [*WAYS_OUT, *OF_THE_REQUEST])
def test_at_any_other_question_as_well(asking: Doing, slot: str, words: str):
    asking.slots = {**asking.slots, slot: None, "confirmed": None}
    assert asking.requested == slot

    assert asking.answer(words) == STOPPED


@pytest.mark.parametrize("form", ["cancel_return_form", "drop_off_form", "amend_return_form"])
@pytest.mark.parametrize("words", WAYS_OUT)
def test_in_every_other_form_as_well(own_desk: Desk, form: str, words: str):
    desk = own_desk.verified("ana")
    doing = Doing(desk, form)
    doing.begin(number="R1004")

    assert doing.answer(words) == STOPPED
    assert EventType.CANCELLED not in [
        event.type for event in desk.services.store.of_session(desk.session, NOW).return_request("R1004").events
    ]


def test_a_changed_mind_is_a_reason_where_one_is_asked_for(asking: Doing):
    asking.slots = {**asking.slots, "return_reason": None, "confirmed": None}

    asking.answer("I changed my mind", "stop")

    assert asking.slots["return_reason"] == "not_wanted"


@pytest.mark.parametrize(
    "words",
    [
        "it stopped working after two days, where the cable goes in",
        "it stopped working",
        "When I plug it in it hums",
        "What arrived was a different colour",
        "which is not what I ordered",
        "where the cable goes in it is loose",
        "does not turn on any more",
        "is the wrong colour",
        "Doesn't charge, and the lid won't close",
        "can not be opened without force",
        "how it is sewn is really poor",
        "I changed my mind about the colour",
        "It broke again and again",
        "never mind the box, but the glass was cracked when we got it",
        "I had to leave it with the door open because it smells so badly of glue",
        "left speaker is quiet, forget it as a present for anybody who likes music",
    ],
)
@pytest.mark.parametrize("taken_for", ["stop", "out_of_scope", "report_parcel_lost", "explain_why", "nlu_fallback"])
def test_a_description_is_never_taken_for_a_question_or_a_way_out(asking: Doing, words: str, taken_for: str):
    asking.slots = {**asking.slots, "return_description": None, "confirmed": None}

    asking.answer(words, taken_for)

    assert asking.slots["return_description"] == words


@pytest.mark.parametrize(
    "words",
    [
        "How long will the refund take?",
        "how long will that take",
        "wait, how much do i get back for that",
        "And what happens if the parcel gets lost on the way?",
        "hang on, when do I have to bring it to the post office",
        "can i add a photo here",
        "who pays for the label?",
        "It came with a crack. Is that my fault?",
        "what's the label for",
        "Do I need the box?",
        "the money, when will it be there?",
    ],
)
@pytest.mark.parametrize("taken_for", ["ask_refund_time", "how_long", "nlu_fallback", "out_of_scope"])
def test_a_question_is_never_taken_for_the_description(asking: Doing, words: str, taken_for: str):
    asking.slots = {**asking.slots, "return_description": None, "confirmed": None}

    before = dict(asking.slots)
    asking.answer(words, taken_for)

    assert {name: asking.slots.get(name) for name in DRAFTED} == {name: before.get(name) for name in DRAFTED}
    assert asking.requested == "return_description"


def test_a_question_is_never_taken_for_a_reason(asking: Doing):
    asking.slots = {**asking.slots, "return_reason": None, "confirmed": None}

    assert asking.answer("does it matter if the box is damaged?", "nlu_fallback") == ""
    assert asking.requested == "return_reason"


@pytest.mark.parametrize("slot", ["return_items", "return_reason", "return_description", "confirmed"])
def test_a_picture_answers_nothing(asking: Doing, slot: str):
    asking.slots = {**asking.slots, slot: None, "confirmed": None}

    assert asking.answer("", "message_attachment") == ""


@pytest.mark.parametrize("words", ["cancel it", "yes, cancel that return", "ok cancel it please", "Cancel the return"])
def test_where_cancelling_is_asked_about_to_cancel_is_a_yes(own_desk: Desk, words: str):
    doing = Doing(own_desk.verified("ana"), "cancel_return_form")
    doing.begin(number="R1004")

    assert doing.answer(words, "ask_cancel_return").startswith("Done. Return **R1004** is cancelled.")


@pytest.mark.parametrize(
    ("slot", "words"),
    [
        ("return_items", "drop it off? no, the speaker please"),
        ("return_items", "leave out the jacket, just the speaker"),
        ("return_reason", "it does not stop leaking"),
    ],
)
def test_words_that_only_sound_like_a_way_out_are_none(asking: Doing, slot: str, words: str):
    asking.slots = {**asking.slots, slot: None, "confirmed": None}

    assert not asking.answer(words).endswith(STOPPED)


def test_another_day_after_scrap_that_is_a_correction(own_desk: Desk):
    doing = Doing(own_desk.verified("ana"), "drop_off_form")
    doing.begin(number="R1004", date="today")
    doing.press("/button_choose", choice="none")

    # The 12th was a Monday.
    assert "on **Monday 12 October**" in doing.answer("scrap that, it was yesterday", "stop", date="yesterday")


@pytest.mark.parametrize(
    ("words", "ends"), [("STOP", True), ("Please stop.", True), ("cancel", False), ("forget it", False)]
)
def test_a_bare_stop_ends_the_draft_and_reminders_and_says_both(own_desk: Desk, words: str, ends: bool):
    desk = own_desk.verified("ana")
    wishes = desk.services.reminding.wishes
    wishes.turn_on(desk.session, "ana", [("R1005", "")], NOW)
    doing = Doing(desk, "drop_off_form")
    doing.begin(number="R1004")

    said = doing.answer(words, "stop")

    assert said.startswith(STOPPED)
    assert ("remind" in said) is ends
    assert wishes.any_on(desk.session) is not ends


@pytest.mark.parametrize(
    "offer", ["ticket", "button_cancel_return", "button_start_return", "button_report_drop_off 2026-10-12"]
)
@pytest.mark.parametrize(("action", "intent"), [("action_stop", "stop"), ("action_decline", "deny")])
def test_an_offer_to_do_something_that_is_left_says_that_nothing_was_sent(
    desk: Desk, offer: str, action: str, intent: str
):
    reply = desk.reply(action, intent, offer=offer, said="scrap that")

    assert desk.say(reply)[0].startswith("All right, I'll leave it. Nothing was sent or changed.")
    assert reply.slots["offer"] is None


@pytest.mark.parametrize(
    "words", ["hm, I guess I'll wait until next month", "ok then I'd rather wait. what must I do now?"]
)
def test_who_waits_sends_nothing(asking: Doing, words: str):
    asking.slots = {**asking.slots, "return_reason": None, "confirmed": None}

    assert asking.answer(words) == STOPPED


@pytest.mark.parametrize(
    "words", ["if I wait, is it free again?", "I'll wait for the label", "I had to wait for weeks"]
)
def test_to_speak_of_waiting_is_no_way_out(asking: Doing, words: str):
    asking.slots = {**asking.slots, "return_amount": None, "confirmed": None}

    assert STOPPED not in asking.answer(words)
