"""What the next return of an order costs, how many are free this month, and how several items travel on one label."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from actions.dialogue.base_actions import OrderAction
from actions.dialogue.identity import records_of
from actions.dialogue.turn import ActionContext
from actions.replies.formatting import show_day
from actions.replies.item_windows import windows_told
from actions.replies.reply import Phrase, Reply, Shown, Utterance
from core.what_ifs import supposes_month
from policy.fees import FeeKind, ItemsKind, NextFee, free_returns_used, items_plan, next_return_fee
from policy.model import Customer, Order, ReturnRequest
from policy.returnable import items_standing

#: So many items are "both", and one of them is "the other one".
PAIR = 2
#: "Who pays for the label?" is about the return in hand, "does another one cost me?" about the next.
_OF_THIS = re.compile(r"\b(?:labels?|postage|shipping|this|it)\b", re.IGNORECASE)
_OF_ANOTHER = re.compile(r"\b(?:else|another|others?|next|second|more|again|extra|rest)\b", re.IGNORECASE)
#: "How many free ones have I got left?" is of the month, unless an order is named.
_FREE_LEFT = re.compile(r"\bhow many\b.{0,60}\b(?:left|remain(?:s|ing)?|still|over)\b", re.IGNORECASE)
_FREE = re.compile(r"\b(?:free|freebies?)\b", re.IGNORECASE)
_ORDER = re.compile(r"\border\b", re.IGNORECASE)
_MONTH = re.compile(r"\b(?:month|months|monthly)\b", re.IGNORECASE)


class ActionReturnFee(OrderAction):
    """Computes whether the next return of an order is free; for a number of items, how they are sent together."""

    name_ = "action_return_fee"
    topics = ("ask_return_fee", "ask_multiple_items")

    def rule(self, topic: str, turn: ActionContext) -> tuple[Utterance, ...]:
        """The rule for the number of items in the question, or in general."""
        if not turn.item_count or turn.item_count < 1 or turn.intent != "ask_multiple_items":
            return super().rule(topic, turn)
        plan = items_plan(turn.item_count, self.services.facts)
        if plan.kind is ItemsKind.SINGLE:
            return super().rule(topic, turn)
        response = "utter_multiple_items_two" if plan.items == PAIR else "utter_multiple_items_counted"
        return (Utterance(response, {"item_count": plan.items, "other_items": plan.grouped}),)

    def answer(
        self, topic: str, turn: ActionContext, customer: Customer, subject: ReturnRequest | Order | None
    ) -> Reply:
        """How to send several items, and how many returns are free this month, needs no order; the cost of one does."""
        if topic == "ask_multiple_items" and turn.intent == topic:
            return Reply(self.rule(topic, turn))
        if (
            turn.intent == topic
            and "customer_number" not in turn.told_now
            and not _waits(turn)
            and (_MONTH.search(turn.said) or _asks_what_is_left(turn.said))
        ):
            return Reply((self._this_month(turn, customer),))
        reply = super().answer(topic, turn, customer, subject)
        is_of_this = _OF_THIS.search(turn.said) and not _OF_ANOTHER.search(turn.said)
        used = isinstance(subject, ReturnRequest) and any(_is_free_by(each, subject) for each in reply.utterances)
        if is_of_this and used:
            # That this very return is the free one goes before what it means for the next.
            free = Utterance("utter_what_next", {"lines": [Phrase("reason_fee_first")]}, "fee.first")
            return Reply((free, *reply.utterances), reply.slots, reply.form)
        return reply

    def _this_month(self, turn: ActionContext, customer: Customer) -> Utterance:
        """How many free returns the customer has used this month, on whatever order."""
        used = free_returns_used(records_of(turn, self.services).returns(), turn.now, customer.timezone)
        limit = self.services.facts["fee.monthly_limit"]
        values = {"used": used, "next_month": _first_of_next_month(turn.now, customer)}
        response = (
            "utter_free_returns_left" if not limit.is_stated or used < limit.longest else "utter_next_return_month_used"
        )
        return Utterance(response, values, because=limit.id)

    def answer_order(self, topic: str, turn: ActionContext, customer: Customer, order: Order) -> Reply:
        """Free, or why not and what to do instead."""
        returns = records_of(turn, self.services).returns()
        fee = next_return_fee(returns, order, turn.now, self.services.facts, customer.timezone)
        return Reply((fee_told(fee, order, customer, turn.now), *self._windows(fee, turn, customer, order)))

    def _windows(self, fee: NextFee, turn: ActionContext, customer: Customer, order: Order) -> tuple[Utterance, ...]:
        """Until when the items can be sent back, where waiting for another month would make the return free."""
        if fee.kind is not FeeKind.MONTH_USED and not _waits(turn):
            return ()
        returns = records_of(turn, self.services).returns_of_order(order.number)
        items = items_standing(order, returns, turn.now, self.services.facts, customer.timezone)
        free = [each for each in items if each.is_free]
        if not free:
            return ()
        zone = ZoneInfo(customer.timezone)
        then = datetime.combine(_next_month(turn.now, customer), time(12), zone)
        return (windows_told(order, free, customer, turn.now, then),)


def _asks_what_is_left(said: str) -> bool:
    return bool(_FREE_LEFT.search(said) and _FREE.search(said)) and _ORDER.search(said) is None


def fee_told(fee: NextFee, order: Order, customer: Customer, now: datetime) -> Utterance:
    """What the next return of an order costs, in a message."""
    values = {
        "order_number": order.number,
        "used_this_month": fee.used_this_month,
        "free_left": fee.free_left_this_month,
        "first_return": fee.first_return_number,
        "advice": _advice(fee),
        "next_month": _first_of_next_month(now, customer),
    }
    return Utterance(f"utter_next_return_{fee.kind}", values, because=fee.because)


def _advice(fee: NextFee) -> Phrase | None:
    if fee.kind is not FeeKind.ORDER_USED:
        return None
    if fee.first_sent:
        return Phrase("share_parcel_too_late")
    if fee.first_tracking_number:
        return Phrase("share_parcel_with_tracking", {"tracking_number": fee.first_tracking_number})
    return Phrase("share_parcel_without_tracking")


def _is_free_by(said: Utterance, found: ReturnRequest) -> bool:
    """Whether a message says that a return has used the free one of its order."""
    return said.response == "utter_next_return_order_used" and said.values.get("first_return") == found.number


def _waits(turn: ActionContext) -> bool:
    """Whether a message asks what holds in another month, for the order in hand."""
    return supposes_month(turn.said) and (turn.number or "").isdigit()


def _first_of_next_month(now: datetime, customer: Customer) -> Shown:
    return show_day(_next_month(now, customer), customer, now)


def _next_month(now: datetime, customer: Customer) -> date:
    first = now.astimezone(ZoneInfo(customer.timezone)).date().replace(day=1)
    return (first + timedelta(days=32)).replace(day=1)
