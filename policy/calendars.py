"""Working days, local dates, the place whose calendar a promise is counted in, and spans of days as instants.

A working day is one of the country's working week (Monday to Friday, in Israel Sunday to Thursday) less the public
holidays that the `holidays` library knows, substitute days included. Where a region is known its holidays count; where
none is, a span ends on the latest of the days that it would end on in any region of the country, so that nobody is told
too early that something is late. What the library lists as a region for the feast of one town (`OF_TOWNS`) counts only
where it is known: a town's patron saint delays nobody else's parcel. Days that a government moves to a weekend stay
weekend. A country that the library does not know has weekends only.

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
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Final, Optional
from zoneinfo import ZoneInfo

import holidays

from policy.fact import Fact, FactsError, Unit
from policy.model import Customer, Order, Word

UTC: Final = timezone.utc
WEEKEND: Final = frozenset({5, 6})
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


OF_TOWNS: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType(
    {
        # The provinces' entries are the feasts of their chief towns' patron saints.
        "IT": lambda part: True,
        # Districts have municipal holidays; the Azores and Madeira are regions.
        "PT": lambda part: part not in ("20", "30"),
        "DE": lambda part: part == "Augsburg",
        # Two communes of Ñuble.
        "CL": lambda part: part == "NB",
    }
)
"""Which parts of a country the `holidays` library lists for the feast of a town, by the country's code."""


@dataclass(frozen=True)
class Place:
    """Whose holidays count and where a day begins and ends.

    `country` is an ISO 3166 code, `timezone` an IANA name, `region` what `region_code` gives, None where nobody knows,
    and empty for the parts of a country that have its national holidays alone.
    """

    country: str
    timezone: str
    region: Optional[str] = None


def country_code(country: str) -> str:
    """The ISO code of a country given as a two-letter code: upper case, with the everyday UK turned into GB."""
    code = country.strip().upper()
    return "GB" if code == "UK" else code


def region_code(region: Optional[str], country: str) -> Optional[str]:
    """The part of an ISO 3166-2 code such as GB-SCT behind the country.

    None where it names no region of the country that holidays are known for.
    """
    of, _, part = (region or "").strip().upper().partition("-")
    code = country_code(country)
    return part if country_code(of) == code and part in _calendar(code).regions else None


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


def public_holidays(year: int, country: str, region: Optional[str] = None) -> frozenset[date]:
    """The public holidays of a year, only the national ones without a region; none for a country nobody knows."""
    return _public_holidays(year, country_code(country), region)


def is_working_day(day: date, country: str, region: Optional[str] = None) -> bool:
    """Whether a day belongs to the working week of a country (ISO code, or UK) and is no public holiday there."""
    code = country_code(country)
    return day.weekday() not in _calendar(code).weekend and day not in _public_holidays(day.year, code, region)


class DayKind(Word):
    """Whether a day counts as a working day, and why not."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    REGIONAL = "regional"
    """A public holiday in some regions, where nobody knows the region."""


def day_kind(day: date, place: Place) -> DayKind:
    """Whether a day counts as a working day in a place."""
    code = country_code(place.country)
    if day.weekday() in weekend(code):
        return DayKind.WEEKEND
    if day in _public_holidays(day.year, code, place.region):
        return DayKind.HOLIDAY
    regions = _calendar(code).counted if place.region is None else ()
    somewhere = any(day in _public_holidays(day.year, code, each) for each in regions)
    return DayKind.REGIONAL if somewhere else DayKind.WORKING


def weekend(country: str) -> frozenset[int]:
    """The days of a country's weekend, as weekdays from Monday's 0."""
    return _calendar(country_code(country)).weekend


def holidays_left_out(start: date, count: int, place: Place) -> tuple[date, ...]:
    """The public holidays that a span of working days leaves out, weekends aside; see `add_working_days`.

    Where nobody knows the region they are those of one in which the span ends last.
    """
    code = country_code(place.country)
    end = add_working_days(start, count, code, place.region)
    possible = (None, *_calendar(code).counted) if place.region is None else (place.region,)
    counted = (partial(is_working_day, country=code, region=each) for each in possible)
    counts = next(each for each in counted if count_days(start, count, each) == end)
    days = (start + ONE_DAY * after for after in range(1, (end - start).days + 1))
    return tuple(day for day in days if day.weekday() not in weekend(code) and not counts(day))


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


def add_working_days(start: date, count: int, country: str, region: Optional[str] = None) -> date:
    """The last of `count` working days, counted from the first working day after `start`.

    Args:
        start: The local date of the event; whether it is a working day itself makes no difference.
        count: How many working days, at least 1.
        country: Whose public holidays don't count (ISO code, or UK).
        region: And whose of its regions (`region_code`); None where that is not known, which gives the latest of all.

    Source of the rule: the marketplace counts in "working days" and "business days"; the design reads them as above.
    """
    return _add_working_days(start, count, country_code(country), region)


def working_days_before(end: date, count: int, country: str) -> date:
    """The day from which `count` working days lead back from `end`, which itself does not count.

    Args:
        end: The day to count back from.
        count: How many working days, at least 1.
        country: Whose public holidays don't count (ISO code, or UK).
    """
    day = end
    while count:
        day -= ONE_DAY
        count -= is_working_day(day, country)
    return day


def customer_place(customer: Customer) -> Place:
    """Where a customer lives and banks."""
    return Place(country_code(customer.country), customer.timezone, region_code(customer.region, customer.country))


def logistics_place(order: Order, customer: Customer) -> Place:
    """Where an order's return is handed in, carried and inspected: the country it was delivered to.

    In the customer's own country the customer's time zone says which part of it; elsewhere the country's main zone
    does, and for a country without one in `MAIN_TIMEZONES` the customer's zone stands in.
    """
    country = country_code(order.ship_to)
    at_home = country == country_code(customer.country)
    timezone = customer.timezone if at_home else MAIN_TIMEZONES.get(country, customer.timezone)
    return Place(country, timezone, region_code(order.ship_to_region, country))


@dataclass(frozen=True)
class _Calendar:
    """A country's weekend, as weekdays from Monday's 0, the regions whose holidays are known, and those of them that
    count where nobody knows the region."""

    weekend: frozenset[int]
    regions: tuple[str, ...]
    counted: tuple[str, ...]


@lru_cache(maxsize=256)
def _calendar(code: str) -> _Calendar:
    try:
        known = holidays.country_holidays(code)
    except NotImplementedError:
        return _Calendar(WEEKEND, (), ())
    regions, is_of_town = tuple(known.subdivisions), OF_TOWNS.get(code)
    counted = tuple(each for each in regions if is_of_town is None or not is_of_town(each))
    return _Calendar(frozenset(known.weekend), regions, counted)


# A year of holidays costs a millisecond, a span a day's look-up in each region: busy servers ask for the same few.
@lru_cache(maxsize=4096)
def _public_holidays(year: int, code: str, region: Optional[str]) -> frozenset[date]:
    try:
        return frozenset(holidays.country_holidays(code, subdiv=region or None, years=year, expand=False))
    except NotImplementedError:
        return frozenset()


@lru_cache(maxsize=4096)
def _add_working_days(start: date, count: int, code: str, region: Optional[str]) -> date:
    possible = (None, *_calendar(code).counted) if region is None else (region,)
    return max(count_days(start, count, partial(is_working_day, country=code, region=each)) for each in possible)


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
        day = add_working_days(local_date(start, place.timezone), amount, place.country, place.region)
        return end_of_day(day, place.timezone)
    raise FactsError(f'unit "{unit}" does not measure time')


def _add_months(start: datetime, amount: int, timezone: str) -> datetime:
    """The same local day and hour `amount` months on; the month's last day where it has no such day."""
    local = utc(start).astimezone(ZoneInfo(timezone))
    months = local.year * 12 + local.month - 1 + amount
    year, month = months // 12, months % 12 + 1
    return utc(local.replace(year=year, month=month, day=min(local.day, monthrange(year, month)[1])))
