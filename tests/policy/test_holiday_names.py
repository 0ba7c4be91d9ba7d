"""Holidays that are named by their English names."""

from __future__ import annotations

from datetime import date

import pytest

from policy.calendars import Place
from policy.holiday_names import holiday_called

OCTOBER = date(2026, 10, 13)


@pytest.mark.parametrize(
    ("name", "country", "day"),
    [
        ("thanksgiving", "US", date(2026, 11, 26)),
        # Canada's is a month earlier, in most provinces.
        ("thanksgiving", "CA", date(2026, 10, 12)),
        ("christmas", "GB", date(2026, 12, 25)),
        ("labor day", "US", date(2026, 9, 7)),
        # The nearer one, of this year or the next.
        ("new year's day", "FR", date(2027, 1, 1)),
        ("easter monday", "DE", date(2027, 3, 29)),
    ],
)
def test_a_holiday_is_found_by_its_english_name(name: str, country: str, day: date):
    assert holiday_called(name, OCTOBER, Place(country, "UTC")) == day


@pytest.mark.parametrize(("name", "country"), [("thanksgiving", "ES"), ("christmas", "ZZ")])
def test_what_is_no_holiday_there_is_not_found(name: str, country: str):
    assert holiday_called(name, OCTOBER, Place(country, "UTC")) is None


def test_of_a_known_region_only_its_own_holidays_count():
    # 26 December is a holiday in some regions of Spain, among them Catalonia, and none in Madrid.
    assert holiday_called("saint stephen's day", OCTOBER, Place("ES", "UTC", "CT")) == date(2026, 12, 26)
    assert holiday_called("saint stephen's day", OCTOBER, Place("ES", "UTC", "MD")) is None
