"""Topics that a message tells in so many words, where its other words have it taken for one that is near."""

from __future__ import annotations

from typing import Final

from bot.nlu.mistaken_for import DETAILS, HAND_IN, SHIP_BY
from core.changed_contents import adds_to_return
from core.closed_returns import tells_of_closed_return
from core.deductions import asks_what_is_deducted
from core.free_return_mark import asks_what_mark_means, asks_window_of_marked
from core.hand_in_words import says_long_received
from core.intents import FALLBACK, OUT_OF_SCOPE, WHAT_NEXT
from core.late_orders import (
    tells_of_late_order,
    tells_of_lost_order,
    tells_that_none_came,
    wants_money_for_none,
    was_returned_to_sender,
    wishes_to_cancel,
)
from core.misread_topics import (
    asks_price_difference,
    changes_mind_of_thing,
    is_accepted_but_unpaid,
    tells_of_claimed_damage,
    wants_no_exchange,
    wants_other_reminder,
)
from core.near_questions import Near, near_question
from core.own_cost import asks_of_promise_at_own_cost
from core.own_damage import asks_of_own_damage
from core.part_refunds import tells_of_part_refund
from core.stored_chats import asks_if_chat_is_kept

_ORDER_NOT_ARRIVED: Final = "report_order_not_arrived"
_REFUND_AMOUNT: Final = "ask_refund_amount"
_RETURN_CLOSED: Final = "report_return_closed"
_WINDOW: Final = "ask_return_window"
_POLICY: Final = "ask_return_policy"
#: Topics that words tell even where nobody who was asked finds them likely: what is said to those near to them, such as
#: that a refund starts by itself, would be false here.
TOLD_BY_WORDS: Final = frozenset([_ORDER_NOT_ARRIVED, _REFUND_AMOUNT, _RETURN_CLOSED])
_NOTHING: Final = frozenset([FALLBACK, OUT_OF_SCOPE])
#: What an order that is late is taken for, beside nothing.
_OF_A_WAIT: Final = _NOTHING | {"deny", "report_parcel_lost"}
#: What an order that has not come is taken for, beside a seller who is silent or a parcel that is lost.
_OF_AN_ARRIVAL: Final = _NOTHING | {"ask_seller_silent", "ask_dispute"}
#: What the question is taken for whether a thing can go back that its writer dropped or broke.
_OF_A_THING: Final = _NOTHING | {
    *("report_item_problem", HAND_IN, DETAILS, "ask_return_window", "ask_how_to_return", "ask_exchange", "explain_why"),
    *("ask_get_refund", "ask_dispute", "ask_return_status", "express_frustration", "what_next"),
    "ask_item_condition",
}
#: As which question each of those in few words is answered, and what it is taken for.
_NEAR: Final = {
    Near.CHECKED: "ask_inspection_time",
    Near.LOOK_AGAIN: "doubt_answer",
    Near.PAYS_ME: "ask_get_refund",
    Near.WHAT_TO_DO: WHAT_NEXT,
    Near.NO_WAIT: "deny",
    Near.STARTS_AGAIN: FALLBACK,
    Near.OTHER_SPAN: "doubt_answer",
    Near.WHEN_TO_GO: SHIP_BY,
    Near.SHUT: SHIP_BY,
}
_TAKEN_FOR: Final = {
    Near.CHECKED: _NOTHING | {"ask_item_condition", "report_item_problem", "ask_return_status"},
    Near.LOOK_AGAIN: _NOTHING | {"ask_failed_inspection", "ask_return_status", "repeat_answer", "help"},
    Near.PAYS_ME: _NOTHING | {"ask_paid_return", "ask_return_fee"},
    Near.WHAT_TO_DO: _NOTHING | {"help"},
    Near.NO_WAIT: _NOTHING | {DETAILS, "stop", "affirm"},
    Near.STARTS_AGAIN: frozenset(["stop"]),
    Near.OTHER_SPAN: _NOTHING | {"ask_return_window", DETAILS},
    Near.WHEN_TO_GO: _NOTHING | {DETAILS, WHAT_NEXT, "ask_refund_time", "ask_track_refund", "affirm"},
    Near.SHUT: _NOTHING | {"report_return_closed", "ask_drop_off_points"},
}
#: What an order is taken for that went back to its sender.
_OF_A_WAY_BACK: Final = _OF_AN_ARRIVAL | {HAND_IN, "ask_return_status", "report_parcel_lost", "report_parcel_delivered"}
#: What it is taken for that too little was paid.
_OF_TOO_LITTLE: Final = _NOTHING | {"report_item_problem", "explain_why", "ask_my_returns", "ask_multiple_items"}
#: What it is taken for whether a chat is kept.
_OF_A_CHAT: Final = _NOTHING | {"help", "express_threat", "ask_refund_amount", "ask_return_status", "bot_challenge"}
#: What it is taken for that another item is to go into a return.
_OF_ANOTHER_ITEM: Final = _NOTHING | {
    *("ask_seasonal_categories", "ask_multiple_items", "ask_how_to_return", "ask_packaging", "ask_item_condition"),
    *("ask_change_order", "ask_get_refund", "ask_return_status", "ask_gift_return", DETAILS, "affirm", "ask_exchange"),
}
#: What the wait for the money is taken for behind a parcel that was accepted.
_OF_A_PARCEL: Final = frozenset([HAND_IN, "report_parcel_delivered", "report_parcel_lost", "ask_inspection_time"])
#: What it is taken for that a thing is no longer wanted.
_OF_TAKING_BACK: Final = frozenset(["ask_cancel_return", "ask_amend_return", "ask_cancel_order"])
#: What the word is taken for that the warehouse has found a fault.
_OF_A_FAULT: Final = frozenset(["report_item_problem", "ask_item_condition", "ask_dispute", "ask_exchange"])
#: What a return that is no longer open is taken for.
_OF_AN_END: Final = _NOTHING | {HAND_IN, DETAILS, "ask_label_use", "ask_return_status"}


def is_told_by_words(text: str, topic: str) -> bool:
    """Whether a topic is told by words so plain that it needs to be likely to nobody who was asked.

    Args:
        text: The message, in English.
        topic: What its words were read as.
    """
    if topic in (_WINDOW, _POLICY):
        return topic == _topic_of_mark(text)
    return topic in TOLD_BY_WORDS or (topic == HAND_IN and asks_of_promise_at_own_cost(text))


def _topic_of_mark(text: str) -> str | None:
    """What a message asks about things with the mark of free returns."""
    if asks_window_of_marked(text):
        return _WINDOW
    return _POLICY if asks_what_mark_means(text) else None


def topic_told(text: str, intent: str | None, *, is_sure: bool) -> str | None:
    """The topic that a message tells, None where it is as well what it was taken for.

    Args:
        text: The message, in English.
        intent: What it was taken for.
        is_sure: Whether its words leave little doubt of that.
    """
    if intent in _OF_A_WAIT and not is_sure and tells_of_late_order(text):
        return _ORDER_NOT_ARRIVED
    if intent in _OF_AN_ARRIVAL and tells_that_none_came(text):
        return _ORDER_NOT_ARRIVED
    if intent == "report_parcel_lost" and tells_of_lost_order(text):
        return _ORDER_NOT_ARRIVED
    if intent in _OF_A_WAY_BACK and was_returned_to_sender(text):
        return _ORDER_NOT_ARRIVED
    if intent == "ask_get_refund" and wants_money_for_none(text):
        return _ORDER_NOT_ARRIVED
    if intent == _ORDER_NOT_ARRIVED and wishes_to_cancel(text):
        return "ask_cancel_order"
    if intent in _OF_TOO_LITTLE and tells_of_part_refund(text):
        return _REFUND_AMOUNT
    if intent == "ask_window_not_stated":
        return _topic_of_mark(text)
    if intent in _OF_A_THING and asks_of_own_damage(text):
        return "ask_failed_inspection"
    if intent in _NOTHING | {_ORDER_NOT_ARRIVED} and says_long_received(text):
        return "report_parcel_delivered"
    misread = _misread(text, intent)
    if misread is not None:
        return misread
    near = near_question(text)
    if near is not None and intent in _TAKEN_FOR[near]:
        return _NEAR[near]
    if intent in _OF_A_CHAT and asks_if_chat_is_kept(text):
        return "ask_about_details"
    if intent in _OF_ANOTHER_ITEM and adds_to_return(text):
        return "ask_amend_return"
    if intent == "ask_return_fee" and asks_what_is_deducted(text):
        return _REFUND_AMOUNT
    return _RETURN_CLOSED if intent in _OF_AN_END and tells_of_closed_return(text) else None


def _misread(text: str, intent: str | None) -> str | None:
    """What a message says that is surely taken for a topic near to that, by words that such messages share."""
    if intent in _OF_A_PARCEL and is_accepted_but_unpaid(text):
        return "ask_track_refund"
    if intent == "ask_exchange" and wants_no_exchange(text):
        return "ask_get_refund"
    if intent in ("ask_refund_amount", "ask_get_refund") and asks_price_difference(text):
        return "ask_shop_matter"
    if intent in _OF_TAKING_BACK and changes_mind_of_thing(text):
        return "ask_how_to_return"
    if intent == "ask_reminders" and wants_other_reminder(text):
        return OUT_OF_SCOPE
    return "ask_failed_inspection" if intent in _OF_A_FAULT and tells_of_claimed_damage(text) else None
