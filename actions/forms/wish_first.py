"""Begins to ask for a return for who wishes to send something back, where the answer would be that there is none."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from actions.dialogue.base_actions import OFFER_START, TopicAction
from actions.dialogue.read_first import Answer, Reader
from actions.dialogue.turn import ActionContext
from actions.forms.draft import START_FORM, is_plain_question
from actions.forms.return_wishes import ADDING, is_wish, wish_waits
from actions.replies.reply import Reply

_NONE_OF_THESE = "utter_no_return_for_items"
#: Answers that there is no return to answer for.
_NO_RETURN = frozenset({_NONE_OF_THESE, "utter_no_return_for_order", "utter_no_returns"})


def wish_reader(begin: TopicAction, *, waited: bool = False) -> Reader:
    """Reads wishes to return something that would be answered with "there is no return".

    Args:
        begin: Begins to ask for a return.
        waited: Whether the wish may be one that waited for what this message brings, a number or an address.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply:
        reply = answer(turn)
        said = {each.response for each in reply.utterances}
        if said.isdisjoint(_NO_RETURN) or turn.is_press:
            return reply
        if turn.loop == START_FORM:
            # It is being asked for; the rule alone is the answer.
            rest = tuple(each for each in reply.utterances if each.response not in _NO_RETURN)
            return Reply(rest or reply.utterances, reply.slots)
        # "And what about the mask?" asks, and brings nothing that a wish waited for.
        brings = waited and turn.intent != ADDING and not is_plain_question(turn.said)
        if not (_is_wish(turn, said) or (brings and wish_waits(turn))):
            return reply
        # Whatever was proven with the first answer is not proven again.
        begun = begin.respond(replace(turn, intent="", topic=OFFER_START, email=None, date=None))
        return Reply(begun.utterances, {**reply.slots, **begun.slots}, begun.form)

    return read


def _is_wish(turn: ActionContext, said: Set[str]) -> bool:
    return _NONE_OF_THESE in said if turn.intent == ADDING else is_wish(turn.said, turn.intent)
