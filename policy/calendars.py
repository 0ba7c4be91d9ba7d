"""Working days, local dates, the place whose calendar a promise is counted in, and spans of days as instants.

A working day is Monday to Friday less the public holidays of a country, everywhere: the rules say so without regard
to countries such as Israel whose own week runs from Sunday. "Public holidays" are the national ones that the
`holidays` library knows; those of one region or town don't count. Days that a government moves to a weekend stay
weekend. A country the library does not know has weekends only.

Every instant that this package returns is in UTC, because Python compares and adds aware datetimes of one zone by
their wall clock, which is an hour off around DST. `local_date` turns an instant into the date to show.

Hours, days and months run from the instant itself: 90 days are 90 times 24 hours, so that a window never ends at an
hour that a clock change skips or repeats. Working days are counted on the calendar of a place and hold to the end of
the last one.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Optional
from zoneinfo import ZoneInfo

import holidays

from policy.fact import Fact, FactsError, Unit
from policy.model import Customer, Order

UTC: Final = timezone.utc
SATURDAY: Final = 5
ONE_DAY: Final = timedelta(days=1)

MAIN_TIMEZONES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "FR": "Europe/Paris",
        "US": "America/New_York",
        "ES": "Europe/Madrid",
        "BR": "America/Sao_Paulo",
        "NL": "Europe/Amsterdam",
        "IL": "Asia/Jerusalem",
        "GB": "Europe/London",
        "DE": "Europe/Berlin",
        "IT": "Europe/Rome",
        "CA": "America/Toronto",
        "AU": "Australia/Sydney",
        "BE": "Europe/Brussels",
        "PT": "Europe/Lisbon",
        "MX": "America/Mexico_City",
        "CL": "America/Santiago",
        "UA": "Europe/Kyiv",
        "RU": "Europe/Moscow",
    }
)
"""Where most people of a served country live; only needed when a parcel is handled in another country than the
customer's. An order names a country and no town, so in a wide country this can be some hours off."""


@dataclass(frozen=True)
class Place:
    """Whose holidays count (`country`, ISO 3166) and where a day begins and ends (`timezone`, an IANA name)."""

    country: str
    timezone: str


def country_code(country: str) -> str:
    """The ISO code of a country given as a two-letter code: upper case, with the everyday UK turned into GB."""
    code = country.strip().upper()
    return "GB" if code == "UK" else code


def utc(instant: datetime) -> datetime:
    """The same instant in UTC.

    Raises:
        ValueError: The datetime has no time zone, so nobody knows which instant it is.
    """
    if instant.utcoffset() is None:
        raise ValueError(f"{instant.isoformat()} has no time zone; instants must be aware")
    return instant.astimezone(UTC)


def local_date(instant: datetime, timezone: str) -> date:
    """The date on a calendar in the time zone (IANA name) at an aware instant."""
    return utc(instant).astimezone(ZoneInfo(timezone)).date()


def end_of_day(day: date, timezone: str) -> datetime:
    """The last moment (to the microsecond) of a day in the time zone (IANA name), in UTC.

    Where clocks change around midnight, a day's last hour can come twice or not at all: then the day ends with the
    second of the two, or at the change.
    """
    # fold=1 means both: the later of two readings, and for a skipped reading the moment before the skip.
    return utc(datetime.combine(day, time.max, ZoneInfo(timezone)).replace(fold=1))


def public_holidays(year: int, country: str) -> frozenset[date]:
    """The national public holidays of a year; none for a country that the `holidays` library does not know."""
    return _public_holidays(year, country_code(country))


def is_working_day(day: date, country: str) -> bool:
    """Whether a day is Monday to Friday and no public holiday of the country (ISO code, or UK)."""
    return day.weekday() < SATURDAY and day not in public_holidays(day.year, country)


def count_days(start: date, count: int, counts: Callable[[date], bool]) -> date:
    """The `count`-th day after `start` among the days that count; `start` itself never does.

    Args:
        start: The day before counting starts.
        count: How many days, at least 1.
        counts: Whether a day counts.
    """
    if count < 1:
        raise ValueError(f"cannot count {count} days; at least 1")
    day = start
    while count:
        day += ONE_DAY
        count -= counts(day)
    return day


def add_working_days(start: date, count: int, country: str) -> date:
    """The last of `count` working days, counted from the first working day after `start`.

    Args:
        start: The local date of the event; whether it is a working day itself makes no difference.
        count: How many working days, at least 1.
        country: Whose public holidays don't count (ISO code, or UK).

    Source of the rule: the marketplace counts in "working days" and "business days"; the design reads them as above.
    """
    return count_days(start, count, lambda day: is_working_day(day, country))


def customer_place(customer: Customer) -> Place:
    """Where a customer lives and banks."""
    return Place(country_code(customer.country), customer.timezone)


def logistics_place(order: Order, customer: Customer) -> Place:
    """Where an order's return is handed in, carried and inspected: the country it was delivered to.

    In the customer's own country the customer's time zone says which part of it; elsewhere the country's main zone
    does, and for a country without one in `MAIN_TIMEZONES` the customer's zone stands in.
    """
    home = customer_place(customer)
    country = country_code(order.ship_to)
    if country == home.country:
        return home
    return Place(country, MAIN_TIMEZONES.get(country, home.timezone))


# Computing a year of holidays costs a millisecond, and a property test or a busy server asks for the same few years.
@lru_cache(maxsize=512)
def _public_holidays(year: int, code: str) -> frozenset[date]:
    try:
        return frozenset(holidays.country_holidays(code, years=year, expand=False))
    except NotImplementedError:
        return frozenset()


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
