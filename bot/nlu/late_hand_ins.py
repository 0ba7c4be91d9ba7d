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
from core.hand_in_words import HAND, HANDED, WAYS, WRITTEN
from core.intents import FALLBACK, OUT_OF_SCOPE
from core.money_questions import MONEY
from core.return_words import speaks_of_return
from core.short_messages import pieces

_ANGER = "express_frustration"
#: What such stories are taken for by what they tell beside: why something goes back, since when, by what right.
_BESIDE = frozenset(
    ["report_item_problem", "ask_return_window", "ask_how_to_return", "ask_dispute", "ask_item_condition"]
)
#: What such stories are taken for by their anger, or by the words of their other parts.
TAKEN_FOR = _BESIDE | {FALLBACK, OUT_OF_SCOPE, "give_details", _ANGER, "ask_pickup", "report_order_not_arrived"}
#: Of these some are orders that never came, which are spoken of with a day and many of the same words.
_ORDER_NOT_ARRIVED = "report_order_not_arrived"
#: What is done with a parcel that goes back, by who comes for it, or by its writer.
_FETCHED = words("collected picked fetched")
_DEEDS = HANDED | _FETCHED | words("dragged hauled schlepped trudged heaved cycled")
#: Ways on which somebody means to hand in a parcel: "queued for an hour to drop off my return".
_ERRANDS = WAYS | words("queued stood waited lined came cycled")
#: Where a parcel has gone, or that it has: "dropped the phone" is none of it.
_GONE = PARCELS | words("back return returns counter locker lockers post courier driver carrier depot office label")
#: In whose hands it is: "since Friday the box is with your post office".
_HOLDERS = words("post courier carrier driver depot counter locker")
#: What somebody goes to a counter for beside, and why they come back with what they brought.
_FETCHING, _SHUT = words("collect pick fetch get buy ask complain"), words("closed shut full")
#: Who asks for leave asks of what is still to be sent.
_MAY = re.compile(r"\b(?:can|may|could|should|shall) (?:i|we)\b", re.IGNORECASE)
#: "I took a day off", "we took photos".
_NO_PARCEL = words("day week hours time ages forever leave photo photos picture pictures pics video care note")
#: In words: so far before a deed, "not" is about it, and so far behind stands what it is done with.
_NEAR = 2
_CLAUSE = re.compile(r"[.!?;,\n]")
#: In words and clauses: a day stands alone so shortly, and so far before what was done then.
_DAY_ALONE, _BEHIND = 6, 2
_SPEAKERS = words("i we i've we've i'm my you they he she")
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
    told = _told_of_a_deed(text, entities, is_beside=intent in _BESIDE)
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
    is_stalled = not _STALLED.isdisjoint(spoken)
    if intent in _BESIDE:
        return is_stalled and _MAY.search(text) is None
    is_of_parcel = is_of_return or not PARCELS.isdisjoint(spoken)
    # Whoever is angry, or asks nothing else, need not say that nothing has come of it.
    is_all = intent == _ANGER or (intent == FALLBACK and not PARCELS.isdisjoint(spoken))
    return (is_of_parcel and (is_counted or is_all)) or is_stalled


def _is_of_money(text: str, told: Sequence[dict[str, Any]]) -> bool:
    """Whether money stands beside what was done with the parcel, or is asked for; "I paid good money" is neither."""
    begins = [0, *(found.end() for found in _CLAUSE.finditer(text))]
    of_days = {bisect_right(begins, each.get(ENTITY_ATTRIBUTE_START) or 0) - 1 for each in told}
    for number, (begin, end) in enumerate(pairwise([*begins, len(text)])):
        clause = pieces(text[begin:end])
        if not MONEY.isdisjoint(clause) and (number in of_days or not _WANTED.isdisjoint(clause)):
            return True
    return False


def _told_of_a_deed(text: str, entities: Sequence[dict[str, Any]], *, is_beside: bool) -> list[dict[str, Any]]:
    """The days and counts that stand beside what was done with a parcel, and was not left undone."""
    begins = [0, *(found.end() for found in _CLAUSE.finditer(text))]
    # What parts clauses is a sign that words lose at their ends.
    clauses = [pieces(text[begin:end]) for begin, end in pairwise([*begins, len(text)])]
    tells = [_tells_of_a_deed(clause) and not (is_beside and _GONE.isdisjoint(clause)) for clause in clauses]
    for at in range(len(clauses) - 2, -1, -1):
        # "On 18 September, in the rain, I carried it there": nothing else is told of the day.
        tells[at] = tells[at] or (_is_aside(clauses[at]) and any(tells[at + 1 : at + 1 + _BEHIND]))
    return [each for each in entities if tells[bisect_right(begins, each.get(ENTITY_ATTRIBUTE_START) or 0) - 1]]


def _is_aside(clause: Sequence[str]) -> bool:
    return len(clause) <= _DAY_ALONE and (_SPEAKERS | _OF_AN_ORDER | _DEEDS).isdisjoint(clause)


def _tells_of_a_deed(clause: Sequence[str]) -> bool:
    if not WRITTEN.isdisjoint(clause):
        # "I sent you five mails."
        return False
    if _SINCE in clause and not (PARCELS.isdisjoint(clause) or _HOLDERS.isdisjoint(clause)):
        return True
    meant = {behind for word, behind in pairwise(clause) if word == "to"}
    if meant & _FETCHING or not _SHUT.isdisjoint(clause):
        return False
    if meant & HAND and not _ERRANDS.isdisjoint(clause):
        return not any(map(_denies, clause))
    is_let_go = "dropped" in clause and "off" not in clause and _GONE.isdisjoint(clause)
    deeds = (place for place, word in enumerate(clause) if word in _DEEDS and not (is_let_go and word == "dropped"))
    return any(
        not any(map(_denies, clause[max(0, place - _NEAR) : place]))
        and _NO_PARCEL.isdisjoint(clause[place + 1 : place + 1 + _NEAR])
        for place in deeds
    )


def _denies(word: str) -> bool:
    return word in NOTS or word.endswith("n't")


def _is_past_day(entity: dict[str, Any]) -> bool:
    is_past = entity[ENTITY_ATTRIBUTE_TYPE] == Kind.DATE.value and entity.get("sense") == Sense.PAST.value
    return is_past and entity.get(ENTITY_ATTRIBUTE_VALUE) != "today"
