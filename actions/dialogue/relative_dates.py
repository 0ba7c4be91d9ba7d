"""From "last Friday" to a date on the customer's calendar."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import dateparser

from actions.dialogue.turn import SaidDate
from policy.model import Customer

#: A client can send any text as a date; dateparser recurses on long ones until Python gives up.
LONGEST_PHRASE = 60
#: dateparser knows "Friday" but neither "last Friday" nor "this morning"; the plain words mean the same to it.
_LAST_WEEKDAY = re.compile(r"\b(?:last|this|past)\s+(?=(?:mon|tues|wednes|thurs|fri|satur|sun)day)", re.IGNORECASE)
_PART_OF_TODAY = re.compile(r"\b(?:this|earlier this)\s+(?:morning|afternoon|evening)\b|\btonight\b", re.IGNORECASE)
#: Year first is the same everywhere; told a day-first order, dateparser reads 2026-10-09 as the 10th of September.
_YEAR_FIRST = re.compile(r"\s*\d{4}\D")
#: The country that writes the month first.
MONTH_FIRST = "US"
_LAST_NIGHT = re.compile(r"\blast\s+(?:night|evening)\b", re.IGNORECASE)


def said_day(said: SaidDate, customer: Customer) -> datetime | None:
    """The day that a customer means, read as they write dates where they live; see `resolve_date`."""
    return resolve_date(said, customer.timezone, customer.country != MONTH_FIRST)


def resolve_date(said: SaidDate, timezone: str, day_first: bool) -> datetime | None:
    """Noon of the day that the customer means, an aware instant, or None where the words name no day.

    Noon, because a spoken date has no hour, and noon is on that date in the customer's time zone whatever the clocks
    did that night. Dates are taken as past, and "today" as no later than when it was said.

    Args:
        said: The words, and when they were said.
        timezone: The customer's (IANA name), in which "yesterday" is meant.
        day_first: Whether 9/10 is the 9th of October (almost everywhere) or September the 10th.
    """
    if len(said.phrase) > LONGEST_PHRASE:
        return None
    zone = ZoneInfo(timezone)
    base = said.said_at.astimezone(zone)
    phrase = _PART_OF_TODAY.sub("today", _LAST_NIGHT.sub("yesterday", said.phrase))
    phrase = _LAST_WEEKDAY.sub("", phrase)
    found = dateparser.parse(
        phrase,
        languages=["en"],
        settings={
            "RELATIVE_BASE": base.replace(tzinfo=None),
            "PREFER_DATES_FROM": "past",
            "DATE_ORDER": "YMD" if _YEAR_FIRST.match(phrase) else "DMY" if day_first else "MDY",
        },
    )
    if found is None or found.date() > base.date():
        return None
    noon = datetime.combine(found.date(), time(12), zone)
    return noon if noon <= base else max(base - timedelta(minutes=1), datetime.combine(found.date(), time(), zone))
