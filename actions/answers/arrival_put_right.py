"""A day of arrival by which windows are told: "how long do I have, it came yesterday?", "no, it came on the 6th"."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from actions.answers.windows_by_day import OF_AGES, OF_DAYS
from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.last_answer import answers_before
from actions.dialogue.read_first import Answer, Reader
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Reply
from core.aspects import asks_until_when
from core.follow_ups import corrects_arrival

_WINDOW = "ask_return_window"
#: So many answers back, the windows that were told are still those that a day puts right.
_LATELY = 3


def arrival_put_right(turn: ActionContext, window: ReplyAction) -> Reply | None:
    """The windows from a day of arrival that a message asks by, or puts right; None where it does neither.

    What came is no order that hasn't, and how long there is for it no time of a return that is under way.

    Args:
        turn: The turn.
        window: Answers until when something can be sent back.
    """
    if turn.is_press or turn.loop is not None or turn.arrived_day is None:
        return None
    if not (turn.number is None and asks_until_when(turn.said)) and not _puts_right(turn):
        return None
    return window.respond(replace(turn, intent=_WINDOW, topic=_WINDOW, asked_day=None, date=None))


def _puts_right(turn: ActionContext) -> bool:
    """Whether a message names another day than the one that windows were told for."""
    if not corrects_arrival(turn.said):
        return False
    before = [each.response for said in islice(answers_before(turn.events), _LATELY) for each in said]
    return any(each.startswith((*OF_DAYS, *OF_AGES)) for each in before)


def arrival_reader(window: ReplyAction) -> Reader:
    """Reads a day of arrival that is put right, whatever the message was understood as.

    Args:
        window: Answers until when something can be sent back.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        return arrival_put_right(turn, window)

    return read
