"""Several answers as one reply."""

from __future__ import annotations

from actions.answer_questions import joined
from actions.reply import Reply, Utterance

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
