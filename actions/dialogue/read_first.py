"""What is read of a message before the action answers that it was understood for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Optional

from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Reply

Answer = Callable[[ActionContext], Reply]
#: Answers a turn, or leaves it with None to those behind it, whose answer the second argument gives.
Reader = Callable[[ActionContext, Answer], Optional[Reply]]


class ReadFirst(ReplyAction):
    """An action, but for messages that one of some readers answers.

    Args:
        action: The action, whose name this one has.
        readers: The readers, the first of which that answers is heard.
    """

    def __init__(self, action: ReplyAction, readers: Sequence[Reader]) -> None:
        super().__init__(action.services)
        self._action = action
        self._readers = tuple(readers)

    def name(self) -> str:
        return self._action.name()

    def respond(self, turn: ActionContext) -> Reply:
        """What the first reader says that answers, or what the action says."""
        return self._answer(0, turn)

    def _answer(self, place: int, turn: ActionContext) -> Reply:
        if place == len(self._readers):
            return self._action.respond(turn)
        behind = partial(self._answer, place + 1)
        reply = self._readers[place](turn, behind)
        return behind(turn) if reply is None else reply
