"""Where the money of a return is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Optional

from policy.calendars import logistics_place
from policy.deadlines import Deadline, refund_deadline
from policy.facts import Facts
from policy.model import Customer, EventType, Money, ReturnRequest, Word
from policy.progress import lost_since
from policy.refund_doubts import RefundDoubt, items_total, refund_doubts
from policy.status import INSPECTED, RECEIVED, History, Status, has_failed, is_rejected, standing


class RefundKind(Word):
    """Where the money of a return is."""

    NOT_DUE_YET = "not_due_yet"
    """The warehouse has not confirmed the parcel."""
    EXPECTED = "expected"
    """The refund process has started, or should have for a parcel that never arrived; it is not issued yet."""
    LATE = "late"
    """It should have arrived by now; `issued_at` tells whether the bank or the platform holds it."""
    ISSUED = "issued"
    SETTLED = "settled"
    REFUSED = "refused"
    """Rejected, or failed the inspection: the platform can be asked to decide."""
    NONE = "none"
    """Cancelled."""


@dataclass(frozen=True)
class RefundOutlook:
    """Where the money is and when to expect it.

    `earliest` and `latest` are instants in UTC, None where no refund is under way or nothing supports a date. `method`
    is the payment method that the store names, `price` the sum of the items' prices where they have one currency.
    `issued` holds every time it was issued, `confirmed_at` when the warehouse confirmed the parcel. `doubts` is what
    does not fit together; `because` is the fact that decides.
    """

    kind: RefundKind
    amount: Money
    method: str
    issued: tuple[datetime, ...]
    confirmed_at: Optional[datetime]
    cancelled_at: Optional[datetime]
    earliest: Optional[datetime]
    latest: Optional[datetime]
    price: Optional[Money]
    doubts: tuple[RefundDoubt, ...]
    because: str

    @property
    def issued_at(self) -> Optional[datetime]:
        """When it was issued first."""
        return min(self.issued, default=None)


def refund_outlook(ret: ReturnRequest, customer: Customer, now: datetime, facts: Facts) -> RefundOutlook:
    """Where the money of a return is at `now`, and when it should arrive.

    Args:
        ret: The return; events after `now` have not happened.
        customer: Who gets the money; banks work on the working days of the customer's country.
        now: An aware instant.
        facts: The rules.

    Source of the rules: facts `refund.time`, `parcel.lost`, `dispute`, `request.cancel`.
    """
    history = History.until(ret.events, now)
    lost = lost_since(ret, history, logistics_place(ret.order, customer), now, facts) is not None
    deadline = refund_deadline(ret, customer, history, facts)
    kind = _kind(history, deadline, lost, now)
    confirmed = history.first(*RECEIVED, *INSPECTED)
    is_unconfirmed = confirmed is None and not lost
    doubts = _doubts(refund_doubts(ret, history), kind, is_unconfirmed)
    return RefundOutlook(
        kind=kind,
        amount=ret.refund.total,
        method=ret.refund.method,
        issued=history.all(EventType.REFUND_ISSUED),
        confirmed_at=confirmed,
        cancelled_at=history.last(EventType.CANCELLED),
        # What was confirmed before it was sent may come sooner than by the first day from then on.
        earliest=deadline.earliest if deadline and not is_unconfirmed else None,
        latest=deadline.due if deadline else None,
        price=items_total(ret.items),
        doubts=doubts,
        because=_because(kind, lost),
    )


def _doubts(found: tuple[RefundDoubt, ...], kind: RefundKind, is_unconfirmed: bool) -> tuple[RefundDoubt, ...]:
    """What is doubtful about a refund that there is or was; where there is none its amount doesn't matter."""
    if kind is RefundKind.REFUSED:
        return ()
    if kind is RefundKind.NONE:
        return tuple(doubt for doubt in found if doubt is RefundDoubt.CANCELLED)
    if kind is RefundKind.ISSUED and is_unconfirmed and not found:
        return (RefundDoubt.UNCONFIRMED,)
    return found


def _kind(history: History, deadline: Optional[Deadline], lost: bool, now: datetime) -> RefundKind:
    status, _ = standing(history)
    if status is Status.REFUND_SETTLED:
        return RefundKind.SETTLED
    if status is Status.CANCELLED:
        return RefundKind.NONE
    if deadline is not None and deadline.overdue(now):
        return RefundKind.LATE
    if history.has(EventType.REFUND_ISSUED):
        return RefundKind.ISSUED
    if is_rejected(history) or has_failed(history):
        return RefundKind.REFUSED
    return RefundKind.EXPECTED if lost or history.has(*RECEIVED, *INSPECTED) else RefundKind.NOT_DUE_YET


def _because(kind: RefundKind, lost: bool) -> str:
    if kind is RefundKind.REFUSED:
        return "dispute"
    if kind is RefundKind.NONE:
        return "request.cancel"
    return "parcel.lost" if lost else "refund.time"
