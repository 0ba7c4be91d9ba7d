"""What the next return of an order costs, and how several items travel on one label.

A return has used the order's free label when it goes by free label or QR code and was neither cancelled nor rejected
before the parcel was sent. A request that is still open counts: it will use the label. A return that was cancelled
counts only where the parcel was sent all the same, a rejected one also where its label had been issued. Returns sent
at the customer's own cost use no label and don't count: the rule is about returns on a free label.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Optional
from zoneinfo import ZoneInfo

from policy.calendars import utc
from policy.facts import Facts
from policy.model import EventType, Order, ReturnRequest, Word
from policy.status import RECEIVED, SENT, History, is_rejected


class FeeKind(Word):
    """What the next return of an order costs."""

    FREE = "free"
    ORDER_USED = "order_used"
    """The order's free return is used: other items travel under its label."""
    MONTH_USED = "month_used"
    """This month's free returns are used."""
    NOT_MARKED = "not_marked"
    """No item of the order is marked "Free returns": the rules don't say what its return costs."""


@dataclass(frozen=True)
class NextFee:
    """What the next return of an order costs, and the return whose label is used already.

    `first_sent` says whether the first return's parcel is on its way: then nothing can be put into it any more.
    """

    kind: FeeKind
    used_on_order: int
    used_this_month: int
    free_left_this_month: int
    first_return_number: Optional[str]
    first_tracking_number: Optional[str]
    first_sent: bool
    because: str


class ItemsKind(Word):
    """How a number of items from one order travels."""

    SINGLE = "single"
    GROUPED = "grouped"


@dataclass(frozen=True)
class ItemsPlan:
    """One free label for the first item; the other `grouped` items go in one parcel under the same label."""

    kind: ItemsKind
    items: int
    free_labels: int
    grouped: int
    because: str


def next_return_fee(
    returns: Sequence[ReturnRequest], order: Order, now: datetime, facts: Facts, timezone: str
) -> NextFee:
    """What the customer's next return of an order would cost.

    Args:
        returns: All of the customer's returns, of every order; those asked for after `now` are ignored.
        order: The order to return something of.
        now: An aware instant.
        facts: The rules.
        timezone: The customer's (IANA name); "a month" is a calendar month there, and a return belongs to the month
            it was asked for in.

    Source of the rule: facts `fee.first`, `fee.monthly_limit`, `fee.next`, `window.general`.
    """
    used = sorted(_using_a_label(returns, now), key=lambda use: (use.at, use.ret.number))
    on_order = [use for use in used if use.ret.order.number == order.number]
    this_month = free_returns_used(returns, now, timezone)
    limit = facts["fee.monthly_limit"]
    # A rule that names no limit sets none.
    left = max(0, limit.longest - this_month) if limit.is_stated else 1
    kind, because = _kind(order, len(on_order), left, facts)
    first = on_order[0] if on_order else None
    return NextFee(
        kind=kind,
        used_on_order=len(on_order),
        used_this_month=this_month,
        free_left_this_month=left,
        first_return_number=first.ret.number if first else None,
        first_tracking_number=first.ret.tracking_number if first else None,
        first_sent=first.sent if first else False,
        because=facts[because].id,
    )


def free_returns_used(returns: Sequence[ReturnRequest], now: datetime, timezone: str) -> int:
    """How many free returns a customer has used in the month of `now`; arguments as of `next_return_fee`.

    Source of the rule: fact `fee.monthly_limit`.
    """
    return len(free_returns_counted(returns, now, timezone))


def free_returns_counted(returns: Sequence[ReturnRequest], now: datetime, timezone: str) -> tuple[ReturnRequest, ...]:
    """Which free returns a customer has used in the month of `now`; arguments as of `next_return_fee`.

    Source of the rule: fact `fee.monthly_limit`.
    """
    month = _month(now, timezone)
    return tuple(use.ret for use in _using_a_label(returns, now) if _month(use.at, timezone) == month)


def items_plan(count: int, facts: Facts) -> ItemsPlan:
    """How several items of one order travel for free.

    Args:
        count: How many items, at least 1.
        facts: The rules.

    Raises:
        ValueError: `count` is below 1.

    Source of the rule: facts `fee.first`, `fee.next`.
    """
    if count < 1:
        raise ValueError(f"{count} items cannot be sent back; at least 1")
    first = facts["fee.first"]
    free_labels = min(count, first.longest) if first.is_stated else 0
    grouped = count - free_labels
    kind = ItemsKind.GROUPED if grouped else ItemsKind.SINGLE
    return ItemsPlan(kind, count, free_labels, grouped, because=facts["fee.next" if grouped else "fee.first"].id)


@dataclass(frozen=True)
class _Use:
    ret: ReturnRequest
    at: datetime
    sent: bool


def _using_a_label(returns: Iterable[ReturnRequest], now: datetime) -> Iterable[_Use]:
    for ret in returns:
        history = History.until(ret.events, now)
        asked = history.first(EventType.REQUESTED) or history.first(*EventType)
        if asked is not None and ret.is_free and _label_is_used(history):
            yield _Use(ret, asked, history.has(*SENT, *RECEIVED))


def _label_is_used(history: History) -> bool:
    if history.has(*SENT, *RECEIVED):
        return True
    if history.has(EventType.CANCELLED):
        return False
    return not is_rejected(history) or history.has(EventType.LABEL_ISSUED)


def _kind(order: Order, used_on_order: int, left_this_month: int, facts: Facts) -> tuple[FeeKind, str]:
    paid = facts.by_id.get("fee.paid_return")
    if not facts["fee.first"].is_stated:
        return FeeKind.NOT_MARKED, paid.id if paid else "fee.first"
    if not any(item.free_returns for item in order.items):
        return FeeKind.NOT_MARKED, paid.id if paid and paid.is_stated else "window.general"
    if used_on_order >= facts["fee.first"].longest:
        return FeeKind.ORDER_USED, "fee.next"
    if left_this_month == 0:
        return FeeKind.MONTH_USED, "fee.monthly_limit"
    return FeeKind.FREE, "fee.first"


def _month(instant: datetime, timezone: str) -> tuple[int, int]:
    local = utc(instant).astimezone(ZoneInfo(timezone))
    return local.year, local.month
