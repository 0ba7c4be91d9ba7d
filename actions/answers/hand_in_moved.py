"""A hand-in that was told of one return and was that of another: "no, it was the boots, the coat is still here"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from actions.dialogue.belongings import with_named
from actions.dialogue.hand_ins_reckoned import hand_in_told
from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.relative_dates import meant_day
from actions.dialogue.turn import NOT, PAST, ActionContext, SaidDate
from actions.services import Services
from policy.model import ReturnRequest
from policy.status import History

_CORRECTS = re.compile(
    r"\b(?:not|no|nope|instead|meant|mixed|wrong|mistake|actually|still|sorry|other|confused|wasn['\u2019]?t)\b",
    re.IGNORECASE,
)
#: A question moves nothing by these alone: "and my other one?"
_DENIES = re.compile(r"\b(?:not|no|nope|instead|meant|mixed|wrong|mistake|confused|wasn['\u2019]?t)\b", re.IGNORECASE)
_ADDS = re.compile(r"\b(?:too|also|as well|both)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Moved:
    """The return that was not handed in, the one that was and when, and when the first was by what was told before."""

    wrong: ReturnRequest
    right: ReturnRequest
    said: SaidDate
    told: datetime


def hand_in_moved(turn: ActionContext, services: Services) -> Moved | None:
    """From which return to which a message moves the hand-in that was told of before; None where it moves none.

    Raises:
        StoreUnavailable: The store can't be asked.
    """
    if turn.is_press or turn.loop is not None or not _CORRECTS.search(turn.said) or _ADDS.search(turn.said):
        return None
    if "?" in turn.said and not _DENIES.search(turn.said):
        return None
    customer = known_customer(turn, services)
    if customer is None or (turn.date is not None and turn.date.sense not in (PAST, NOT)):
        return None
    named = with_named(turn, services)
    meant = {*named.numbers, *((named.number,) if named.number else ())} if _names(named) else set()
    returns = records_of(turn, services).returns()
    told = [each for each in returns if _told(turn, each) is not None]
    others = [each for each in returns if each.number in meant and each not in told]
    if len(told) != 1 or len(others) != 1:
        return None
    is_told_now = turn.date is not None and turn.date.said_at == turn.now and turn.date.sense == PAST
    before = _told(turn, told[0])
    said = turn.date if is_told_now else before
    day = meant_day(before, customer) if before else None
    return Moved(told[0], others[0], said, day) if said and said.phrase and day else None


def _names(turn: ActionContext) -> bool:
    return "customer_number" in turn.told_now


def _told(turn: ActionContext, found: ReturnRequest) -> SaidDate | None:
    """The day on which a return was handed in by its customer's word, noted or only said."""
    noted = History.until(found.events, turn.now).told
    if noted is not None:
        return SaidDate(noted.date().isoformat(), turn.now)
    return hand_in_told(turn, found.number)
