"""Questions of an amount that go on about the money."""

from __future__ import annotations

import pytest
from custom_desk import Desk

from actions.answers.which_amount import AMOUNT, AmountFirst, asks_which_amount


@pytest.mark.parametrize("said", ["12 or 17?", "so is that €12.50 or €17?", "in full?", "the whole sum then?"])
@pytest.mark.parametrize("topic", ["ask_refund_time", "ask_refund_amount"])
def test_behind_an_answer_about_money_a_number_is_one_of_money(desk: Desk, said: str, topic: str):
    turn = desk.verified("ana").turn("ask_return_window", said=said, topic=topic, number="R1001")

    assert asks_which_amount(turn)


@pytest.mark.parametrize("said", ["30 or 15 days?", "is it 2 or 3 items?", "when?", "I bought it in full daylight"])
def test_other_numbers_are_none_of_money(desk: Desk, said: str):
    turn = desk.verified("ana").turn("ask_return_window", said=said, topic="ask_refund_time", number="R1001")

    assert not asks_which_amount(turn)


def test_behind_an_answer_about_days_a_number_is_one_of_days(desk: Desk):
    turn = desk.verified("ana").turn("ask_return_window", said="30 or 15?", topic="ask_return_window", number="R1001")

    assert not asks_which_amount(turn)


def test_what_is_understood_as_a_question_of_days_is_answered_with_the_amount(desk: Desk):
    action = desk.action("action_return_window")
    turn = desk.verified("ana").turn("ask_return_window", said="12 or 17?", topic="ask_refund_time", number="R1001")

    assert isinstance(action, AmountFirst)
    assert "Desk lamp: €12.50" in desk.say(action.respond(turn))[0]
    assert AMOUNT in action.respond(turn).slots.values()
