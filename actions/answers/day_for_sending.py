"""Whether a day is early enough, behind an answer about sending a parcel: "would Wednesday do?"."""

from __future__ import annotations

from dataclasses import replace

from actions.answers.in_time import by_approval
from actions.answers.parcel_rule import HAND_IN
from actions.dialogue.base_actions import TopicAction
from actions.dialogue.last_answer import last_answer
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


#: The answers that tell when the page changes if a parcel is handed in on a day to come.
_OF_PAGE = frozenset({"utter_hand_in_ahead", "utter_rule_hand_in_ahead"})


def day_for_sending_reader(parcel: TopicAction) -> Reader:
    """Reads whether a day to come is early enough to hand in the parcel that was spoken of.

    Of a return in hand the advised day and the window alone are told, but behind an answer with the page's date.

    Args:
        parcel: Answers when the page changes, and by when it is best to hand in the parcel.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        if turn.is_press or turn.loop is not None or turn.topic not in _OF_SENDING or not asks_in_time(turn.said):
            return None
        said = replace(turn.asked_day, sense=AHEAD) if turn.asked_day else None
        if said is None or turn.arrived_day is not None or meant_day(said, ANYBODY) is None:
            return None
        told_page = any(each.response in _OF_PAGE for each in last_answer(turn.events))
        if (turn.number is not None and not told_page) or by_approval(turn, ANYBODY, parcel.services.facts) is not None:
            return None
        return parcel.respond(replace(turn, intent=HAND_IN, date=said))

    return read
