"""Stories of a parcel that went back some time ago, and of nothing that has happened since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa.shared.nlu.constants import ENTITY_ATTRIBUTE_TYPE

from bot.nlu.entities.detail import Kind, Sense
from bot.nlu.entities.stances import HANDED, PARCELS, words
from core.intents import FALLBACK, OUT_OF_SCOPE
from core.return_words import speaks_of_return
from core.short_messages import pieces

#: What such stories are taken for by their anger, or by the words of their other parts.
TAKEN_FOR = frozenset(
    [FALLBACK, OUT_OF_SCOPE, "give_details", "express_frustration", "ask_pickup", "report_order_not_arrived"]
)
#: What is done with a parcel that goes back, by its writer or by who comes for it.
_DEEDS = HANDED | words("collected picked fetched")
#: With this a count needs no word of a deed beside it: "three weeks since your driver took the box away".
_SINCE = "since"
#: That nothing has happened.
_STALLED = words(
    "nothing nobody none no not never still since silence silent same stuck waiting waited wait ignored ignore without "
    "anything zero nada zilch hasn't isn't haven't won't don't doesn't didn't"
)
#: Of an order on its way to the customer.
_OF_AN_ORDER = words(
    "order ordered orders delivery deliver delivered arrive arrives arrived arriving receive received bought purchased "
    "purchase"
)
_COUNTS = frozenset([Kind.DAY_COUNT.value, Kind.WORKING_DAY_COUNT.value])


def tells_of_late_hand_in(text: str, entities: Sequence[dict[str, Any]]) -> bool:
    """Whether a message tells since when a parcel is on its way back, and that nothing has come of it.

    Args:
        text: The message, in English.
        entities: What it states.
    """
    spoken = frozenset(pieces(text))
    counts = [each for each in entities if each[ENTITY_ATTRIBUTE_TYPE] in _COUNTS]
    is_counted = any(each.get("sense") == Sense.PAST.value for each in counts)
    is_since = _SINCE in spoken and any(each.get("sense") is None for each in counts)
    is_dated = not counts and any(_is_past_day(each) for each in entities)
    if _DEEDS.isdisjoint(spoken) or not (is_counted or is_since or is_dated):
        return False
    is_of_return = speaks_of_return(text)
    if not (is_of_return or _OF_AN_ORDER.isdisjoint(spoken)):
        return False
    is_of_parcel = is_of_return or not PARCELS.isdisjoint(spoken)
    return (is_of_parcel and is_counted) or not _STALLED.isdisjoint(spoken)


def _is_past_day(entity: dict[str, Any]) -> bool:
    return entity[ENTITY_ATTRIBUTE_TYPE] == Kind.DATE.value and entity.get("sense") == Sense.PAST.value
