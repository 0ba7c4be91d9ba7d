"""What the customer can do now, or what they are waiting for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Optional

from policy.deadlines import Deadline, DeadlineKind, open_deadlines
from policy.facts import Facts
from policy.model import Customer, EventType, ReturnRequest, Word
from policy.refund_doubts import UNDATED, RefundDoubt, refund_doubts
from policy.status import AT_WAREHOUSE, RECEIVED, SENT, History, Status, standing


class StepKind(Word):
    """What comes next."""

    WAIT_FOR_PROCESSING = "wait_for_processing"
    WAIT_FOR_SELLER = "wait_for_seller"
    """Processing took longer than stated; the seller still has time."""
    PLATFORM_STEPS_IN = "platform_steps_in"
    """The seller's time is over."""
    WAIT_FOR_DECISION = "wait_for_decision"
    """The seller has answered; the request is not approved yet."""
    DOWNLOAD_LABEL = "download_label"
    """Approved, and no label or code was issued yet."""
    SHIP_PARCEL = "ship_parcel"
    SHIP_PARCEL_NOW = "ship_parcel_now"
    """The advised time is over; sending is still possible."""
    WAIT_FOR_UPDATE = "wait_for_update"
    WAIT_UNSTATED = "wait_unstated"
    """Handed in at the customer's own cost: the sources state no time."""
    GET_HELP_UPDATE_LATE = "get_help_update_late"
    LOST_PARCEL_REFUND = "lost_parcel_refund"
    """The parcel did not arrive in time; the refund starts by itself, and none is recorded."""
    WAIT_FOR_INSPECTION = "wait_for_inspection"
    GET_HELP_INSPECTION_LATE = "get_help_inspection_late"
    WAIT_FOR_REFUND = "wait_for_refund"
    GET_HELP_REFUND_LATE = "get_help_refund_late"
    """The refund was not issued in time."""
    CHECK_WITH_BANK = "check_with_bank"
    """The refund was issued and has not arrived in time."""
    GET_HELP_REFUND_UNCLEAR = "get_help_refund_unclear"
    """The records of the refund don't fit together, so nothing supports a date."""
    GET_HELP_CANCELLED = "get_help_cancelled"
    """Cancelled, and the warehouse received the parcel or a refund was issued after that."""
    OPEN_DISPUTE = "open_dispute"
    """Rejected or failed: apply again where the reason can be mended, or ask the platform to decide."""
    WAIT_FOR_PLATFORM = "wait_for_platform"
    """The platform has been asked to decide."""
    APPLY_AGAIN = "apply_again"
    TALK_TO_PERSON = "talk_to_person"
    """Cancelled, yet the parcel was sent: only customer service can sort this out."""
    NONE = "none"


@dataclass(frozen=True)
class NextStep:
    """What comes next, the fact that says so, and until when (UTC; None where there is no date or it has passed)."""

    kind: StepKind
    because: str
    by: Optional[datetime] = None


WAITS: Final = (
    (DeadlineKind.INSPECTION, StepKind.WAIT_FOR_INSPECTION, StepKind.GET_HELP_INSPECTION_LATE),
    (DeadlineKind.DROP_OFF_UPDATE, StepKind.WAIT_FOR_UPDATE, StepKind.GET_HELP_UPDATE_LATE),
    (DeadlineKind.SHIP_BY, StepKind.SHIP_PARCEL, StepKind.SHIP_PARCEL_NOW),
)
"""What a customer waits for, the step nearest to the money first, with the words while it is due and when it is late.
A refund, a lost parcel and a silent seller have rules of their own below."""


def next_step(ret: ReturnRequest, customer: Customer, now: datetime, facts: Facts) -> NextStep:
    """What comes next for a return at `now`.

    Args:
        ret: The return; events after `now` have not happened.
        customer: Who asked for it; `open_deadlines` says what for.
        now: An aware instant.
        facts: The rules.

    Source of the rules: those of `open_deadlines`, and `dispute`, `request.amend`, `request.cancel`.
    """
    history = History.until(ret.events, now)
    ended = _ended(history)
    if ended is not None:
        return ended
    if RefundDoubt.CANCELLED in refund_doubts(ret, history):
        return NextStep(StepKind.GET_HELP_CANCELLED, "request.cancel")
    waits = {deadline.kind: deadline for deadline in open_deadlines(ret, customer, now, facts)}
    late = {kind for kind, deadline in waits.items() if deadline.overdue(now)}
    if DeadlineKind.LOST_PARCEL in late:
        doubtful = not UNDATED.isdisjoint(refund_doubts(ret, history))
        return NextStep(StepKind.GET_HELP_REFUND_UNCLEAR if doubtful else StepKind.LOST_PARCEL_REFUND, "parcel.lost")
    if DeadlineKind.PROCESSING in waits:
        return _silence(waits[DeadlineKind.PROCESSING], waits.get(DeadlineKind.SELLER), late)
    for kind, in_time, overdue in WAITS:
        if kind in waits:
            deadline = waits[kind]
            if kind is DeadlineKind.SHIP_BY and ret.is_free and not history.has(EventType.LABEL_ISSUED):
                return NextStep(StepKind.DOWNLOAD_LABEL, "label.download", None if kind in late else deadline.due)
            return NextStep(overdue, deadline.because) if kind in late else _until(in_time, deadline)
    if DeadlineKind.REFUND in waits or history.has(*AT_WAREHOUSE):
        return _refund(history, waits.get(DeadlineKind.REFUND), late)
    return _undated(history)


def _ended(history: History) -> Optional[NextStep]:
    """The step where no date matters any more; None where the return goes on."""
    status, _ = standing(history)
    if status is Status.REFUND_SETTLED:
        return NextStep(StepKind.NONE, "refund.time")
    if status is Status.CANCELLED and history.has(*SENT, *RECEIVED):
        return NextStep(StepKind.TALK_TO_PERSON, "request.cancel")
    if status is Status.CANCELLED:
        return NextStep(StepKind.APPLY_AGAIN, "request.amend")
    if status is Status.ESCALATED:
        return NextStep(StepKind.WAIT_FOR_PLATFORM, "dispute")
    if status in (Status.REJECTED, Status.INSPECTION_FAILED):
        return NextStep(StepKind.OPEN_DISPUTE, "dispute")
    return None


def _silence(processing: Deadline, seller: Optional[Deadline], late: set[DeadlineKind]) -> NextStep:
    if seller is None:
        # Not every shop's rules name a time after which somebody else decides.
        step = NextStep(StepKind.WAIT_FOR_PROCESSING, processing.because)
        return step if processing.kind in late else _until(StepKind.WAIT_FOR_PROCESSING, processing)
    if seller.kind in late:
        return NextStep(StepKind.PLATFORM_STEPS_IN, seller.because)
    if processing.kind in late:
        return _until(StepKind.WAIT_FOR_SELLER, seller)
    return _until(StepKind.WAIT_FOR_PROCESSING, processing)


def _refund(history: History, refund: Optional[Deadline], late: set[DeadlineKind]) -> NextStep:
    if refund is None:
        return NextStep(StepKind.GET_HELP_REFUND_UNCLEAR, "refund.time")
    if refund.kind not in late:
        return _until(StepKind.WAIT_FOR_REFUND, refund)
    if history.has(EventType.REFUND_ISSUED):
        return NextStep(StepKind.CHECK_WITH_BANK, refund.because)
    return NextStep(StepKind.GET_HELP_REFUND_LATE, refund.because)


def _undated(history: History) -> NextStep:
    """The step of a return that waits for something the rules give no time for."""
    if history.has(*SENT):
        return NextStep(StepKind.WAIT_UNSTATED, "update.dropoff")
    if history.has(EventType.SELLER_RESPONDED):
        return NextStep(StepKind.WAIT_FOR_DECISION, "seller.silence")
    return NextStep(StepKind.WAIT_FOR_PROCESSING, "request.processing")


def _until(kind: StepKind, deadline: Deadline) -> NextStep:
    return NextStep(kind, deadline.because, by=deadline.due)
