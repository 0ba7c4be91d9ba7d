"""Reads how old something has to be, as a person writes it."""

from __future__ import annotations

import re
from datetime import timedelta

from returndesk.failure import Failure

_AGE = re.compile(r"(\d{1,5})\s*([hdw])")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def age(text: str) -> timedelta:
    """A number of hours, days or weeks.

    Args:
        text: Such as `12h`, `30d` or `4w`.

    Raises:
        Failure: It is none of these, or nothing at all.
    """
    found = _AGE.fullmatch(text.strip().lower())
    if not found or not int(found[1]):
        raise Failure(f'--older-than: "{text}" is not an age; write it in hours, days or weeks: 12h, 30d, 4w')
    return int(found[1]) * _UNITS[found[2]]
