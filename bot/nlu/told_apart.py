"""What a few kinds of messages mean by their words, whatever they were taken for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa.shared.nlu.constants import ENTITY_ATTRIBUTE_TYPE

from bot.nlu.entities.detail import Kind
from bot.nlu.told_days import is_of_a_plan, is_past, of_another, says_not
from core.agreed_cancelling import agrees_to_cancel, asks_cost_of_cancelling
from core.begun_returns import tells_it_is_begun
from core.courier_calls import asks_if_to_call_carrier
from core.covered_things import thing_asked
from core.day_bounds import bounds_day
from core.days_put_up import plans_to_go
from core.follow_ups import names_another_order
from core.hand_in_words import (
    reads_day_off,
    sends_no_parcel,
    tells_bare_hand_in,
    tells_it_is_done,
    tells_only_of_hand_in,
)
from core.intents import DISTRESS, FALLBACK, OUT_OF_SCOPE, RULES_ALONE, TALK_TO_PERSON, WHAT_NEXT
from core.others_cases import tells_of_anothers
from core.photo_questions import asks_where_photos_go
from core.plain_questions import (
    asks_before_arrival,
    asks_end_of_window,
    asks_if_returnable,
    asks_to_explain,
    asks_to_return,
)
from core.planned_days import asks_if_day_does
from core.return_words import asks_of_stage, means_an_order
from core.rule_only import tells_only_place, wants_rule_only
from core.spoken_wishes import (
    asks_if_to_act,
    asks_of_other_orders,
    asks_to_be_told,
    asks_where_it_is,
    asks_who_reads,
    may_think_twice,
    speaks_of_refund_by_itself,
    speaks_of_seventeen_days,
)
from core.stage_waiting import tells_only_wait
from core.suppositions import Case, case_supposed

#: What a question where a return stands is taken for by what is told beside it.
_BESIDE_A_RETURN = frozenset(
    [FALLBACK, "ask_paid_return", "ask_return_methods", "ask_packaging", "ask_label_use", "give_details"]
)
#: What a yes to cancelling is taken for.
_OF_A_CANCELLING = frozenset([FALLBACK, OUT_OF_SCOPE, "ask_cancel_order", "ask_cancel_return", "stop"])
#: What the question is taken for what cancelling costs.
_OF_A_COST = frozenset([FALLBACK, OUT_OF_SCOPE, "ask_return_fee", "ask_refund_amount", "ask_paid_return"])
#: What a second thought is taken for.
_OF_SECOND_THOUGHTS = frozenset(
    [FALLBACK, OUT_OF_SCOPE, "ask_return_window", "ask_how_to_return", "ask_amend_return", "stop"]
)
#: What a refund that starts by itself is taken for.
_OF_A_REFUND = frozenset(
    [FALLBACK, OUT_OF_SCOPE, "ask_refund_time", "ask_track_refund", "ask_get_refund", "doubt_answer"]
)
_CANCEL, _LOST = "ask_cancel_return", "report_parcel_lost"
_DETAILS, _SHIP_BY, _HAND_IN = "give_details", "ask_ship_by", "report_not_marked_returned"
#: What the rule of the 17 days is taken for.
_OF_A_RULE = frozenset([FALLBACK, OUT_OF_SCOPE, "ask_return_window", "how_long", "explain_why", "doubt_answer"])
#: What the time that something has taken is taken for.
_OF_A_WAIT = frozenset([OUT_OF_SCOPE, "ask_return_window", "report_order_not_arrived", "express_frustration"])
#: What the word that something is done is taken for.
_OF_A_DEED = frozenset([FALLBACK, OUT_OF_SCOPE, "ask_return_status", "ask_change_order", "give_details"])
#: What the word that a return is begun is taken for.
_OF_A_BEGINNING = frozenset(
    {
        *(FALLBACK, OUT_OF_SCOPE, "express_frustration", "ask_item_condition", "give_details", "ask_how_to_return"),
        *("report_parcel_delivered", "ask_my_returns"),
    }
)
#: What the word where somebody lives is taken for.
_OF_A_PLACE = frozenset([FALLBACK, OUT_OF_SCOPE, "report_item_problem", "ask_gift_return"])
#: What is more urgent than a question.
_URGENT = frozenset([DISTRESS, TALK_TO_PERSON, "express_threat"])
#: What the wish to be told in plain words is taken for.
_OF_PLAIN_WORDS = frozenset([FALLBACK, OUT_OF_SCOPE, "help", "express_frustration", "repeat_answer", "give_details"])
#: What the question whether something can be sent back is taken for.
_OF_RETURNING = frozenset([FALLBACK, OUT_OF_SCOPE, "ask_return_status", "ask_return_in_store", "ask_return_methods"])
#: What the wish to send back what has not come is taken for.
_OF_AN_ARRIVAL = frozenset(
    [FALLBACK, OUT_OF_SCOPE, "report_order_not_arrived", "report_not_marked_returned", "ask_return_window"]
)
#: What the question is taken for whether a day is one for handing in a parcel.
_OF_A_PLAN = frozenset(
    {
        *(FALLBACK, OUT_OF_SCOPE, "give_details", "ask_return_window", "ask_ship_by", "ask_return_in_store", "affirm"),
        *("ask_drop_off_points", "ask_return_methods", "ask_pickup", "ask_change_order", "ask_delays"),
        *("ask_faster_refund", "report_return_closed", "report_order_not_arrived", "ask_amend_return", "deny"),
        "ask_gift_return",
    }
)
#: As which question each case is answered that has not come about.
_CASES = {
    **{Case.LOST: _LOST, Case.REGRETTED: _CANCEL, Case.NEVER_SENT: _HAND_IN},
    **dict.fromkeys((Case.DAMAGED, Case.OTHER_THING), "ask_failed_inspection"),
    **dict.fromkeys((Case.FORGOTTEN, Case.SHUT), _SHIP_BY),
}
#: What a supposed case is taken for.
_OF_A_CASE = frozenset(
    {
        *(FALLBACK, OUT_OF_SCOPE, "ask_return_status", "report_order_not_arrived", "report_item_problem", _HAND_IN),
        *(_LOST, _CANCEL, "ask_refund_time", "ask_get_refund", "ask_return_fee", "ask_label_problem", "ask_reminders"),
        *("ask_paid_return", "ask_track_refund", _SHIP_BY, "give_details", "ask_delays", "ask_exchange", "ask_pickup"),
        *("ask_amend_return", "ask_drop_off_points", "ask_return_in_store", "report_return_closed", "what_next"),
        *("ask_multiple_items", "ask_cancel_order", "ask_return_methods", "ask_item_condition", "how_long"),
        *("ask_refund_amount", "stop", "deny"),
    }
)
#: What the day on a receipt is taken for, by the hour beside it.
_OF_A_RECEIPT = frozenset([FALLBACK, OUT_OF_SCOPE, "give_details", "ask_refund_amount", "ask_receipt_needed", "deny"])
_OF_AN_ORDER = frozenset(["report_order_not_arrived", "ask_cancel_order", "ask_change_order"])
#: What a message about somebody else's return is taken for.
_OF_ANOTHERS = frozenset(
    [FALLBACK, OUT_OF_SCOPE, "give_details", "ask_return_status", "help", "greet", "ask_gift_return", "ask_my_returns"]
)
#: What the word that a parcel was handed in is taken for.
_OF_A_HAND_IN = frozenset(
    [FALLBACK, OUT_OF_SCOPE, "give_details", _SHIP_BY, "ask_drop_off_points", "ask_return_methods", "ask_return_status"]
)


def told_apart(
    text: str, intent: str | None, entities: Sequence[Mapping[str, Any]], *, takes_back: bool = True
) -> str | None:
    """What a message means by its words, else what it was taken for; the action server reads what becomes a fallback.

    Args:
        text: The message, in English.
        intent: What it was taken for.
        entities: What it states.
        takes_back: Whether a hand-in may have been told before, that the message takes back.
    """
    if intent in _URGENT:
        return intent
    names_country = Kind.COUNTRY.value in {each[ENTITY_ATTRIBUTE_TYPE] for each in entities}
    if wants_rule_only(text):
        return "stop"
    if names_country and intent in _OF_A_PLACE and tells_only_place(text):
        return "ask_countries"
    if asks_who_reads(text):
        return TALK_TO_PERSON
    kinds = {each[ENTITY_ATTRIBUTE_TYPE] for each in entities}
    is_proof = {Kind.CUSTOMER_NUMBER.value, Kind.EMAIL.value} <= kinds
    if is_proof and intent in _BESIDE_A_RETURN and asks_where_it_is(text):
        return "ask_return_status"
    if intent in (FALLBACK, OUT_OF_SCOPE, _DETAILS, "ask_return_status", _LOST) and means_an_order(text):
        return "report_order_not_arrived"
    if intent == OUT_OF_SCOPE and Kind.EMAIL.value in kinds and asks_of_stage(text):
        # Whoever proves who they are asks of their own.
        return "ask_return_status"
    if asks_to_be_told(text) or asks_of_other_orders(text):
        return FALLBACK
    if intent in _OF_SECOND_THOUGHTS and may_think_twice(text):
        return _CANCEL
    if intent in _OF_A_REFUND and speaks_of_refund_by_itself(text):
        return _LOST
    if intent == "return_to_bot" and asks_to_return(text):
        return "ask_how_to_return"
    if intent in _OF_A_RULE and speaks_of_seventeen_days(text):
        return _LOST
    supposed = case_supposed(text)
    if supposed is not None and intent in _OF_A_CASE:
        return _CASES[supposed]
    if intent in _OF_A_CANCELLING and agrees_to_cancel(text):
        return "affirm"
    if intent in _OF_A_COST and asks_cost_of_cancelling(text):
        return _CANCEL
    if intent in (FALLBACK, OUT_OF_SCOPE) and asks_end_of_window(text):
        return "ask_return_window"
    if asks_if_to_call_carrier(text) and intent not in _OF_AN_ORDER:
        return _HAND_IN
    if intent in _OF_ANOTHERS and tells_of_anothers(text):
        return of_another(text, entities, intent) or intent
    if intent in _OF_A_RECEIPT and Kind.DATE.value in kinds and reads_day_off(text):
        return _HAND_IN
    if bounds_day(text) or (intent in _OF_A_WAIT and tells_only_wait(text)):
        return FALLBACK
    if intent == "report_order_not_arrived" and names_another_order(text):
        return _DETAILS
    if intent in _OF_A_PLAN and asks_if_day_does(text) and is_of_a_plan(text, entities):
        return _HAND_IN
    if intent in (FALLBACK, OUT_OF_SCOPE, "goodbye", _SHIP_BY) and plans_to_go(text) and Kind.DATE.value in kinds:
        return _HAND_IN
    is_dated = not kinds.isdisjoint((Kind.DATE.value, Kind.DAY_COUNT.value, Kind.WORKING_DAY_COUNT.value))
    if intent in _OF_A_HAND_IN and not is_dated and tells_bare_hand_in(text):
        return _HAND_IN
    senses = {each[ENTITY_ATTRIBUTE_TYPE]: each for each in entities}
    if intent == _SHIP_BY and "?" not in text and says_not(senses.get(Kind.HAND_IN.value)):
        return _HAND_IN
    if intent == _HAND_IN and sends_no_parcel(text) and says_not(senses.get(Kind.HAND_IN.value)):
        return FALLBACK
    if takes_back and intent in RULES_ALONE and says_not(senses.get(Kind.HAND_IN.value)):
        # What was told of a hand-in is taken back before any rule is told.
        return _HAND_IN
    if intent in _OF_A_DEED and tells_it_is_done(text) and is_past(senses.get(Kind.DATE.value)):
        return _HAND_IN
    if intent in _OF_A_BEGINNING and tells_it_is_begun(text):
        return "ask_return_status"
    if asks_if_to_act(text) and not kinds & {Kind.CUSTOMER_NUMBER.value, Kind.EMAIL.value}:
        return WHAT_NEXT
    if asks_where_photos_go(text) or (thing_asked(text) and not names_country):
        return FALLBACK
    if intent in _OF_PLAIN_WORDS and asks_to_explain(text):
        return "explain_answer"
    if intent in _OF_AN_ARRIVAL and asks_before_arrival(text):
        return "ask_how_to_return"
    if intent in _OF_RETURNING and asks_if_returnable(text):
        return "ask_return_window"
    if intent == "ask_drop_off_points" and tells_only_of_hand_in(text):
        return "report_not_marked_returned"
    return intent
