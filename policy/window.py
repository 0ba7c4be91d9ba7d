"""Until when an item can be sent back.

Two rules: so many days after the order was placed, or so many after reception where the store marks the item with
one of the shorter windows. Days are those of the customer's calendar, and a window in days is open to the end of its
last one, `ends_on`, whatever clocks do between. One in hours would end at an hour of that date, which `ends_at` tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Optional

from policy.calendars import ONE_DAY, Place, add_span, country_code, end_of_day, local_date, utc
from policy.fact import SPANS
from policy.facts import Fact, Facts, Unit
from policy.model import Item, Order, Word


class WindowKind(Word):
    """Whether an item can still be sent back."""

    OPEN = "open"
    CLOSED = "closed"
    NOT_RECEIVED = "not_received"
    """Counts from reception, and the item has not arrived: no date yet."""
    NOT_STATED = "not_stated"
    """Not marked "Free returns": the rules state no window."""


@dataclass(frozen=True)
class ReturnWindow:
    """When an item's window ends.

    `ends_at` (UTC), `ends_on` (customer's date) and `days_left` are None where there is no date. `days_left` is the
    number of calendar days from the customer's today to `ends_on`: 0 on the last day, None once closed. `length` is
    the number of days (or other units of the fact) that the window lasts, None where the rules state none.
    """

    kind: WindowKind
    ends_on: Optional[date]
    ends_at: Optional[datetime]
    days_left: Optional[int]
    length: Optional[int]
    because: str


class AgeKind(Word):
    """What the age of an order says about its windows."""

    OPEN = "open"
    """Every rule that can be worked out still allows the return."""
    CLOSED = "closed"
    """No rule that can be worked out allows it any more."""
    DEPENDS = "depends"
    """Some do and some don't."""
    UNKNOWN = "unknown"
    """Neither age is known."""


class AgeBasis(Word):
    """Which ages were known."""

    ORDER = "order"
    RECEIPT = "receipt"
    BOTH = "both"
    NONE = "none"


@dataclass(frozen=True)
class RuleAge:
    """One window of so many days: how many are left, negative once over. The last day itself has 0 left."""

    days: int
    days_left: int

    @property
    def is_open(self) -> bool:
        """Whether the window is still open."""
        return self.days_left >= 0


@dataclass(frozen=True)
class WindowForAge:
    """What is left of each window of an item marked "Free returns", for an order of which only the age is known.

    `by_order` is None and `by_receipt` empty where that age is not known.
    """

    kind: AgeKind
    basis: AgeBasis
    by_order: Optional[RuleAge]
    by_receipt: tuple[RuleAge, ...]
    because: str


def return_window(order: Order, item: Item, now: datetime, facts: Facts, customer_timezone: str) -> ReturnWindow:
    """Until when one item of an order can be sent back for free.

    Args:
        order: The order; a reception after `now` has not happened.
        item: One of its items.
        now: An aware instant.
        facts: The rules.
        customer_timezone: IANA name; the date to show is the one on the customer's calendar.

    Source of the rule: facts `window.order`, `window.receipt`, `window.general`. A general window that is a stretch of
    time counts from reception.
    """
    place = Place(country_code(order.ship_to), customer_timezone)
    rule, length = _rule_of(item, facts)
    if length is None:
        return _undated(WindowKind.NOT_STATED, None, rule)
    if rule.id == "window.order":
        return _dated(order.placed_at, length, rule, now, place)
    if order.received_at is None or utc(order.received_at) > utc(now):
        return _undated(WindowKind.NOT_RECEIVED, length, rule)
    return _dated(order.received_at, length, rule, now, place)


def windows_from_receipt(facts: Facts) -> tuple[int, ...]:
    """The lengths that windows have which count from reception, the shortest first.

    Source of the rule: facts `window.receipt`, `window.general`.
    """
    rules = (facts["window.receipt"], facts["window.general"])
    return tuple(sorted({length for rule in rules if rule.unit in SPANS for length in rule.numbers}))


def window_for_age(days_since_order: Optional[int], days_since_receipt: Optional[int], facts: Facts) -> WindowForAge:
    """What is left of each window when a customer only tells how long ago an order was placed or received.

    Args:
        days_since_order: Whole days since the order was placed; None where the customer did not say.
        days_since_receipt: Whole days since it arrived; None likewise.
        facts: The rules.

    Raises:
        ValueError: A number of days is negative.

    Source of the rule: facts `window.order`, `window.receipt`.
    """
    order = facts["window.order"]
    by_order = None if days_since_order is None or not order.is_stated else _age(order.longest, days_since_order)
    by_receipt = (
        ()
        if days_since_receipt is None
        else tuple(_age(days, days_since_receipt) for days in windows_from_receipt(facts))
    )
    known = (*(() if by_order is None else (by_order,)), *by_receipt)
    return WindowForAge(
        kind=_verdict(known),
        basis=_basis(by_order, by_receipt),
        by_order=by_order,
        by_receipt=by_receipt,
        because=facts["window.receipt" if by_receipt and by_order is None else "window.order"].id,
    )


def windows_from_arrival(arrived_on: date, facts: Facts) -> tuple[tuple[int, date], ...]:
    """The length in days and the last day of each window that counts from reception.

    Args:
        arrived_on: The day on which the customer says that the order arrived.
        facts: The rules.

    Source of the rule: fact `window.receipt`.
    """
    return tuple((days, arrived_on + days * ONE_DAY) for days in windows_from_receipt(facts))


def _rule_of(item: Item, facts: Facts) -> tuple[Fact, Optional[int]]:
    """The rule that counts an item's days, and how many those are; None where the rules state none."""
    if item.free_returns and item.return_window_days is not None and facts["window.receipt"].is_stated:
        return facts["window.receipt"], item.return_window_days
    if item.free_returns and item.return_window_days is None and facts["window.order"].is_stated:
        return facts["window.order"], facts["window.order"].longest
    rule = facts["window.general"]
    return rule, rule.longest if rule.unit in SPANS else None


def _undated(kind: WindowKind, length: Optional[int], rule: Fact) -> ReturnWindow:
    return ReturnWindow(kind, ends_on=None, ends_at=None, days_left=None, length=length, because=rule.id)


def _dated(start: datetime, length: int, rule: Fact, now: datetime, place: Place) -> ReturnWindow:
    ends_at = _end(start, length, rule.unit, place)
    ends_on = local_date(ends_at, place.timezone)
    is_open = utc(now) <= ends_at
    return ReturnWindow(
        kind=WindowKind.OPEN if is_open else WindowKind.CLOSED,
        ends_on=ends_on,
        ends_at=ends_at,
        days_left=(ends_on - local_date(now, place.timezone)).days if is_open else None,
        length=length,
        because=rule.id,
    )


def _end(start: datetime, length: int, unit: Unit, place: Place) -> datetime:
    if unit is not Unit.DAYS:
        return add_span(start, length, unit, place)
    return end_of_day(local_date(start, place.timezone) + length * ONE_DAY, place.timezone)


def _age(days: int, age: int) -> RuleAge:
    if age < 0:
        raise ValueError(f"{age} days ago lies in the future")
    return RuleAge(days, days - age)


def _verdict(rules: tuple[RuleAge, ...]) -> AgeKind:
    if not rules:
        return AgeKind.UNKNOWN
    if all(rule.is_open for rule in rules):
        return AgeKind.OPEN
    return AgeKind.DEPENDS if any(rule.is_open for rule in rules) else AgeKind.CLOSED


def _basis(by_order: Optional[RuleAge], by_receipt: tuple[RuleAge, ...]) -> AgeBasis:
    if by_order is not None:
        return AgeBasis.BOTH if by_receipt else AgeBasis.ORDER
    return AgeBasis.RECEIPT if by_receipt else AgeBasis.NONE
