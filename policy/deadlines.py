"""Every date that a return is waiting for, and which of a customer's returns are open with dates that come soon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Optional

from policy.calendars import Place, customer_place, earliest, latest, local_date, logistics_place, utc
from policy.facts import Fact, Facts
from policy.model import Customer, ReturnRequest, Word
from policy.own_cost import follows_times
from policy.progress import (
    waits_for_answer,
    waits_for_inspection,
    waits_for_money,
    waits_for_parcel,
    waits_for_warehouse,
)
from policy.refund_doubts import UNDATED, refund_doubts
from policy.status import History, Status, return_state


class DeadlineKind(Word):
    """What a deadline is for."""

    PROCESSING = "processing"
    SELLER = "seller"
    SHIP_BY = "ship_by"
    """Advice: sending later is possible, and delays the refund."""
    DROP_OFF_UPDATE = "drop_off_update"
    INSPECTION = "inspection"
    LOST_PARCEL = "lost_parcel"
    """Once it passes, the refund starts by itself."""
    REFUND = "refund"


@dataclass(frozen=True)
class Deadline:
    """Something that should happen after `starts`, from `earliest` on and by the end of `due` (instants in UTC).

    `earliest` is None where the rule names one time only. `because` is the id of the fact that it rests on, `place`
    where its days were counted.
    """

    kind: DeadlineKind
    starts: datetime
    earliest: Optional[datetime]
    due: datetime
    because: str
    place: Place

    def overdue(self, now: datetime) -> bool:
        """Whether it passed before `now` (an aware instant) without an answer."""
        return utc(now) > self.due

    def due_on(self, timezone: str) -> date:
        """The date of `due` on a calendar in the time zone (IANA name), for showing."""
        return local_date(self.due, timezone)

    def days_left(self, now: datetime, timezone: str) -> int:
        """Days from today to the day of `due`, on a calendar in the time zone (IANA name); below 0 once it is over."""
        return (self.due_on(timezone) - local_date(now, timezone)).days


def open_deadlines(ret: ReturnRequest, customer: Customer, now: datetime, facts: Facts) -> tuple[Deadline, ...]:
    """Everything a return is waiting for at `now`, the soonest first; what was missed stays until it is answered.

    When the page shows a hand-in, and what happens to a lost parcel, is promised to free returns only, where the rules
    have such.

    Args:
        ret: The return; events after `now` have not happened.
        customer: Who asked for it. The days of the bank's part of a refund are counted in the customer's country,
            those of drop-off, carrier and warehouse in the country that the order was delivered to.
        now: An aware instant.
        facts: The rules.

    Source of the rules: facts `request.processing`, `seller.silence`, `ship.within`, `update.dropoff`, `inspection`,
    `parcel.lost`, `refund.time`.
    """
    history = History.until(ret.events, now)
    home, logistics = customer_place(customer), logistics_place(ret.order, customer)
    asked = waits_for_answer(history)
    handed_in = waits_for_warehouse(history) if follows_times(ret, facts) else None
    found = (
        _deadline(DeadlineKind.PROCESSING, asked, facts["request.processing"], home),
        _deadline(DeadlineKind.SELLER, asked, facts["seller.silence"], home),
        _deadline(DeadlineKind.SHIP_BY, waits_for_parcel(history), facts["ship.within"], home),
        _deadline(DeadlineKind.DROP_OFF_UPDATE, handed_in, facts["update.dropoff"], logistics),
        _deadline(DeadlineKind.INSPECTION, waits_for_inspection(history), facts["inspection"], logistics),
        _deadline(DeadlineKind.LOST_PARCEL, handed_in, facts["parcel.lost"], logistics),
        refund_deadline(ret, customer, history, facts),
    )
    return tuple(sorted((each for each in found if each), key=lambda each: (each.due, each.kind)))


def inspection_deadline(ret: ReturnRequest, customer: Customer, now: datetime, facts: Facts) -> Optional[Deadline]:
    """Until when a return that lies at the warehouse should be inspected; None where it waits for no inspection.

    The same as that of `open_deadlines`, for who asks of many returns.
    """
    starts, place = waits_for_inspection(History.until(ret.events, now)), logistics_place(ret.order, customer)
    return _deadline(DeadlineKind.INSPECTION, starts, facts["inspection"], place)


def refund_deadline(ret: ReturnRequest, customer: Customer, history: History, facts: Facts) -> Optional[Deadline]:
    """When the money should arrive; None while no refund is under way, and where nothing supports a date.

    `waits_for_money` says what it counts from, `UNDATED` what leaves no date.
    """
    if not UNDATED.isdisjoint(refund_doubts(ret, history)):
        return None
    started = waits_for_money(history, logistics_place(ret.order, customer), facts)
    return _deadline(DeadlineKind.REFUND, started, facts["refund.time"], customer_place(customer))


def _deadline(kind: DeadlineKind, starts: Optional[datetime], fact: Fact, place: Place) -> Optional[Deadline]:
    if starts is None or not fact.is_stated:
        return None
    return Deadline(kind, starts, earliest(starts, fact, place), latest(starts, fact, place), fact.id, place)


UPCOMING: Final = timedelta(hours=48)
"""How soon a date is worth telling before anybody asks."""

OVER: Final = (Status.CANCELLED, Status.REJECTED, Status.REFUND_SETTLED)
"""Where nothing more happens with a return."""


def is_open(ret: ReturnRequest, now: datetime) -> bool:
    """Whether a return still goes on at `now`, an aware instant."""
    return return_state(ret.events, now).status not in OVER


def near_deadlines(
    returns: Iterable[ReturnRequest], customer: Customer, now: datetime, facts: Facts
) -> tuple[tuple[ReturnRequest, Deadline], ...]:
    """What falls due next of each open return within `UPCOMING`, the soonest first. What was missed is not.

    Args:
        returns: Returns of one customer.
        customer: Whose they are.
        now: An aware instant.
        facts: The rules.
    """
    found = []
    for ret in returns:
        ahead = (each for each in open_deadlines(ret, customer, now, facts) if not each.overdue(now))
        soonest = next(ahead, None) if is_open(ret, now) else None
        if soonest is not None and soonest.due - utc(now) <= UPCOMING:
            found.append((ret, soonest))
    return tuple(sorted(found, key=lambda each: (each[1].due, each[0].number)))
