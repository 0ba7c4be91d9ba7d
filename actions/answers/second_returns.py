"""That of an order only the first return is free, to whoever would send its things back in two returns."""

from __future__ import annotations

from dataclasses import replace

from actions.dialogue.base_actions import TopicAction
from actions.dialogue.read_first import Answer, Reader
from actions.dialogue.turn import IDENTITY_FORM, ActionContext
from actions.replies.reply import Reply
from core.second_returns import plans_two_returns

_FEE = "ask_return_fee"


def second_return_reader(fee: TopicAction) -> Reader:
    """Reads that things of one order would go back in two returns, one now and one later.

    Args:
        fee: Answers what a return costs.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        if turn.is_press or turn.loop not in (None, IDENTITY_FORM) or turn.told_now or not plans_two_returns(turn.said):
            return None
        # It asks of returns that are not there yet, whatever return is in hand.
        return Reply(fee.rule(_FEE, replace(turn, intent=_FEE)), {"topic": _FEE, "offer": None})

    return read
