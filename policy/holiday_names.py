"""On which day a public holiday lies that somebody names in English."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final, Optional

import holidays

from policy.calendars import Place, country_code

_NAMES_IN: Final = "en_US"


def holiday_called(name: str, near: date, place: Place) -> Optional[date]:
    """The day nearest to `near` on which a public holiday lies whose English name holds all words of `name`.

    Where nobody knows the region those of all regions count; None where the country has no such holiday.
    """
    wanted = frozenset(name.casefold().split())
    days = _days(country_code(place.country), place.region, near.year)
    found = [day for day, words in days if wanted <= words]
    return min(found, key=lambda day: abs(day - near), default=None)


@lru_cache(maxsize=256)
def _days(code: str, region: Optional[str], year: int) -> tuple[tuple[date, frozenset[str]], ...]:
    return tuple(_named(code, region, year))


def _named(code: str, region: Optional[str], year: int) -> Iterator[tuple[date, frozenset[str]]]:
    """The public holidays of three years with the words of their names."""
    years = range(year - 1, year + 2)
    try:
        regions = (region,) if region else (None, *holidays.country_holidays(code).subdivisions)
        for each in regions:
            named = holidays.country_holidays(code, subdiv=each, years=years, expand=False, language=_NAMES_IN)
            for day, called in named.items():
                yield day, frozenset(called.casefold().replace(",", " ").replace(";", " ").split())
    except NotImplementedError:
        return
