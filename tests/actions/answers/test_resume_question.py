"""The question that waited for the customer's details is answered."""

from __future__ import annotations

import pytest
from custom_desk import Desk

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


def test_a_stage_that_is_over_gets_the_rule_also_when_resumed(desk: Desk):
    said = desk.verified("ana").say(desk.reply(ACTION, "give_details", topic="ask_ship_by", number="R1007"))

    assert "is not waiting for that now" in said[0]
    assert "**within 5 days**" in said[1]


def test_the_day_told_with_the_question_is_used_when_the_details_come(desk: Desk):
    said = desk.verified("ana").ask(
        ACTION, "give_details", topic="report_not_marked_returned", number="R1005", date="last Friday"
    )

    assert "after you handed it in on Friday 9 October" in said
