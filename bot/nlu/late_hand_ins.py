"""Stories of a parcel that went back some time ago, and of nothing that has happened since."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from rasa.shared.nlu.constants import ENTITY_ATTRIBUTE_START, ENTITY_ATTRIBUTE_TYPE, ENTITY_ATTRIBUTE_VALUE

from bot.nlu.entities.detail import Kind, Sense
from bot.nlu.entities.stances import NOTS, PARCELS, words
from core.hand_in_words import HANDED
from core.intents import FALLBACK, OUT_OF_SCOPE
from core.money_questions import MONEY
from core.return_words import speaks_of_return
from core.short_messages import pieces

#: What such stories are taken for by their anger, or by the words of their other parts.
TAKEN_FOR = frozenset(
    [FALLBACK, OUT_OF_SCOPE, "give_details", "express_frustration", "ask_pickup", "report_order_not_arrived"]
)
#: Of these some are orders that never came, which are spoken of with a day and many of the same words.
_ORDER_NOT_ARRIVED = "report_order_not_arrived"
#: What is done with a parcel that goes back, by who comes for it, or by its writer.
_FETCHED = words("collected picked fetched")
_DEEDS = HANDED | _FETCHED
#: In words: so far before a deed, "not" is about it.
_NEAR = 2
_CLAUSE = re.compile(r"[.!?;,\n]")
#: With this a count needs no word of a deed beside it: "three weeks since your driver took the box away".
_SINCE = "since"
#: That nothing has happened.
_STALLED = words(
    "nothing nobody none no not never still since silence silent same stuck waiting waited wait ignored ignore without "
    "anything zero nada zilch hasn't isn't haven't won't don't doesn't didn't"
)
#: Of an order on its way to the customer.
_OF_AN_ORDER = words(
    "order ordered orders shipment delivery deliver delivered arrive arrives arrived arriving receive received bought "
    "purchased purchase"
)
#: Behind "warehouse": the way back has ended there.
_HAS = words("has have had got received receives confirmed")
#: With these money is what a clause asks for.
_WANTED = words("want wants wanted need where when give get getting owe my back due still without waiting")
_COUNTS = frozenset([Kind.DAY_COUNT.value, Kind.WORKING_DAY_COUNT.value])


def tells_of_late_hand_in(text: str, entities: Sequence[dict[str, Any]], intent: str = FALLBACK) -> bool:
    """Whether a message tells since when a parcel is on its way back, and that nothing has come of it.

    Args:
        text: The message, in English.
        entities: What it states.
        intent: What the message is taken for.
    """
    said = pieces(text)
    if any(word == "warehouse" and behind in _HAS for word, behind in pairwise(said)):
        return False
    spoken = frozenset(said)
    told = _told_of_a_deed(text, entities)
    counts = [each for each in told if each[ENTITY_ATTRIBUTE_TYPE] in _COUNTS]
    is_counted = any(each.get("sense") == Sense.PAST.value for each in counts)
    is_since = _SINCE in spoken and any(each.get("sense") is None for each in counts)
    is_dated = not counts and any(_is_past_day(each) for each in told)
    if not (is_counted or is_since or is_dated) or _is_of_money(text, told):
        return False
    is_of_return = speaks_of_return(text)
    if not (is_of_return or _OF_AN_ORDER.isdisjoint(spoken)):
        return False
    if intent == _ORDER_NOT_ARRIVED and not is_of_return and _FETCHED.isdisjoint(spoken):
        return False
    is_of_parcel = is_of_return or not PARCELS.isdisjoint(spoken)
    return (is_of_parcel and is_counted) or not _STALLED.isdisjoint(spoken)


def _is_of_money(text: str, told: Sequence[dict[str, Any]]) -> bool:
    """Whether money stands beside what was done with the parcel, or is asked for; "I paid good money" is neither."""
    begins = [0, *(found.end() for found in _CLAUSE.finditer(text))]
    of_days = {bisect_right(begins, each.get(ENTITY_ATTRIBUTE_START) or 0) - 1 for each in told}
    for number, (begin, end) in enumerate(pairwise([*begins, len(text)])):
        clause = pieces(text[begin:end])
        if not MONEY.isdisjoint(clause) and (number in of_days or not _WANTED.isdisjoint(clause)):
            return True
    return False


def _told_of_a_deed(text: str, entities: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The days and counts that stand beside what was done with a parcel, and was not left undone."""
    begins = [0, *(found.end() for found in _CLAUSE.finditer(text))]
    tells = [_tells_of_a_deed(text[begin:end]) for begin, end in pairwise([*begins, len(text)])]
    return [each for each in entities if tells[bisect_right(begins, each.get(ENTITY_ATTRIBUTE_START) or 0) - 1]]


def _tells_of_a_deed(clause: str) -> bool:
    # What parts clauses is a sign that words lose at their ends.
    spoken = pieces(clause)
    deeds = (place for place, word in enumerate(spoken) if word in _DEEDS)
    return any(not any(map(_denies, spoken[max(0, place - _NEAR) : place])) for place in deeds)


def _denies(word: str) -> bool:
    return word in NOTS or word.endswith("n't")


def _is_past_day(entity: dict[str, Any]) -> bool:
    is_past = entity[ENTITY_ATTRIBUTE_TYPE] == Kind.DATE.value and entity.get("sense") == Sense.PAST.value
    return is_past and entity.get(ENTITY_ATTRIBUTE_VALUE) != "today"
