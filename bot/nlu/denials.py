"""What a message means by its details: what it denies, plans or names, else what it was taken for."""

from __future__ import annotations

from typing import Any

from bot.nlu.entities.detail import Kind, Sense
from bot.nlu.mistaken_for import DETAILS, HAND_IN, PICKUP, SHIP_BY, UNSURE, UNWANTED
from bot.nlu.threats import THREAT
from core.intents import FALLBACK, OUT_OF_SCOPE, TALK_TO_PERSON

_NOT_ARRIVED = "report_order_not_arrived"
#: A parcel that is still at home is taken for one that never came.
_KEPT = frozenset([_NOT_ARRIVED, "give_details", "goodbye"])
PLACES = frozenset(["ask_return_in_store", "ask_drop_off_points", "ask_return_methods", PICKUP])
#: What the shut door of a post office is taken for.
_CLOSED = "report_return_closed"
#: A return's number beside "cancel" leaves no doubt which.
CANCEL_ORDER, CANCEL_RETURN = "ask_cancel_order", "ask_cancel_return"
#: Intents that a day alone belongs to.
_TAKE_DAYS = frozenset([DETAILS, HAND_IN, "ask_reminders", UNWANTED])
#: What it is taken for where only its nouns count.
WISHES = {
    "cancel": frozenset(["ask_cancel_return", "ask_cancel_order"]),
    "change": frozenset(["ask_amend_return"]),
    "start": frozenset(["ask_how_to_return"]),
    "person": frozenset([TALK_TO_PERSON]),
}


def intent_meant(
    intent: str | None,
    said: dict[str, Any],
    *,
    is_sure: bool = False,
    is_question: bool = False,
    says_only_a_day: bool = False,
    threatens: bool = True,
    tells_of_a_deed: bool = False,
    tells_of_others: bool = False,
) -> str | None:
    """What a message means by what it denies, else what it was taken for.

    Args:
        intent: What its words were taken for.
        said: The values of its entities, by name.
        is_sure: Whether its words leave little doubt.
        is_question: Whether it asks something.
        says_only_a_day: Whether it is a day with nothing around it that would matter.
        threatens: Whether it has a word that only threats have.
        tells_of_a_deed: Whether it has a word for what is done with a parcel.
        tells_of_others: Whether it tells what the shop does, and not its writer.
    """
    unwanted = said.get(Kind.UNWANTED.value)
    if unwanted is not None and (intent in UNSURE or intent in WISHES[unwanted]):
        return UNWANTED
    if intent == THREAT and not threatens and Kind.HAND_IN.value in said:
        return HAND_IN
    if says_only_a_day and intent not in _TAKE_DAYS:
        return HAND_IN if Kind.HAND_IN.value in said else DETAILS
    if intent == CANCEL_ORDER and str(said.get(Kind.CUSTOMER_NUMBER.value, "")).startswith("R"):
        return CANCEL_RETURN
    is_plan = said.get(Kind.HAND_IN.value) == Sense.AHEAD.value
    # What surely never came did so in words for its way here: "should have come yesterday".
    is_here = intent != _NOT_ARRIVED or not is_sure or tells_of_a_deed
    if intent in _KEPT and is_here and said.get(Kind.HAND_IN.value) == Sense.NOT.value and not is_question:
        return HAND_IN
    tells_a_day = not is_question and Kind.HAND_IN.value in said and Kind.DATE.value in said
    # A pick-up that did not come about is no plan of the customer's.
    is_of_a_place = intent in PLACES and (is_plan or intent != PICKUP)
    if tells_a_day and (is_of_a_place or (intent in (SHIP_BY, _CLOSED) and is_plan)):
        return HAND_IN
    if is_question or intent not in (FALLBACK, OUT_OF_SCOPE):
        return intent
    if not is_sure and Kind.DATE.value in said and Kind.HAND_IN.value not in said:
        return DETAILS if tells_of_a_deed or Kind.CUSTOMER_NUMBER.value in said else intent
    return HAND_IN if Kind.HAND_IN.value in said and not is_sure and not tells_of_others else intent
