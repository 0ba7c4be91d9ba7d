"""Several answers as one reply."""

from __future__ import annotations

from typing import Any

import pytest
from custom_desk import Desk

from actions.answers.several_questions import joined
from actions.replies.reply import Reply, Utterance

OFFER = Utterance("utter_offer_look_up")
FEE, WINDOW = Utterance("utter_rule_ask_return_fee"), Utterance("utter_rule_ask_return_window")


def test_the_answers_keep_their_order_and_the_offer_comes_once_at_the_end() -> None:
    reply = joined([Reply((FEE, OFFER)), Reply((WINDOW, OFFER))])
    assert reply.utterances == (FEE, WINDOW, OFFER)


def test_of_two_offers_the_first_questions_is_made() -> None:
    order = Utterance("utter_offer_look_up_order")
    assert joined([Reply((FEE, order)), Reply((WINDOW, OFFER))]).utterances == (FEE, WINDOW, order)


def test_an_answer_that_both_questions_share_is_said_once() -> None:
    assert joined([Reply((FEE,)), Reply((FEE,))]).utterances == (FEE,)


def test_the_same_response_with_other_values_is_another_answer() -> None:
    one, other = Utterance("utter_deadlines", {"lines": ["a"]}), Utterance("utter_deadlines", {"lines": ["b"]})
    assert joined([Reply((one,)), Reply((other,))]).utterances == (one, other)


def test_what_waits_for_the_customers_details_is_the_first_question() -> None:
    reply = joined([Reply(slots={"topic": "ask_return_fee"}), Reply(slots={"topic": "ask_return_window"})])
    assert reply.slots == {"topic": "ask_return_fee"}


def test_nothing_is_offered_that_is_being_asked_for_already() -> None:
    reply = joined([Reply((FEE, OFFER)), Reply((), form="identity_form")])
    assert (reply.utterances, reply.form) == ((FEE,), "identity_form")


# --- With the store behind it ------------------------------------------------------------------------------------

ACTION = "action_several_questions"
INTENT = "message_several_questions"
BOTH = ("ask_refund_time", "ask_cancel_return")
REFUSAL = "I can't find a return or order with that number and that e-mail address together."


def test_somebody_unknown_hears_both_rules_and_one_offer(desk: Desk) -> None:
    said = desk.say(desk.reply(ACTION, INTENT, questions=BOTH))

    assert len(said) == 3
    assert "3 to 20 business days" in said[0]
    assert "**before you send the items back**" in said[1]
    assert said[2].startswith("Shall I look at your own return?")


def test_somebody_verified_hears_both_answers_about_their_return(desk: Desk) -> None:
    said = desk.verified("carl").say(desk.reply(ACTION, INTENT, questions=BOTH))

    assert len(said) == 2
    assert "for return **R3001** has not started yet" in said[0]
    assert "You can't cancel return **R3001** yourself any more" in said[1]


def test_details_in_the_same_message_prove_who_asks_both(desk: Desk) -> None:
    reply = desk.reply(ACTION, INTENT, questions=BOTH, number="R3001", email="carl@example.com")

    assert len(desk.say(reply)) == 2
    assert all("**R3001**" in said for said in desk.say(reply))
    assert reply.slots["customer_email"] is None


def test_one_message_is_one_try_however_many_questions_it_asks(desk: Desk) -> None:
    reply = desk.reply(
        ACTION, INTENT, questions=(*BOTH, "ask_amend_return"), number="R3001", email="nobody@example.com"
    )

    said = desk.say(reply)
    assert desk.refusals() == 1
    assert [text.startswith(REFUSAL) for text in said] == [False, False, False, True]
    assert reply.form == "identity_form"
    assert (reply.slots["customer_number"], reply.slots["customer_email"]) == ("R3001", None)


@pytest.mark.parametrize(
    ("details", "problem"),
    [
        ({"number": "812003450001000", "email": "ana@example.com"}, "**812003450001000** has 15 digits"),
        ({"email": "ana@", "email_is_incomplete": True}, "That e-mail address does not look complete."),
    ],
)
def test_a_slip_is_named_once_behind_the_rules(desk: Desk, details: dict[str, Any], problem: str) -> None:
    said = desk.say(desk.reply(ACTION, INTENT, questions=BOTH, **details))

    assert len(said) == 3
    assert said[2].startswith(problem)


def test_a_store_that_is_down_is_told_once_behind_the_rules(desk_without_store: Desk) -> None:
    reply = desk_without_store.reply(ACTION, INTENT, questions=BOTH, number="R1001")

    said = desk_without_store.say(reply)
    assert len(said) == 3
    assert said[2].startswith("I can't look at your own return right now")
    assert reply.slots["offer"] == "person"


def test_a_question_without_a_look_is_answered_beside_one_with(desk: Desk) -> None:
    said = desk.verified("carl").say(
        desk.reply(ACTION, INTENT, questions=("ask_countries", "ask_refund_time", "ask_drop_off_points"), country="ES")
    )

    assert "**Spain** is on the list" in said[0]
    assert "for return **R3001**" in said[1]
    assert "**post office or an express station**" in said[2]


def test_the_bare_intent_of_a_client_is_told_what_can_be_asked(desk: Desk) -> None:
    assert desk.ask(ACTION, INTENT).startswith("I can tell you how returns work")


def test_each_question_is_read_in_its_own_words(desk: Desk) -> None:
    texts = ("when is my refund", "can I still cancel")
    whole = "it was 3 weeks ago, when is my refund and can I still cancel"
    together = desk.verified("carl").reply(ACTION, INTENT, questions=BOTH, question_texts=texts, said=whole)
    alone = [
        desk.reply("action_refund", "ask_refund_time", said=texts[0]),
        desk.reply("action_cancel_or_change", "ask_cancel_return", said=texts[1]),
    ]

    assert desk.say(together) == [each for reply in alone for each in desk.say(reply)]


def test_what_comes_next_beside_a_question_is_the_step_of_the_return(desk: Desk) -> None:
    asked = ("what_next", "ask_refund_time")
    said = desk.verified("carl").say(desk.reply(ACTION, INTENT, questions=asked, number="R3001"))

    assert "**R3001**" in said[0]
    assert "for return **R3001** has not started yet" in said[-1]


def test_what_comes_next_without_a_return_is_all_steps(desk: Desk) -> None:
    said = desk.say(desk.reply(ACTION, INTENT, questions=("what_next", "ask_return_fee"), said="what then"))

    assert said[0].startswith("These times apply to a free return")


def test_whether_it_arrived_beside_the_refund_is_asked_of_the_return(desk: Desk) -> None:
    reply = desk.reply(ACTION, INTENT, questions=("report_order_not_arrived", "ask_refund_time"))

    assert reply.slots["topic"] == "ask_return_status"
