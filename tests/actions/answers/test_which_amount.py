"""Questions of an amount that go on about the money."""

from __future__ import annotations

import pytest
from custom_desk import Desk

from actions.answers.which_amount import AMOUNT, asks_amount, asks_which_amount, tells_less


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

    assert "Desk lamp: €12.50" in desk.say(action.respond(turn))[0]
    assert AMOUNT in action.respond(turn).slots.values()


@pytest.mark.parametrize(
    "said",
    [
        "how much do I get for it?",
        "what sum is due to me",
        "how many euros am I getting back",
        "how much money is coming",
    ],
)
def test_how_much_comes_back_asks_for_an_amount(said: str):
    assert asks_amount(said)


@pytest.mark.parametrize(
    "said",
    [
        "how much longer till it is back?",
        "how much does it cost to send it back",
        "how much time do I get",
        "is it back?",
    ],
)
def test_a_time_or_a_price_is_no_amount_that_comes_back(said: str):
    assert not asks_amount(said)


@pytest.mark.parametrize("said", ["just 12 came", "only €12,50 is on my card", "I got 12.50, no wait, only 12 arrived"])
def test_that_less_has_come_is_about_the_amount(said: str):
    assert tells_less(said)


@pytest.mark.parametrize(
    "said", ["only 3 days and it came", "just 2 items arrived", "only 12?", "12 came", "it only came today"]
)
def test_other_counts_are_no_smaller_amount(said: str):
    assert not tells_less(said)


@pytest.mark.parametrize(
    ("action", "intent"),
    [
        ("action_return_status", "ask_return_status"),
        ("action_resume_question", "give_details"),
        ("action_return_window", "ask_return_window"),
    ],
)
def test_an_amount_asked_for_with_number_and_address_is_told_with_state_and_day(desk: Desk, action: str, intent: str):
    told = frozenset({"customer_number", "email"})
    said = {
        "number": "R1007",
        "email": "ana@example.com",
        "told_now": told,
        "said": "what amount will I get for R1007?",
    }
    amount, state = desk.say(desk.reply(action, intent, **said))

    assert "The refund for return **R1007** is **€12.50**" in amount
    assert "should reach you between **Monday 19 October** and **Wednesday 11 November**" in state


@pytest.mark.parametrize("number", ["R1011", "R1010"])
def test_less_than_was_told_is_a_matter_of_the_refund_and_a_person(desk: Desk, number: str):
    before = {"topic": "ask_refund_amount", "number": number, "said": "only 8 ever came"}
    reply = desk.verified("ana").reply("action_rule_for_own", "report_order_not_arrived", **before)

    amount, _, doubt = desk.say(reply)
    assert "€12.50" in amount
    assert "please ask your bank or payment service first" in doubt
    assert reply.slots["offer"] == "person"


def test_what_the_amount_was_is_told_again_and_not_the_answer_before(desk: Desk):
    before = {"topic": "ask_track_refund", "number": "R1007", "said": "sorry, how much was that?"}
    amount, _ = desk.say(desk.verified("ana").reply("action_follow_up", "repeat_answer", **before))

    assert "The refund for return **R1007** is **€12.50**" in amount


def test_an_order_that_has_not_come_is_none_of_money(desk: Desk):
    (said,) = desk.say(desk.reply("action_rule_for_own", "report_order_not_arrived", said="it never came"))

    assert said.startswith("I can only help with returns")
