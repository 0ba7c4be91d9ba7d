"""The day of ordering or arrival, told or supposed, for the question until when something can be sent back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from actions.dialogue.ages import tells_of_receipt
from actions.dialogue.turn import A_DAY_ALONE, AHEAD, LATELY, PAST, ActionContext, SaidDate, messages
from core.follow_ups import asks_in_time
from core.what_ifs import asks_by_other_rule, supposes_coming_day

ORDERED, RECEIVED = "ordered", "received"
_ORDERING = re.compile(r"\b(?:order(?:ed|ing|s)?|bought|buy(?:ing)?|purchas\w*|placed)\b", re.IGNORECASE)
_ARRIVING = re.compile(
    r"\b(?:arrives?|comes?|lands?|(?:turns?|shows?) up|(?:is|gets?) delivered|gets? (?:here|it)|receive|get it)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:ordered|bought|purchased|placed|arrived|came|received|got|had|delivered|reached|landed|(?:turn|show)ed)\b",
    re.IGNORECASE,
)
_UNTIL_WHEN = re.compile(
    r"\b(?:(?:last|latest|final) (?:day|date)|until when|till when|by when|deadline|how long|window (?:end|close)s?)\b",
    re.IGNORECASE,
)
_SUPPOSES = re.compile(r"\b(?:if|suppos(?:e|ing)|assum(?:e|ing)|say|imagine)\b", re.IGNORECASE)
_OPEN = frozenset(["today", "tomorrow"])
#: In characters: words of ordering or arrival so far before a day are about it.
_NEAR = 30


class BoughtDay(NamedTuple):
    """What happened on a day, the day, and another one of which is asked whether it is in time."""

    event: str
    day: SaidDate
    asked: SaidDate | None = None


def bought_day(turn: ActionContext) -> BoughtDay | None:
    """The day of ordering or arrival that a message counts from; a day alone takes the place of the one before, and one
    that is judged, "would the 12th still be fine?", is held against it.

    None where it asks no such thing.
    """
    if turn.is_press or turn.loop is not None:
        return None
    written = list(islice(messages(turn.events), LATELY + 1))
    if not written or written[0][0] != turn.said:
        return None
    own = _day(*written[0])
    if own is None or own[1] is not None:
        asks = _UNTIL_WHEN.search(turn.said) or asks_by_other_rule(turn.said)
        return _as_said(own, turn, turn.said) if own and asks else None
    judged = turn.asked_day if asks_in_time(turn.said) else None
    if judged is None and len(turn.said.split()) > A_DAY_ALONE:
        return None
    for text, entities in written[1:]:
        if asks_in_time(text):
            continue
        before = _day(text, entities)
        if judged is not None and before is not None and before[1] is not None and _UNTIL_WHEN.search(text):
            counted = _as_said(before, turn, text)
            return counted and counted._replace(asked=judged)
        if before is not None and before[1] is not None and _UNTIL_WHEN.search(text):
            # "If it came today": another day behind that is no more than supposed either, and lies ahead.
            is_supposed = before[0] in _OPEN and _SUPPOSES.search(text) is not None
            return _as_said((own[0], before[1]), turn, "" if is_supposed else text)
        if before is None or len(text.split()) > A_DAY_ALONE:
            return None
    return None


def _day(text: str, entities: Sequence[Mapping[str, Any]]) -> tuple[str, str | None] | None:
    """The one day of a message, and what happened then where words before it tell."""
    days = [each for each in entities if each.get("entity") == "date"]
    if len(days) != 1:
        return None
    start = int(days[0].get("start") or 0)
    before = text[max(0, start - _NEAR) : start]
    event = RECEIVED if tells_of_receipt(before) or _ARRIVING.search(before) else None
    event = event or (ORDERED if _ORDERING.search(before) else None)
    return str(days[0].get("value")), event


def _as_said(found: tuple[str, str | None], turn: ActionContext, told: str) -> BoughtDay | None:
    phrase, event = found
    sense = PAST if _DONE.search(told) and not supposes_coming_day(told) else AHEAD
    return BoughtDay(event, SaidDate(phrase, turn.now, sense)) if event else None
