"""What a message tells of an errand, a request, a belief or an age, by its days and a few of its words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Any

from rasa.shared.nlu.constants import ENTITY_ATTRIBUTE_START, ENTITY_ATTRIBUTE_TYPE

from bot.nlu.days_alone import words_of
from bot.nlu.entities.detail import Kind, Sense
from bot.nlu.entities.plans import is_belief
from bot.nlu.entities.requests import tells_of_request
from bot.nlu.entities.stances import words
from bot.nlu.mistaken_for import LONGEST_DETAIL_ELSEWHERE, PICKUP
from core.hand_in_words import HANDED, asks_for_anothers_hands, tells_of_hand_in

#: With these a message asks of the parcel as well.
_BESIDE_A_REQUEST = words(
    "page status site marked shows returned refund refunded money cancel cancelled reject rejected"
)
_SENTENCE = re.compile(r"[.!?\n]")
_CLAUSE = re.compile(r"[,;.!?\n]")


def puts_own_age_right(entities: Sequence[dict[str, Any]], spoken: Sequence[str]) -> bool:
    """Whether a few words tell how long ago something was ordered or came, of two numbers the second: "vor 88 Tagen,
    nein, 66 bestellt"."""
    kinds = [each[ENTITY_ATTRIBUTE_TYPE] for each in entities]
    days = [each.get("sense") for each in entities if each[ENTITY_ATTRIBUTE_TYPE] == Kind.DATE.value]
    numbers = sum(word.strip(".,;").isdecimal() for word in spoken)
    is_other = all(sense == Sense.OTHER.value for sense in days) and Kind.HAND_IN.value not in kinds
    is_short = len(spoken) <= LONGEST_DETAIL_ELSEWHERE
    return is_short and is_other and bool(days) and numbers > 1 and kinds.count(Kind.DAY_COUNT.value) == 1


def tells_of_errand(text: str, entities: Sequence[dict[str, Any]], intent: str = PICKUP) -> bool:
    """Whether a message tells on which day a parcel was handed in, by its writer or somebody else, and does not ask for
    that: "gave it to the driver this morning"."""
    days = [each for each in entities if each[ENTITY_ATTRIBUTE_TYPE] == Kind.DATE.value]
    told = [each.get(ENTITY_ATTRIBUTE_START) or 0 for each in days if each.get("sense") == Sense.PAST.value]
    asks = asks_for_anothers_hands(text) or (intent == PICKUP and "?" in text)
    # Of two sentences one may tell a day and the other of something else that was taken or left.
    begins = [0, *(found.end() for found in _SENTENCE.finditer(text))]
    sentences = itertools.pairwise([*begins, len(text)])
    of_a_day = (text[begin:end] for begin, end in sentences if any(begin <= at < end for at in told))
    return not asks and any(map(tells_of_hand_in, of_a_day))


def tells_day_of_hand_in(text: str, entities: Sequence[dict[str, Any]]) -> bool:
    """Whether a message tells on which day a parcel was handed in: "why 2 days, I dropped it off on Monday?"."""
    days = (each for each in entities if each[ENTITY_ATTRIBUTE_TYPE] == Kind.DATE.value)
    return tells_of_hand_in(text) and any(each.get("sense") == Sense.PAST.value for each in days)


def only_requested(text: str, entities: Sequence[dict[str, Any]]) -> bool:
    """Whether a message tells that its writer asked for a return on some day, and nothing of a parcel."""
    days = [each for each in entities if each[ENTITY_ATTRIBUTE_TYPE] == Kind.DATE.value]
    if not days or any(each.get("sense") != Sense.OTHER.value for each in days):
        return False
    clauses = [words_of(clause.replace(",", " ")) for clause in _SENTENCE.split(text)]
    return any(map(tells_of_request, filter(None, clauses))) and _BESIDE_A_REQUEST.isdisjoint(words_of(text))


def only_believed(text: str, entities: Sequence[dict[str, Any]]) -> bool:
    """Whether a message tells on which day its writer thought that something was sent, and nothing else of it."""
    days = [each.get("sense") for each in entities if each[ENTITY_ATTRIBUTE_TYPE] == Kind.DATE.value]
    if Sense.OTHER.value not in days:
        return False
    clauses = [words_of(clause.replace("'", " ")) for clause in _CLAUSE.split(text)]
    return any(is_belief(clause) and not HANDED.isdisjoint(clause) for clause in clauses)
