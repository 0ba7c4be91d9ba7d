"""A weekday with its date that fits no day of the year gone by and does fit the one to come: "Monday 19 October"."""

from __future__ import annotations

import re
from calendar import day_name, month_name
from datetime import date, timedelta

_DATED = re.compile(
    rf"(?P<weekday>{'|'.join(day_name)}) (?:the )?(?P<day>\d\d?)(?:st|nd|rd|th)?"
    rf"(?: (?P<month>{'|'.join(month_name[1:])}))?"
)
_DAYS_OF_A_YEAR = 366


def lies_ahead(phrase: str, today: date) -> bool:
    """Whether a weekday and a date can only be a day to come, by the calendar of this year and the next.

    Args:
        phrase: A date in words, such as "Monday 19 October" or "Monday the 19th".
        today: The day on which it is said.
    """
    found = _DATED.fullmatch(phrase)
    if found is None:
        return False
    day, month = int(found["day"]), found["month"]

    def nearest(step: int, first: int) -> str:
        days = (today + timedelta(days=step * away) for away in range(first, _DAYS_OF_A_YEAR + 1))
        fitting = (each for each in days if each.day == day and month in (None, month_name[each.month]))
        return next((day_name[each.weekday()] for each in fitting), "")

    return nearest(-1, 0) != found["weekday"] and nearest(1, 1) == found["weekday"]
