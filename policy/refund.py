"""Where the money of a return is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Optional

from policy.calendars import customer_place, logistics_place
from policy.deadlines import Deadline, refund_deadline
from policy.facts import Facts
from policy.model import Customer, EventType, Money, ReturnRequest, Word
from policy.progress import lost_since
from policy.status import History, Status, has_failed, is_rejected, standing


class RefundKind(Word):
    """Where the money of a return is."""

    NOT_DUE_YET = "not_due_yet"
    """The warehouse has not confirmed the parcel."""
    EXPECTED = "expected"
    """The refund process has started; the refund is not issued yet."""
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

    `earliest` and `latest` are instants in UTC, None where no refund is under way. `method` is the payment method
    that the store names. `because` is the fact that decides.
    """

    kind: RefundKind
    amount: Money
    method: str
    issued_at: Optional[datetime]
    earliest: Optional[datetime]
    latest: Optional[datetime]
    because: str


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
    home, logistics = customer_place(customer), logistics_place(ret.order, customer)
    lost = lost_since(history, logistics, now, facts) is not None
    deadline = refund_deadline(history, home, logistics, now, facts)
    kind = _kind(history, deadline, now)
    return RefundOutlook(
        kind=kind,
        amount=ret.refund.total,
        method=ret.refund.method,
        issued_at=history.first(EventType.REFUND_ISSUED),
        earliest=deadline.earliest if deadline else None,
        latest=deadline.due if deadline else None,
        because=_because(kind, lost),
    )


def _kind(history: History, deadline: Optional[Deadline], now: datetime) -> RefundKind:
    status, _ = standing(history)
    if status is Status.REFUND_SETTLED:
        return RefundKind.SETTLED
    if status is Status.CANCELLED:
        return RefundKind.NONE
    if deadline is None:
        refused = is_rejected(history) or has_failed(history)
        return RefundKind.REFUSED if refused else RefundKind.NOT_DUE_YET
    if deadline.overdue(now):
        return RefundKind.LATE
    return RefundKind.ISSUED if history.has(EventType.REFUND_ISSUED) else RefundKind.EXPECTED


def _because(kind: RefundKind, lost: bool) -> str:
    if kind is RefundKind.REFUSED:
        return "dispute"
    if kind is RefundKind.NONE:
        return "request.cancel"
    return "parcel.lost" if lost else "refund.time"
