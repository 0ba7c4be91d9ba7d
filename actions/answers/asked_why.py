"""Hears that a message asks for the reason of the answer before, whatever it was understood as."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.belongings import with_named
from actions.dialogue.last_answer import rules_behind
from actions.dialogue.read_first import Answer, Reader
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Reply
from core.why_questions import asks_reason

WHY = "explain_why"
#: Why something has not happened, or went wrong, is a question of its own.
_OF_STATE = re.compile(
    r"\b(?:still|yet|never|nothing|declin\w*|refus\w*|reject\w*|fail\w*|pass(?:ed)?|turned down|cancel\w*|stuck)\b",
    re.IGNORECASE,
)


def goes_on_asking_why(turn: ActionContext, follow_up: ReplyAction) -> bool:
    """Whether a message asks why, of what was told before, and of no other thing."""
    if turn.is_press or turn.group or turn.loop is not None or turn.told_now or not asks_reason(turn.said):
        return False
    return bool(rules_behind(turn.events)) and with_named(turn, follow_up.services).number == turn.number


def why_reader(follow_up: ReplyAction) -> Reader:
    """Reads questions for a reason that would be answered by the rule of the answer before, and so by what was told.

    Args:
        follow_up: Says more of the answer before.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        if _OF_STATE.search(turn.said) or not goes_on_asking_why(turn, follow_up):
            return None
        reply = answer(turn)
        is_repeated = rules_behind(turn.events)[0] in {each.because for each in reply.utterances}
        return follow_up.respond(replace(turn, intent=WHY)) if is_repeated else reply

    return read
