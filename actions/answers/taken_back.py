"""A hand-in that is taken back in a message which was understood as a refusal, a complaint or nothing."""

from __future__ import annotations

from dataclasses import replace

from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.hand_ins_reckoned import hand_in_told
from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.read_first import Answer, Reader
from actions.dialogue.turn import NOT, ActionContext
from actions.replies.joined import joined
from actions.replies.reply import Reply
from actions.services import Services
from core.database.errors import StoreUnavailable

#: "He can't take it, the label is torn" asks for something as well.
_BESIDE = frozenset({"ask_label_problem", "ask_label_missing"})
_HAND_IN = "report_not_marked_returned"


def taken_back_reader(services: Services, parcel: ReplyAction) -> Reader:
    """Reads that nothing was handed in, where a hand-in of the return in hand was told: "no sorry, I still have it".

    Args:
        services: Where what was noted is found.
        parcel: Takes a hand-in back.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        denies = turn.date is not None and turn.date.sense == NOT and turn.date.said_at == turn.now
        if not denies or turn.loop is not None or turn.is_press or turn.number is None:
            return None
        if hand_in_told(turn, turn.number) is None and not _is_noted(turn, services):
            return None
        taken_back = parcel.respond(replace(turn, intent=_HAND_IN, topic=_HAND_IN))
        return joined([taken_back, answer(turn)]) if turn.intent in _BESIDE else taken_back

    return read


def _is_noted(turn: ActionContext, services: Services) -> bool:
    try:
        is_known = known_customer(turn, services) is not None
        return is_known and records_of(turn, services).drop_off_claim(turn.number or "") is not None
    except StoreUnavailable:
        return False
