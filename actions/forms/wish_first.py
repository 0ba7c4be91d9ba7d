"""Begins to ask for a return for who wishes to send something back, where the answer would be that there is none."""

from __future__ import annotations

from dataclasses import replace

from actions.dialogue.base_actions import OFFER_START, ReplyAction, TopicAction
from actions.dialogue.turn import ActionContext
from actions.forms.draft import START_FORM
from actions.forms.return_wishes import ADDING, is_wish, wish_waits
from actions.replies.reply import Reply

_NONE_OF_THESE = "utter_no_return_for_items"
#: Answers that there is no return to answer for.
_NO_RETURN = frozenset({_NONE_OF_THESE, "utter_no_return_for_order", "utter_no_returns"})


class WishFirst(ReplyAction):
    """An action, but for wishes to return something that it would answer with "there is no return".

    Args:
        action: The action, whose name this one has.
        begin: Begins to ask for a return.
        waited: Whether the wish may be one that waited for what this message brings, a number or an address.
    """

    def __init__(self, action: ReplyAction, begin: TopicAction, *, waited: bool = False) -> None:
        super().__init__(action.services)
        self._action = action
        self._begin = begin
        self._waited = waited

    def name(self) -> str:
        return self._action.name()

    def respond(self, turn: ActionContext) -> Reply:
        """What the action says, or the beginning."""
        reply = self._action.respond(turn)
        said = {each.response for each in reply.utterances}
        if said.isdisjoint(_NO_RETURN) or turn.is_press:
            return reply
        if turn.loop == START_FORM:
            # It is being asked for; the rule alone is the answer.
            rest = tuple(each for each in reply.utterances if each.response not in _NO_RETURN)
            return Reply(rest or reply.utterances, reply.slots)
        if not self._is_wish(turn, said):
            return reply
        # Whatever was proven with the first answer is not proven again.
        begun = self._begin.respond(replace(turn, intent="", topic=OFFER_START, email=None, date=None))
        return Reply(begun.utterances, {**reply.slots, **begun.slots}, begun.form)

    def _is_wish(self, turn: ActionContext, said: set[str]) -> bool:
        if turn.intent == ADDING:
            return _NONE_OF_THESE in said
        return is_wish(turn.said, turn.intent) or (self._waited and wish_waits(turn))
