"""Whether a day is early enough, behind an answer about sending a parcel: "would Wednesday do?"."""

from __future__ import annotations

from dataclasses import replace

from actions.answers.parcel_rule import HAND_IN
from actions.dialogue.base_actions import TopicAction
from actions.dialogue.lateness import ANYBODY
from actions.dialogue.read_first import Answer, Reader
from actions.dialogue.relative_dates import meant_day
from actions.dialogue.turn import AHEAD, ActionContext
from actions.replies.reply import Reply
from core.follow_ups import asks_in_time

#: Behind these a day is one for handing in the parcel.
_OF_SENDING = frozenset(
    {
        *(HAND_IN, "ask_ship_by", "ask_drop_off_points", "ask_return_methods", "ask_packaging", "ask_label_use"),
        *("ask_gift_return", "ask_return_in_store", "ask_pickup"),
    }
)


def day_for_sending_reader(parcel: TopicAction) -> Reader:
    """Reads whether a day to come is early enough to hand in the parcel that was spoken of.

    Args:
        parcel: Answers when the page changes, and by when it is best to hand in the parcel.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        if turn.is_press or turn.loop is not None or turn.topic not in _OF_SENDING or not asks_in_time(turn.said):
            return None
        said = replace(turn.asked_day, sense=AHEAD) if turn.asked_day else None
        if said is None or turn.arrived_day is not None or meant_day(said, ANYBODY) is None:
            return None
        return parcel.respond(replace(turn, intent=HAND_IN, date=said))

    return read
