"""The question that waited for the customer's details is answered."""

from __future__ import annotations

from typing import Any

import pytest
from custom_desk import Desk
from custom_shop import NOW, order_number

from actions.dialogue.turn import SaidDate

ACTION = "action_resume_question"


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("ask_return_status", "You handed in your return **R3001** on Wednesday 7 October."),
        ("ask_deadlines", "The page should have shown your hand-in by Friday 9 October."),
        ("report_not_marked_returned", "Now is the time to get help."),
        ("report_parcel_lost", "Now is the time to get help."),
        ("ask_refund_time", "has not started yet"),
        ("ask_cancel_return", "yourself any more, because the parcel has been sent"),
        ("ask_amend_return", "can't be changed any more"),
        ("ask_return_fee", "has been used by return **R3001**"),
        ("ask_return_window", "until **Monday 30 November**"),
        ("ask_my_returns", "• **R3001**, Kite: handed in"),
    ],
)
def test_each_waiting_topic_gets_its_own_answer_without_the_rule(desk: Desk, topic: str, words: str):
    said = desk.say(desk.reply(ACTION, "give_details", topic=topic, number="R3001", email="carl@example.com"))

    assert len(said) == 1
    assert words in said[0]


@pytest.mark.parametrize("topic", [None, "", "ask_the_moon"])
def test_details_without_a_known_question_ask_where_the_return_stands(desk: Desk, topic: str | None):
    reply = desk.reply(ACTION, "give_details", topic=topic, number="R3001", email="carl@example.com")

    assert "You handed in your return **R3001**" in desk.say(reply)[0]
    assert reply.slots["topic"] == "ask_return_status"


def test_a_corrected_number_is_answered_for_a_verified_customer(desk: Desk):
    said = desk.verified("ana").ask(ACTION, "give_details", topic="ask_refund_time", number="R1010")

    assert "for return **R1010** was sent on Tuesday 6 October" in said


def test_a_stage_to_come_gets_the_rule_also_when_resumed(desk: Desk):
    said = desk.verified("ana").say(desk.reply(ACTION, "give_details", topic="ask_ship_by", number="R1003"))

    assert "The seller answered" in said[0]
    assert "**within 5 days**" in said[1]


def test_the_day_told_with_the_question_is_used_when_the_details_come(desk: Desk):
    said = desk.verified("ana").ask(
        ACTION, "give_details", topic="report_not_marked_returned", number="R1005", date="last Friday"
    )

    assert "after you handed it in on Friday 9 October" in said


THINGS = {
    "of": "ana",
    "things": [{"number": "R1001", "title": "Desk lamp"}, {"number": "R1011", "title": "Lamp 10011"}],
}


@pytest.mark.parametrize("said", ["no, the other one", "the jacket", "not that one"])
def test_what_points_elsewhere_is_asked_about_and_not_answered_for_the_one_in_hand(desk: Desk, said: str):
    text = desk.verified("ana").ask(
        ACTION, "give_details", said=said, number="R1001", topic="ask_refund_time", slots={"belongings": THINGS}
    )

    assert "Which one do you mean?" in text


@pytest.mark.parametrize("said", ["that one", "it is the same one"])
def test_that_one_is_the_one_in_hand(desk: Desk, said: str):
    text = desk.verified("ana").ask(
        ACTION, "give_details", said=said, number="R1001", topic="ask_refund_time", slots={"belongings": THINGS}
    )

    assert "for return **R1001**" in text


def test_a_question_names_its_thing_by_the_title(desk: Desk):
    text = desk.verified("ana").ask(
        *("action_refund", "ask_refund_time"),
        said="when is the money for the desk lamp due?",
        number="R1011",
        slots={"belongings": THINGS},
    )

    assert "for return **R1001**" in text


def test_several_numbers_are_answered_one_after_the_other(desk: Desk):
    said = desk.verified("ana").say(
        desk.reply("action_refund", "ask_refund_time", number="R1011", numbers=("R1001", "R1011"))
    )

    assert ["R1001" in said[0], "R1011" in said[1], len(said)] == [True, True, 2]


def test_several_numbers_with_a_wrong_address_are_one_try(desk: Desk):
    reply = desk.reply(
        "action_refund", "ask_refund_time", numbers=("R1001", "R1011"), number="R1011", email="no@example.com"
    )

    assert desk.refusals() == 1
    assert reply.slots["customer_number"] == ["R1001", "R1011"]


@pytest.mark.parametrize(
    ("said", "number", "first"),
    [
        ("how long does a refund take in general?", "R1001", "The refund usually takes **3 to 20 business days**"),
        ("how long does a refund take?", order_number(10090), "The refund usually takes **3 to 20 business days**"),
    ],
)
def test_the_rule_stays_reachable_with_the_personal_fact_beside_it(desk: Desk, said: str, number: str, first: str):
    texts = desk.verified("ana").say(desk.reply("action_refund", "ask_refund_time", said=said, number=number))

    assert texts[0].startswith(first)
    assert f"**{number}**" in texts[1]


def test_a_question_about_the_return_in_hand_gets_no_rule_beside_it(desk: Desk):
    reply = desk.verified("ana").reply("action_refund", "ask_refund_time", said="when is my money due?", number="R1001")

    assert len(reply.utterances) == 1


MONDAY = {"date": SaidDate("Monday", NOW), "asked_day": SaidDate("Monday", NOW, "asked")}
DETAILS = {"number": "R1005", "email": "ana@example.com", "told_now": frozenset({"customer_number", "email"})}


@pytest.mark.parametrize("topic", [None, "ask_return_status", "report_not_marked_returned"])
def test_the_day_of_a_hand_in_beside_the_details_is_taken(desk: Desk, topic: str | None):
    said = desk.say(desk.reply(ACTION, "give_details", topic=topic, **DETAILS, **MONDAY))

    # Monday 12 October is a holiday in Spain: Tuesday 13, Wednesday 14.
    assert len(said) == 1
    assert "by **Wednesday 14 October**, 2 working days after you handed it in on Monday 12 October" in said[0]


def test_a_question_that_waits_is_answered_beside_it(desk: Desk):
    told, asked = desk.say(desk.reply(ACTION, "give_details", topic="ask_refund_time", **DETAILS, **MONDAY))

    assert "handed it in on Monday 12 October" in told
    assert "has not started yet" in asked


def test_a_question_about_another_day_keeps_it(desk: Desk):
    said = desk.ask(ACTION, "give_details", topic="ask_return_window", **DETAILS, **MONDAY)

    assert "handed" not in said


def test_a_day_alone_corrects_the_hand_in_behind_another_answer(desk: Desk):
    said = desk.verified("ana").ask(ACTION, "give_details", topic="ask_refund_time", number="R1005", **MONDAY)

    assert "handed it in on Monday 12 October" in said


@pytest.mark.parametrize(
    "said",
    [
        "{}: I need to send both the iPhone case and the floor lamp of mine back",
        "return request for {}",
        "please initiate the return of {}",
        "{}, to send back the case, not the mugs",
        "order {}, return the floor lamp",
    ],
)
def test_an_order_with_a_wish_to_return_begins(own_desk: Desk, said: str):
    number = order_number(98001)
    reply = own_desk.verified("nell").reply(
        ACTION, "give_details", said=said.format(number), number=number, told_now=frozenset({"customer_number"})
    )

    assert reply.form == "start_return_form"


def asked_before(text: str, intent: str) -> tuple[dict[str, Any], ...]:
    """A question, a greeting behind it, and the message that brings the details."""
    return (
        {"event": "user", "text": text, "parse_data": {"intent": {"name": intent}}},
        {"event": "user", "text": "good evening", "parse_data": {"intent": {"name": "greet"}}},
        {"event": "user", "text": "R3001", "parse_data": {"intent": {"name": "give_details"}}},
    )


@pytest.mark.parametrize("text", ["and my refund, where is it", "WHERES MY CASH", "no payment has reached me"])
def test_a_question_for_the_money_that_waited_is_answered_with_the_money(desk: Desk, text: str):
    events = asked_before(text, "ask_return_status")
    details = {"number": "R3001", "email": "carl@example.com", "events": events}
    said = desk.say(desk.reply(ACTION, "give_details", topic="ask_return_status", **details))

    assert "for return **R3001** has not started yet" in said[0]


def test_a_question_for_the_parcel_that_waited_is_answered_with_the_status(desk: Desk):
    events = asked_before("where is my parcel", "ask_return_status")
    details = {"number": "R3001", "email": "carl@example.com", "events": events}
    said = desk.say(desk.reply(ACTION, "give_details", topic="ask_return_status", **details))

    assert said[0].startswith("You handed in your return **R3001**")


OFFERED = f"button_start_return {order_number(80001)}"


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ("the speaker as well", "Speaker"),
        ("everything except the jacket", "Vase, Phone case, Speaker"),
        ("only the jacket", "Jacket"),
    ],
)
def test_a_choice_among_what_was_offered_begins_with_it(own_desk: Desk, said: str, taken: str):
    hana = own_desk.verified("hana")
    reply = hana.reply(ACTION, "give_details", topic="ask_return_window", said=said, offer=OFFERED)

    assert reply.form == "start_return_form"
    assert f"this is to go back: **{taken}**" in "\n".join(hana.say(reply))


def test_a_question_about_what_was_offered_begins_nothing(own_desk: Desk):
    hana = own_desk.verified("hana")

    assert not hana.reply(ACTION, "give_details", topic="ask_return_window", said="the jacket too?", offer=OFFERED).form


def test_a_number_put_right_carries_on_the_wish(own_desk: Desk):
    wish = {
        "event": "user",
        "text": "I want to return the jacket",
        "parse_data": {"intent": {"name": "ask_how_to_return"}},
    }
    said = f"sorry, that was the wrong number, {order_number(80001)}"
    now = {"event": "user", "text": said, "parse_data": {"intent": {"name": "give_details"}}}
    reply = own_desk.verified("hana").reply(
        ACTION,
        "give_details",
        topic="ask_return_window",
        said=said,
        number=order_number(80001),
        told_now=frozenset({"customer_number"}),
        events=(wish, now),
    )

    assert reply.form == "start_return_form"
    assert "return_reason" not in {name for name, value in reply.slots.items() if value}


def test_several_questions_that_waited_are_all_answered_in_their_order(desk: Desk):
    texts = ["when is it checked", "when is the money there"]
    parsed = {
        "intent": {"name": "message_several_questions"},
        "questions": ["ask_inspection_time", "ask_refund_time"],
        "question_texts": texts,
    }
    asked = {"event": "user", "text": " and ".join(texts), "parse_data": parsed}
    details: dict[str, Any] = {"number": "R3001", "email": "carl@example.com", "told_now": frozenset({"email"})}
    reply = desk.reply(ACTION, "give_details", topic="ask_inspection_time", events=(asked,), **details)
    alone = desk.reply("action_refund", "ask_refund_time", number="R3001", said=texts[1])

    said = desk.say(reply)
    assert len(said) > 1
    assert said[-1] == desk.say(alone)[-1]


def test_questions_that_waited_are_not_answered_to_whoever_is_refused(desk: Desk):
    parsed = {
        "intent": {"name": "message_several_questions"},
        "questions": ["ask_refund_time", "ask_cancel_return"],
        "question_texts": ["when", "can I cancel"],
    }
    details: dict[str, Any] = {"number": "R3001", "email": "ana@example.com", "told_now": frozenset({"email"})}
    events = ({"event": "user", "parse_data": parsed},)
    reply = desk.reply(ACTION, "give_details", topic="ask_refund_time", events=events, **details)

    assert [each.response for each in reply.utterances] == ["utter_identity_refused"]
    assert desk.refusals() == 1
