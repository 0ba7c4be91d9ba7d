"""What the days of a message say beside its words: of a plan, of somebody else, of nothing handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa.shared.nlu.constants import ENTITY_ATTRIBUTE_TYPE

from bot.nlu.entities.detail import Kind, Sense
from bot.nlu.mistaken_for import HAND_IN
from core.days_put_up import puts_up_day
from core.hand_in_words import plans_hand_in, tells_of_hand_in
from core.others_cases import tells_of_getting


def is_of_a_plan(text: str, entities: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a message names a day to come for a hand-in, or for one that was missed."""
    days = [each.get("sense") for each in entities if each[ENTITY_ATTRIBUTE_TYPE] == Kind.DATE.value]
    if days and puts_up_day(text):
        return True
    if Sense.OTHER.value in days:
        # "It came on the 28th, is tomorrow too late?" is a question of a window.
        return False
    is_of_one = Sense.NOT.value in days or any(each[ENTITY_ATTRIBUTE_TYPE] == Kind.HAND_IN.value for each in entities)
    return Sense.AHEAD.value in days and (is_of_one or plans_hand_in(text))


def of_another(text: str, entities: Sequence[Mapping[str, Any]], intent: str | None) -> str | None:
    """As which question somebody else's return is answered that is told of with a day; None where none is told."""
    told = {each[ENTITY_ATTRIBUTE_TYPE] for each in entities}
    if told.isdisjoint((Kind.DATE.value, Kind.DAY_COUNT.value, Kind.WORKING_DAY_COUNT.value)):
        return None
    if tells_of_hand_in(text):
        return HAND_IN
    # Who may send back an order for somebody else, the rules leave open.
    return "ask_return_window" if tells_of_getting(text) and intent != "ask_gift_return" else None


def says_not(hand_in: Mapping[str, Any] | None) -> bool:
    return hand_in is not None and hand_in.get("value") == Sense.NOT.value


def is_kept(entities: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a message says that nothing was handed in."""
    return any(says_not(each) for each in entities if each.get(ENTITY_ATTRIBUTE_TYPE) == Kind.HAND_IN.value)


def is_past(day: Mapping[str, Any] | None) -> bool:
    return day is not None and day.get("sense") == Sense.PAST.value
