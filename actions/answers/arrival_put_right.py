"""Another day of arrival than the one that windows were told for: "wait, it came on the 6th, not the 1st"."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from actions.answers.windows_by_day import OF_AGES, OF_DAYS
from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.last_answer import answers_before
from actions.dialogue.read_first import Answer, Reader
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Reply
from core.follow_ups import corrects_arrival

_WINDOW = "ask_return_window"
#: So many answers back, the windows that were told are still those that a day puts right.
_LATELY = 3


def arrival_put_right(turn: ActionContext, window: ReplyAction) -> Reply | None:
    """The windows from another day of arrival; None where a message names none, or no windows were told by a day.

    Args:
        turn: The turn.
        window: Answers until when something can be sent back.
    """
    if turn.is_press or turn.loop is not None or turn.arrived_day is None or not corrects_arrival(turn.said):
        return None
    before = [each.response for said in islice(answers_before(turn.events), _LATELY) for each in said]
    if not any(each.startswith((*OF_DAYS, *OF_AGES)) for each in before):
        return None
    return window.respond(replace(turn, intent=_WINDOW, topic=_WINDOW, asked_day=None, date=None))


def arrival_reader(window: ReplyAction) -> Reader:
    """Reads a day of arrival that is put right, whatever the message was understood as.

    Args:
        window: Answers until when something can be sent back.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        return arrival_put_right(turn, window)

    return read
