"""A way out where a question is asked again and again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timezone

import pytest
from rasa_sdk import Tracker

from actions.dialogue.repeated import asked_enough, with_way_out
from actions.dialogue.turn import ActionContext
from actions.replies.item_windows import TO_PERSON
from actions.replies.reply import Choice, Phrase, Utterance

NOW = datetime(2026, 10, 13, 10, tzinfo=timezone.utc)
NOT_AN_ANSWER = Utterance("utter_not_an_answer")
QUESTION = "utter_ask_reason"


def turn(*said_before: str, loop: str | None = "start_return_form") -> ActionContext:
    """A message in a form, to the one before which these responses were said."""
    bot = [{"event": "bot", "text": "…", "metadata": {"utter_action": each}} for each in said_before]
    user = {"event": "user", "text": "no idea"}
    tracker = Tracker("me", {}, {"text": "no idea"}, [user, *bot, user], False, None, {}, "action_listen")
    return replace(ActionContext.from_tracker(tracker, NOW), loop=loop)


def test_the_same_words_again_come_with_a_person():
    assert with_way_out(turn("utter_not_an_answer", QUESTION), [NOT_AN_ANSWER]) == (
        replace(NOT_AN_ANSWER, choices=(TO_PERSON,)),
    )


def test_of_several_messages_the_last_one_offers_it():
    said = [Utterance("utter_a"), NOT_AN_ANSWER]
    assert [each.choices for each in with_way_out(turn("utter_a", "utter_not_an_answer"), said)] == [(), (TO_PERSON,)]


@pytest.mark.parametrize(
    ("before", "loop", "said"),
    [
        ((QUESTION,), "start_return_form", [NOT_AN_ANSWER]),
        (("utter_not_an_answer",), None, [NOT_AN_ANSWER]),
        (("utter_not_an_answer",), "start_return_form", [NOT_AN_ANSWER, Utterance("utter_items_taken")]),
        (("utter_a",), "start_return_form", [Utterance("utter_a", choices=(Choice(Phrase("b"), "/b"),))]),
        (("utter_a",), "start_return_form", []),
    ],
    ids=["said for the first time", "no question waits", "something else besides", "has choices", "nothing is said"],
)
def test_all_else_stays_as_it_is(before, loop, said):
    assert with_way_out(turn(*before, loop=loop), said) == tuple(said)


ASKED = "utter_ask_identity_form_customer_number"


def asking(*answers: Sequence[str], loop: str | None = "identity_form") -> ActionContext:
    """A message behind answers of these responses, the oldest first."""
    user = {"event": "user", "text": "and how long?"}
    events = [user]
    for responses in answers:
        events += [{"event": "bot", "text": "…", "metadata": {"utter_action": each}} for each in responses]
        events.append(user)
    tracker = Tracker("me", {}, {"text": "and how long?"}, events, False, None, {}, "action_listen")
    return replace(ActionContext.from_tracker(tracker, NOW), loop=loop)


def test_details_are_asked_for_again_behind_one_answer_and_not_behind_the_next():
    rule = [Utterance("utter_rule_ask_refund_time")]

    assert not asked_enough(asking([ASKED]), rule)
    assert not asked_enough(asking(["utter_rule_ask_fee"], ["utter_rule_ask_fee", ASKED]), rule)
    assert asked_enough(asking([ASKED], ["utter_rule_ask_fee", ASKED]), rule)
    assert not asked_enough(asking([ASKED], [ASKED], loop="start_return_form"), rule)


@pytest.mark.parametrize("said", ["utter_not_understood", "utter_rule_ask_about_details"])
def test_what_answers_nothing_leaves_the_question(said: str):
    assert not asked_enough(asking([ASKED], [ASKED]), [Utterance(said)])
    assert not asked_enough(asking([ASKED], [ASKED]), [])
