"""A calendar day by the clock of one time zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from returndesk.failure import Failure


@dataclass(frozen=True)
class Day:
    """A day; it has 23 or 25 hours where the clocks change."""

    date: date
    zone: ZoneInfo

    @property
    def start(self) -> datetime:
        """Its first instant."""
        return datetime.combine(self.date, time.min, self.zone)

    @property
    def end(self) -> datetime:
        """The first instant of the next day."""
        return self.before(-1).start

    def before(self, days: int) -> Day:
        """The day so many days before."""
        return Day(self.date - timedelta(days=days), self.zone)

    def last(self, days: int) -> Sequence[Day]:
        """So many days, of which this is the last."""
        return [self.before(back) for back in reversed(range(days))]

    def is_over(self, now: datetime) -> bool:
        """Whether nothing more is said on it."""
        return self.end <= now

    def hour_of(self, seconds: float) -> int:
        """The hour by its clock of an instant, given in seconds since 1970."""
        return datetime.fromtimestamp(seconds, self.zone).hour


def zone_of(name: str) -> ZoneInfo:
    """A time zone by its name.

    Raises:
        Failure: There is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Failure(f'"{name}" is no time zone; write it like Europe/Madrid, or UTC') from None


def day_of(text: str | None, zone: ZoneInfo, now: datetime) -> Day:
    """The day that somebody asks for: yesterday where they name none.

    Args:
        text: Such as 2026-10-13.
        zone: By whose clock it begins.
        now: An aware instant.

    Raises:
        Failure: It is no date, or one that is still to come.
    """
    today = Day(now.astimezone(zone).date(), zone)
    if text is None:
        return today.before(1)
    try:
        asked = Day(date.fromisoformat(text), zone)
        asked.last(40)
    except (ValueError, OverflowError):
        raise Failure(f'"{text}" is no day; write it like 2026-10-13') from None
    if asked.date > today.date:
        raise Failure(f"{text} is still to come")
    return asked
