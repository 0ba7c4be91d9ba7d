"""The way of a return in steps: what is behind it, where it is now, and what lies ahead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Optional

from policy.deadlines import Deadline, DeadlineKind, open_deadlines
from policy.facts import Facts
from policy.model import Customer, EventType, ReturnRequest, Word
from policy.status import (
    DECIDED,
    INSPECTED,
    RECEIVED,
    REFUNDED,
    SENT,
    History,
    Status,
    has_failed,
    is_rejected,
    standing,
)


class StepId(Word):
    """A step of a return's way, or where the way leaves it."""

    REQUESTED = "requested"
    APPROVED = "approved"
    HANDED_IN = "handed_in"
    RECEIVED = "received"
    CHECKED = "checked"
    REFUND_SENT = "refund_sent"
    REFUNDED = "refunded"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    PLATFORM = "platform"
    """The platform has been asked to decide."""
    LOST = "lost"
    """The parcel did not arrive in time."""


class StepState(Word):
    """Where a step stands."""

    DONE = "done"
    NOW = "now"
    NEXT = "next"
    STOPPED = "stopped"
    """The way ended or broke off here."""


@dataclass(frozen=True)
class ReturnStep:
    """One step. `at` is when it happened (UTC; of the platform's decision, since when it is waited for), None for what
    lies ahead and for what must have happened but was not recorded. `deadline` is until when it should happen."""

    id: StepId
    state: StepState
    at: Optional[datetime] = None
    deadline: Optional[Deadline] = None


WAY: Final = (
    (StepId.REQUESTED, (EventType.REQUESTED,)),
    (StepId.APPROVED, DECIDED),
    (StepId.HANDED_IN, SENT),
    (StepId.RECEIVED, RECEIVED),
    (StepId.CHECKED, INSPECTED),
    (StepId.REFUND_SENT, REFUNDED[:1]),
    (StepId.REFUNDED, REFUNDED[1:]),
)
"""The steps of a return that goes well, with the events that prove each."""

AFTER_LOSS: Final = (StepId.REFUND_SENT, StepId.REFUNDED)
"""What is left of the way once a parcel counts as lost: its refund starts by itself."""

ENDS: Final = ((Status.CANCELLED, StepId.CANCELLED), (Status.REJECTED, StepId.REJECTED))
"""The statuses that end the way, with the step that says so."""

DUE: Final = (
    (DeadlineKind.PROCESSING, StepId.APPROVED),
    (DeadlineKind.SHIP_BY, StepId.HANDED_IN),
    (DeadlineKind.DROP_OFF_UPDATE, StepId.RECEIVED),
    (DeadlineKind.INSPECTION, StepId.CHECKED),
    (DeadlineKind.REFUND, StepId.REFUNDED),
)
"""Which deadline says until when a step should happen."""


def return_steps(ret: ReturnRequest, customer: Customer, now: datetime, facts: Facts) -> tuple[ReturnStep, ...]:
    """The way of a return at `now`, from the request on: at most one step is now, and steps ahead come after it.

    Steps behind that were not recorded stand there without a date. A return that was cancelled or declined ends there;
    what was recorded all the same stays, in the order of its dates. One that the platform decides on, or whose items
    failed the check, has no known way ahead.

    Args:
        ret: The return; events after `now` have not happened.
        customer: Who asked for it; `open_deadlines` says what for.
        now: An aware instant.
        facts: The rules.
    """
    history = History.until(ret.events, now)
    status, since = standing(history)
    for ended, step in ENDS:
        if status is ended:
            return _ended(history, ReturnStep(step, StepState.STOPPED, since))
    behind = _behind(history)
    if status is Status.ESCALATED:
        return (*_disputed(history, behind), ReturnStep(StepId.PLATFORM, StepState.NOW, since))
    if status is Status.INSPECTION_FAILED:
        return behind
    waits = {deadline.kind: deadline for deadline in open_deadlines(ret, customer, now, facts)}
    due = {step: waits[kind] for kind, step in DUE if kind in waits}
    lost = waits.get(DeadlineKind.LOST_PARCEL)
    if lost is not None and lost.overdue(now):
        broken_off = ReturnStep(StepId.LOST, StepState.STOPPED, lost.due)
        return (*behind, broken_off, *_ahead(AFTER_LOSS, due))
    if DeadlineKind.PROCESSING in waits and waits[DeadlineKind.PROCESSING].overdue(now):
        # Processing took longer than stated; what holds now is the seller's time.
        due[StepId.APPROVED] = waits[DeadlineKind.SELLER]
    return (*behind, *_ahead([step for step, _ in WAY[len(behind) :]], due))


def _behind(history: History) -> tuple[ReturnStep, ...]:
    """Every step up to the furthest that was recorded; the request itself in any case."""
    reached = max((place for place, (_, proofs) in enumerate(WAY) if history.has(*proofs)), default=0)
    return tuple(_done(step, history, proofs) for step, proofs in WAY[: reached + 1])


def _done(step: StepId, history: History, proofs: tuple[EventType, ...]) -> ReturnStep:
    if step is not StepId.CHECKED:
        return ReturnStep(step, StepState.DONE, history.first(*proofs))
    if has_failed(history):
        return ReturnStep(step, StepState.STOPPED, history.last(EventType.INSPECTION_FAILED))
    return ReturnStep(step, StepState.DONE, history.last(EventType.INSPECTION_PASSED))


def _ended(history: History, end: ReturnStep) -> tuple[ReturnStep, ...]:
    """What was recorded before the end, the end, and what was recorded after it."""
    request, *others = _behind(history)
    recorded = [step for step in others if step.at is not None]
    before = [step for step in recorded if _happened_before(step, end)]
    return (request, *before, end, *(step for step in recorded if step not in before))


def _disputed(history: History, behind: tuple[ReturnStep, ...]) -> tuple[ReturnStep, ...]:
    """The steps before the platform was asked, with the refusal that it was asked about."""
    if not is_rejected(history):
        return behind
    return (*behind, ReturnStep(StepId.REJECTED, StepState.STOPPED, history.last(EventType.REJECTED)))


def _happened_before(step: ReturnStep, end: ReturnStep) -> bool:
    return step.at is not None and end.at is not None and step.at <= end.at


def _ahead(steps: Iterable[StepId], due: dict[StepId, Deadline]) -> tuple[ReturnStep, ...]:
    """The steps to come; the first of them is what the return is at now."""
    return tuple(
        ReturnStep(step, StepState.NEXT if place else StepState.NOW, deadline=due.get(step))
        for place, step in enumerate(steps)
    )
