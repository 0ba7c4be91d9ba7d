"""A rule for everybody, behind what is known of the return or order that a message proves or names."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from custom_desk import Desk
from custom_shop import order_number

ACTION = "action_rule_for_own"
NO_REASON = "The records that I have don't say why."


def proof(number: str, customer: str, said: str) -> dict[str, Any]:
    """A message that brings the number and the address with its question."""
    told = frozenset({"customer_number", "email"})
    return {"number": number, "email": f"{customer}@example.com", "told_now": told, "said": said}


def test_who_proves_whose_return_failed_the_check_hears_what_happened_and_that_no_reason_is_recorded(desk: Desk):
    reply = desk.reply(ACTION, "ask_failed_inspection", **proof("R1009", "ana", "it was fine when it left me"))

    state, reason, rule = desk.say(reply)
    assert "**R1009** did not pass the check at the warehouse on Monday 12 October" in state
    assert reason == NO_REASON
    assert "whether it is undamaged and fits the description" in rule
    assert desk.buttons(reply) == [("Talk to a person", "/talk_to_person")]
    assert reply.slots["offer"] == "person"


@pytest.mark.parametrize("said", ["I want my money for R1001 back", "refund me for R1001"])
def test_whoever_names_a_return_is_not_told_to_ask_for_one(desk: Desk, said: str):
    named = frozenset({"customer_number"})
    reply = desk.reply(ACTION, "ask_get_refund", number="R1001", told_now=named, said=said)
    of_order = desk.reply(ACTION, "ask_get_refund", number=order_number("R1001"), told_now=named, said=said)

    assert (desk.say(reply), reply.form) == ([], "identity_form")
    assert "ask for a return" in desk.say(of_order)[0]


def test_a_return_that_was_declined_unseen_is_told_of_a_decision_and_of_no_inspection(desk: Desk):
    state, reason, rule = desk.say(
        desk.reply(ACTION, "ask_failed_inspection", **proof("R1013", "ana", "what did they find wrong with it"))
    )

    assert "**R1013** was declined on Thursday 8 October" in state
    assert reason == NO_REASON
    assert "the platform steps in" in rule
    assert "undamaged" not in rule


@pytest.mark.parametrize(
    ("intent", "number", "own", "behind"),
    [
        ("ask_dispute", "R1013", "**R1013** was declined on Thursday 8 October", "the platform steps in"),
        ("ask_failed_inspection", "R1007", "**R1007** arrived at the warehouse", "If all is in order"),
        ("ask_label_missing", "R1003", "The seller answered about your return **R1003**", "can be downloaded"),
    ],
)
def test_what_is_proven_with_the_question_is_answered_before_the_rule(
    desk: Desk, intent: str, number: str, own: str, behind: str
):
    first, *others = desk.say(desk.reply(ACTION, intent, **proof(number, "ana", "what about this")))

    assert own in first
    assert behind in others[-1]
    assert NO_REASON not in others


def test_money_back_for_a_return_is_what_its_refund_is(desk: Desk):
    (said,) = desk.say(desk.reply(ACTION, "ask_get_refund", **proof("R1011", "ana", "I want what I paid for it")))

    assert "has arrived. It went back to your card" in said


@pytest.mark.parametrize("intent", ["ask_get_refund", "report_item_problem"])
def test_where_the_window_is_closed_its_day_is_told_and_nothing_begins(desk: Desk, intent: str):
    # Placed in Amsterdam on Wednesday 15 July: 90 days later is Tuesday 13 October.
    later = desk.at(datetime(2026, 10, 20, 10, tzinfo=timezone.utc))
    reply = later.reply(ACTION, intent, **proof(order_number(80001), "hana", "the vase has a crack, money please"))

    said = later.say(reply)[-1]
    assert "• Vase: no, the window closed on Tuesday 13 October." in said
    assert "Where a problem arises, the platform steps in and decides" in said
    assert desk.buttons(reply) == [("Talk to a person", "/talk_to_person")]
    assert reply.slots["offer"] == "person"


def test_where_it_is_open_a_problem_can_begin_a_return_and_how_is_told(desk: Desk):
    reply = desk.reply(
        ACTION, "report_item_problem", **proof(order_number(80001), "hana", "there is no sound in the speaker")
    )

    windows, rule = desk.say(reply)
    assert "• Speaker: yes, until **Friday 23 October**" in windows
    assert "choose the reason precisely" in rule
    assert reply.slots["offer"] == f"button_start_return {order_number(80001)}"


def test_a_problem_with_the_wish_to_return_it_begins_that_and_no_more(desk: Desk):
    said = "the speaker is silent, I want to send it back"
    reply = desk.reply(ACTION, "report_item_problem", **proof(order_number(80001), "hana", said))

    assert reply.form == "start_return_form"
    assert "choose the reason precisely" not in "".join(desk.say(reply))


@pytest.mark.parametrize(("number", "messages"), [("R1001", 1), (order_number(10090), 2)])
def test_what_is_broken_is_the_order_in_hand_and_no_return(desk: Desk, number: str, messages: int):
    said = {"number": number, "said": "it has a crack all over"}

    assert len(desk.say(desk.verified("ana").reply(ACTION, "report_item_problem", **said))) == messages


def test_details_that_fit_nothing_leave_the_rule(desk: Desk):
    reply = desk.reply(ACTION, "ask_failed_inspection", **proof("R1009", "ben", "it failed?"))

    rule, refused = desk.say(reply)
    assert "if all is in order" in rule
    assert refused.startswith("I can't find a return or order with that number")
    assert reply.form == "identity_form"


@pytest.mark.parametrize("told", [frozenset(), frozenset({"customer_number"})])
def test_a_number_alone_leaves_the_rule_as_it_is(desk: Desk, told: frozenset[str]):
    assert len(desk.say(desk.reply(ACTION, "ask_failed_inspection", number="R1009", told_now=told, said="R1009"))) == 1


@pytest.mark.parametrize(
    ("said", "is_told"), [("whose decision is it and how soon is it made?", True), ("whose decision is it?", False)]
)
def test_that_no_time_is_stated_for_a_decision_is_said_where_it_is_asked_for(desk: Desk, said: str, is_told: bool):
    told = desk.ask(ACTION, "ask_dispute", said=said)

    assert "the platform steps in" in told
    assert ("name no time by which the platform decides" in told) is is_told


def test_a_flaw_of_what_was_sent_is_for_the_check_and_no_reason_for_a_return(desk: Desk):
    ana = desk.verified("ana")
    (said,) = ana.say(
        ana.reply(ACTION, "report_item_problem", number="R1007", said="there's a stain on it, is that bad")
    )
    assert said.startswith("The rules I have don't state that.")
    assert "The warehouse looks at the condition of each item" in said

    (other,) = ana.say(ana.reply(ACTION, "report_item_problem", number="R1007", said="the other mug came with a stain"))
    assert "You can ask for a return" in other


def test_a_thing_of_the_order_in_hand_is_no_order_on_its_way(desk: Desk):
    hana = desk.verified("hana")
    turn = {"number": order_number(80001), "said": "there was a jacket with it too. until the same day?"}
    *_, said = hana.say(hana.reply(ACTION, "report_order_not_arrived", **turn))
    assert "• Jacket: yes, until" in said

    lost = {"number": order_number(80001), "said": "the jacket never arrived, did it get lost?"}
    assert "order on its way to you" in hana.say(hana.reply(ACTION, "report_order_not_arrived", **lost))[0]
