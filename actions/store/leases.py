"""What rows that one process at a time works on share: when one is free, and how long it rests after a failure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_

#: Keeps the power of two within what a duration can hold.
_MOST_DOUBLINGS = 20


def free(row: Any, now: datetime) -> Any:
    """The condition that nobody holds a row of this table, or no longer; `now` is an aware instant."""
    return or_(row.leased_until.is_(None), row.leased_until <= now)


def pause_after(tries: int, first: timedelta, longest: timedelta, asked: timedelta | None = None) -> timedelta:
    """How long to wait after so many failed tries: twice as long each time, and at least as long as was asked for."""
    grown: timedelta = min(longest, first * 2 ** min(tries - 1, _MOST_DOUBLINGS))
    return max(grown, asked or timedelta())
