"""From a fact such as "1 to 2 working days" to instants.

Hours, days and months run from the instant itself: 90 days are 90 times 24 hours, so that a window never ends at an
hour that a clock change skips or repeats. Working days are counted on the calendar of a place and hold to the end of
the last one.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime, timedelta
from typing import Optional
from zoneinfo import ZoneInfo

from policy.calendars import Place, add_working_days, end_of_day, local_date, utc
from policy.fact import Fact, FactsError, Unit


def latest(start: datetime, fact: Fact, place: Place) -> datetime:
    """The instant (UTC) by which a fact's longest time after `start` is over.

    Args:
        start: The event that it counts from, an aware instant.
        fact: A fact measured in hours, days, working days or months.
        place: Whose holidays don't count, and where days end.
    """
    return add_span(start, fact.longest, fact.unit, place)


def earliest(start: datetime, fact: Fact, place: Place) -> Optional[datetime]:
    """The instant (UTC) by which a fact's shortest time is over; None where the fact names one time only."""
    if fact.shortest == fact.longest:
        return None
    return add_span(start, fact.shortest, fact.unit, place)


def add_span(start: datetime, amount: int, unit: Unit, place: Place) -> datetime:
    """The instant (UTC) that lies `amount` units after `start`.

    Raises:
        FactsError: The unit does not measure time.
    """
    if unit is Unit.HOURS:
        return utc(start) + timedelta(hours=amount)
    if unit is Unit.DAYS:
        return utc(start) + timedelta(days=amount)
    if unit is Unit.MONTHS:
        return _add_months(start, amount, place.timezone)
    if unit is Unit.WORKING_DAYS:
        day = add_working_days(local_date(start, place.timezone), amount, place.country)
        return end_of_day(day, place.timezone)
    raise FactsError(f'unit "{unit}" does not measure time')


def _add_months(start: datetime, amount: int, timezone: str) -> datetime:
    """The same local day and hour `amount` months on; the month's last day where it has no such day."""
    local = utc(start).astimezone(ZoneInfo(timezone))
    months = local.year * 12 + local.month - 1 + amount
    year, month = months // 12, months % 12 + 1
    return utc(local.replace(year=year, month=month, day=min(local.day, monthrange(year, month)[1])))
