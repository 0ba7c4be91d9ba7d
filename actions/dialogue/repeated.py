"""A way out where a question is asked again and again: who can't answer it is offered a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from actions.dialogue.last_answer import answers_before
from actions.dialogue.turn import IDENTITY_FORM, ActionContext
from actions.replies.item_windows import TO_PERSON
from actions.replies.reply import Choice, Phrase, Utterance

#: The questions for a number and an address, and what only says why they are asked or that nothing was understood.
_QUESTIONS = "utter_ask_identity_form_"
_NO_ANSWERS = frozenset(
    {
        *("utter_rule_ask_about_details", "utter_not_understood", "utter_clarify", "utter_clarify_one"),
        *("utter_failed_again", "utter_out_of_scope", "utter_email_unreadable", "utter_attachment"),
    }
)
#: After so many answers that ended with the question it is left open and asked no more.
_ASKED_ENOUGH = 2


def with_way_out(turn: ActionContext, said: Sequence[Utterance]) -> tuple[Utterance, ...]:
    """What is said beside a form's question, with a person to talk to where the message before got the same words.

    Args:
        turn: The message that is answered.
        said: The answer to it.
    """
    before = {each.response for each in next(answers_before(turn.events), ())}
    is_again = bool(said) and before.issuperset(each.response for each in said)
    if turn.loop is None or not is_again or any(each.choices for each in said):
        return tuple(said)
    return (*said[:-1], replace(said[-1], choices=(TO_PERSON,)))


def with_person(utterance: Utterance) -> Utterance:
    """The answer to a message that failed although the one before had: topics to choose, or else a person."""
    if utterance.choices:
        others = tuple(each for each in utterance.choices if each.payload != TO_PERSON.payload)
        return replace(utterance, choices=(*others, TO_PERSON))
    return Utterance("utter_failed_again", choices=(TO_PERSON, Choice(Phrase("choice_no_thanks"), "/deny")))


def asked_enough(turn: ActionContext, said: Sequence[Utterance]) -> bool:
    """Whether somebody who asks one thing after another was asked for their details often enough.

    What they ask is answered then without that question; a number or an address is taken all the same when it comes.

    Args:
        turn: The message that is answered.
        said: The answer to it.
    """
    if turn.loop != IDENTITY_FORM or not said or any(each.response in _NO_ANSWERS for each in said):
        return False
    lately = list(islice(answers_before(turn.events), _ASKED_ENOUGH))
    asked = [{each.response for each in answer if each.response.startswith(_QUESTIONS)} for answer in lately]
    # The number and then the address is progress.
    return len(asked) == _ASKED_ENOUGH and bool(set.intersection(*asked))
