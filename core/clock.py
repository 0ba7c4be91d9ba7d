"""What time it is: the system's clock, or one that stands still for tests and demonstrations."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Protocol

from pydantic.datetime_parse import parse_datetime

_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(?P<zone>Z|[+-]\d{2}:\d{2})?", re.ASCII)
_LONGEST_QUOTE = 60


def parse_instant(text: str) -> datetime:
    """Read an ISO 8601 instant such as `2026-10-16T08:00:00Z`, with an offset or Z and at most microseconds.

    Returns:
        The instant in UTC.

    Raises:
        ValueError: The text is not such an instant, or one that does not exist.
    """
    form = _INSTANT.fullmatch(text)
    if form is None:
        raise ValueError(f"{_quoted(text)} is not an instant such as 2026-10-16T08:00:00Z")
    if form["zone"] is None:
        raise ValueError(f"{_quoted(text)} has no time zone; write it like 2026-10-16T08:00:00Z")
    try:
        # datetime.fromisoformat of Python 3.10 reads neither the letter Z nor fractions of any length.
        instant: datetime = parse_datetime(text)
        return instant.astimezone(timezone.utc)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{_quoted(text)} is not a date and time that exists") from error


def format_instant(instant: datetime) -> str:
    """Write an aware instant in UTC, as `2026-10-16T08:00:00Z`, with a fraction only where it has one."""
    return instant.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")


class Clock(Protocol):
    """Tells the time; everything that depends on it takes a clock or an instant as a parameter."""

    def now(self) -> datetime:
        """The current instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The current instant, aware, in UTC."""
        return datetime.now(timezone.utc)


@dataclass(frozen=True)
class FrozenClock:
    """A clock that always shows the same instant.

    Args:
        instant: What it shows, an aware instant; it is converted to UTC.

    Raises:
        ValueError: The instant has no time zone.
    """

    instant: datetime

    def __post_init__(self) -> None:
        """Refuse an instant that could mean a different moment in every time zone."""
        if self.instant.utcoffset() is None:
            raise ValueError(f"a clock cannot be frozen at {self.instant.isoformat()}: it has no time zone")

    def now(self) -> datetime:
        """The instant this clock was frozen at, in UTC."""
        return self.instant.astimezone(timezone.utc)


def _quoted(text: str) -> str:
    """A text as an error message quotes it: on one line, and cut where it is long."""
    return json.dumps(text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…", ensure_ascii=False)
