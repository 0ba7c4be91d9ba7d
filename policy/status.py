"""Where a return stands, derived from its events alone, whatever order they arrived in.

The rule, from the strongest to the weakest:

1. Money that arrived stays arrived: a settled refund is the end.
2. A cancelled return is over, unless the platform itself carries on with it later (the warehouse receives or inspects
   the parcel) or has issued a refund. A parcel handed in after the cancellation does not bring the return back.
3. An escalation is open until the platform decides something later: approval, rejection, a label, the warehouse's
   receipt or inspection, a refund.
4. A rejection stands unless the return was approved, given a label, received or inspected later. It does not undo an
   issued refund.
5. Otherwise the furthest step of the way counts, not the latest to be recorded; between a passed and a failed
   inspection the later one, and the failed one where they carry the same instant.

Events after `now` have not happened, and a carrier's scan from before the request counts for nothing. A hand-in that
the customer alone tells of counts until one is recorded. The order in which events were recorded and events recorded
twice make no difference. What does not fit together is listed in `contradictions`, steps that must have happened but
were not recorded in `gaps`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Optional

from policy.calendars import UTC, utc
from policy.model import EventType, ReturnEvent, Word

FLOW: Final = (
    EventType.REQUESTED,
    EventType.SELLER_RESPONDED,
    EventType.APPROVED,
    EventType.LABEL_ISSUED,
    EventType.DROPPED_OFF,
    EventType.CARRIER_SCAN,
    EventType.WAREHOUSE_RECEIVED,
    EventType.INSPECTION_PASSED,
    EventType.INSPECTION_FAILED,
    EventType.REFUND_ISSUED,
    EventType.REFUND_SETTLED,
    EventType.REJECTED,
    EventType.CANCELLED,
    EventType.ESCALATED,
)
"""The order of events that carry the same instant: the way of a return, then what ends or disputes it."""

DECIDED: Final = (EventType.APPROVED, EventType.LABEL_ISSUED)
SENT: Final = (EventType.DROPPED_OFF, EventType.CARRIER_SCAN)
RECEIVED: Final = (EventType.WAREHOUSE_RECEIVED,)
INSPECTED: Final = (EventType.INSPECTION_PASSED, EventType.INSPECTION_FAILED)
REFUNDED: Final = (EventType.REFUND_ISSUED, EventType.REFUND_SETTLED)
AT_WAREHOUSE: Final = (*RECEIVED, *INSPECTED, *REFUNDED)


@dataclass(frozen=True)
class History:
    """Events without duplicates, sorted by instant (UTC)."""

    events: tuple[ReturnEvent, ...]

    @classmethod
    def until(cls, events: Iterable[ReturnEvent], now: datetime) -> History:
        """The history at `now`: what carries a later instant has not happened yet, what was recorded twice happened
        once, a carrier's scan from before the request is one of another journey, and a hand-in that the records show
        is no longer one by the customer's word."""
        moment = utc(now)
        known = {event for event in map(_in_utc, events) if event.at <= moment}
        asked = min((event.at for event in known if event.type is EventType.REQUESTED), default=None)
        ours = {event for event in known if not _is_of_another_journey(event, asked)}
        recorded = {event for event in ours if not event.told}
        is_sent = any(event.type in (*SENT, *AT_WAREHOUSE) for event in recorded)
        return cls(tuple(sorted(recorded if is_sent else ours, key=_when)))

    @property
    def told(self) -> Optional[datetime]:
        """When the parcel was handed in by the customer's word, None where they told of nothing or it is recorded."""
        return next((event.at for event in self.events if event.told), None)

    def first(self, *types: EventType) -> Optional[datetime]:
        """When one of these happened for the first time."""
        return next((event.at for event in self.events if event.type in types), None)

    def last(self, *types: EventType) -> Optional[datetime]:
        """When one of these happened for the last time."""
        return next((event.at for event in reversed(self.events) if event.type in types), None)

    def all(self, *types: EventType) -> tuple[datetime, ...]:
        """Every time that one of these happened."""
        return tuple(event.at for event in self.events if event.type in types)

    def has(self, *types: EventType) -> bool:
        """Whether one of these has happened."""
        return self.first(*types) is not None

    def has_after(self, instant: datetime, *types: EventType) -> bool:
        """Whether one of these happened later than an instant."""
        last = self.last(*types)
        return last is not None and last > instant


def _in_utc(event: ReturnEvent) -> ReturnEvent:
    """An event with its instant in UTC, as those are that come out of a store.

    Raises:
        ValueError: The instant has no time zone.
    """
    return event if event.at.tzinfo is UTC else ReturnEvent(event.type, utc(event.at), event.told)


def _is_of_another_journey(event: ReturnEvent, asked: Optional[datetime]) -> bool:
    return event.type is EventType.CARRIER_SCAN and asked is not None and event.at < asked


def _when(event: ReturnEvent) -> tuple[datetime, int]:
    return event.at, FLOW.index(event.type)


class Status(Word):
    """Where a return can stand."""

    REQUESTED = "requested"
    SELLER_RESPONDED = "seller_responded"
    APPROVED = "approved"
    LABEL_ISSUED = "label_issued"
    DROPPED_OFF = "dropped_off"
    IN_TRANSIT = "in_transit"
    WAREHOUSE_RECEIVED = "warehouse_received"
    INSPECTION_PASSED = "inspection_passed"
    INSPECTION_FAILED = "inspection_failed"
    REFUND_ISSUED = "refund_issued"
    REFUND_SETTLED = "refund_settled"
    CANCELLED = "cancelled"
    REJECTED = "rejected"
    ESCALATED = "escalated"


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened, at an instant in UTC; `told` where the customer alone says so."""

    type: EventType
    at: datetime
    told: bool = False


@dataclass(frozen=True)
class Contradiction:
    """Two events that can't both be right, the earlier one first."""

    first: TimelineEntry
    second: TimelineEntry


@dataclass(frozen=True)
class ReturnState:
    """Where a return stands at an instant.

    `since` is None where no event has happened yet: the return exists, so it was asked for, but nobody recorded when.
    `timeline` runs from the first event to the last; a step that was recorded at several instants stands there once,
    with its first, except for those that naturally happen several times (seller's answers, scans, escalations) and for
    refunds, as money that was sent twice is no repetition.
    """

    status: Status
    since: Optional[datetime]
    timeline: tuple[TimelineEntry, ...]
    contradictions: tuple[Contradiction, ...]
    gaps: tuple[EventType, ...]

    @property
    def is_told(self) -> bool:
        """Whether it stands there by the customer's word alone."""
        return self.status is Status.DROPPED_OFF and any(entry.told for entry in self.timeline)


WAY: Final = (
    (EventType.REQUESTED, Status.REQUESTED),
    (EventType.SELLER_RESPONDED, Status.SELLER_RESPONDED),
    (EventType.APPROVED, Status.APPROVED),
    (EventType.LABEL_ISSUED, Status.LABEL_ISSUED),
    (EventType.DROPPED_OFF, Status.DROPPED_OFF),
    (EventType.CARRIER_SCAN, Status.IN_TRANSIT),
    (EventType.WAREHOUSE_RECEIVED, Status.WAREHOUSE_RECEIVED),
    (EventType.REFUND_ISSUED, Status.REFUND_ISSUED),
)
"""The steps of a return, each with the status it brings; inspection and the ends have rules of their own."""

MILESTONES: Final = (
    (EventType.REQUESTED,),
    (EventType.APPROVED, EventType.LABEL_ISSUED),
    SENT,
    RECEIVED,
    INSPECTED,
    REFUNDED[:1],
    REFUNDED[1:],
)
"""What every finished return has been through, with the events that prove it. A label and the seller's answer are
not among them: a paid return has no label, and the platform can approve without the seller."""

REPEATABLE: Final = (EventType.SELLER_RESPONDED, EventType.CARRIER_SCAN, EventType.REFUND_ISSUED, EventType.ESCALATED)
REOPENED: Final = (*DECIDED, *AT_WAREHOUSE)
DECISIONS: Final = (*REOPENED, EventType.REJECTED)


def return_state(events: Iterable[ReturnEvent], now: datetime) -> ReturnState:
    """Derive where a return stands at `now` from its events, in any order of arrival.

    Args:
        events: Everything recorded so far; those after `now` are ignored.
        now: An aware instant.
    """
    history = History.until(events, now)
    status, since = standing(history)
    return ReturnState(status, since, _timeline(history), _contradictions(history), _gaps(history))


def standing(history: History) -> tuple[Status, Optional[datetime]]:
    """The status of a history and since when, by the rule at the top of this module."""
    settled = history.first(EventType.REFUND_SETTLED)
    if settled is not None:
        return Status.REFUND_SETTLED, settled
    cancelled = history.last(EventType.CANCELLED)
    if cancelled is not None and not history.has_after(cancelled, *AT_WAREHOUSE) and not history.has(*REFUNDED):
        return Status.CANCELLED, cancelled
    escalated = history.last(EventType.ESCALATED)
    if escalated is not None and not history.has_after(escalated, *DECISIONS):
        return Status.ESCALATED, escalated
    if is_rejected(history):
        return Status.REJECTED, history.last(EventType.REJECTED)
    return _furthest(history)


def is_rejected(history: History) -> bool:
    """Whether a rejection stands, be it disputed or not."""
    rejected = history.last(EventType.REJECTED)
    return rejected is not None and not history.has_after(rejected, *REOPENED) and not history.has(*REFUNDED)


def has_failed(history: History) -> bool:
    """Whether the inspection's last word is that the items failed."""
    failed = history.last(EventType.INSPECTION_FAILED)
    return failed is not None and not history.has_after(failed, EventType.INSPECTION_PASSED)


def _furthest(history: History) -> tuple[Status, Optional[datetime]]:
    if not history.has(*REFUNDED) and history.has(*INSPECTED):
        if has_failed(history):
            return Status.INSPECTION_FAILED, history.last(EventType.INSPECTION_FAILED)
        return Status.INSPECTION_PASSED, history.last(EventType.INSPECTION_PASSED)
    for step, status in reversed(WAY):
        if history.has(step):
            return status, history.first(step)
    return Status.REQUESTED, None


def _timeline(history: History) -> tuple[TimelineEntry, ...]:
    return tuple(
        TimelineEntry(event.type, event.at, event.told)
        for event in history.events
        if event.type in REPEATABLE or event.at == history.first(event.type)
    )


def _gaps(history: History) -> tuple[EventType, ...]:
    reached = [position for position, proofs in enumerate(MILESTONES) if history.has(*proofs)]
    if not reached:
        return (EventType.REQUESTED,)
    return tuple(proofs[0] for proofs in MILESTONES[: reached[-1]] if not history.has(*proofs))


def _contradictions(history: History) -> tuple[Contradiction, ...]:
    found = (
        *_clashes(history, EventType.CANCELLED, (*SENT, *AT_WAREHOUSE), settled_by=()),
        *_clashes(history, EventType.REJECTED, (*DECIDED, *SENT, *AT_WAREHOUSE), settled_by=(EventType.ESCALATED,)),
        *_clashes(
            history,
            EventType.INSPECTION_FAILED,
            (EventType.INSPECTION_PASSED, *REFUNDED),
            settled_by=(EventType.ESCALATED,),
        ),
    )
    return tuple(sorted(found, key=lambda clash: (clash.first.at, clash.second.at)))


def _clashes(
    history: History, verdict: EventType, others: tuple[EventType, ...], settled_by: tuple[EventType, ...]
) -> tuple[Contradiction, ...]:
    """Pairs of a verdict and each event it excludes, unless a dispute between the two explains them."""
    given = history.last(verdict)
    if given is None:
        return ()
    clashes = []
    for other in others:
        happened = history.first(other)
        if happened is None:
            continue
        pair = sorted((TimelineEntry(verdict, given), TimelineEntry(other, happened)), key=lambda entry: entry.at)
        explained = any(pair[0].at <= event.at <= pair[1].at for event in history.events if event.type in settled_by)
        if not explained:
            clashes.append(Contradiction(*pair))
    return tuple(clashes)
