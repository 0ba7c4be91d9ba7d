"""What has happened to a return up to an instant, whatever order the events arrived in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Optional

from policy.calendars import utc
from policy.model import EventType, ReturnEvent

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
        """The history at `now`: what carries a later instant has not happened yet, and what was recorded twice
        happened once."""
        moment = utc(now)
        known = {ReturnEvent(event.type, utc(event.at)) for event in events}
        return cls(tuple(sorted((event for event in known if event.at <= moment), key=_when)))

    def first(self, *types: EventType) -> Optional[datetime]:
        """When one of these happened for the first time."""
        return next((event.at for event in self.events if event.type in types), None)

    def last(self, *types: EventType) -> Optional[datetime]:
        """When one of these happened for the last time."""
        return next((event.at for event in reversed(self.events) if event.type in types), None)

    def has(self, *types: EventType) -> bool:
        """Whether one of these has happened."""
        return self.first(*types) is not None

    def has_after(self, instant: datetime, *types: EventType) -> bool:
        """Whether one of these happened later than an instant."""
        last = self.last(*types)
        return last is not None and last > instant


def _when(event: ReturnEvent) -> tuple[datetime, int]:
    return event.at, FLOW.index(event.type)
