"""A day by somebody's clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from returndesk.failure import Failure
from returndesk.report.day import Day, day_of, zone_of

MADRID = zone_of("Europe/Madrid")
NOW = datetime(2026, 10, 13, 22, 30, tzinfo=timezone.utc)  # the 14th in Madrid


def test_without_a_date_it_is_yesterday_by_the_clock_that_is_named():
    assert day_of(None, zone_of("UTC"), NOW).date == date(2026, 10, 12)
    assert day_of(None, MADRID, NOW).date == date(2026, 10, 13)


def test_a_day_begins_at_its_own_midnight():
    day = day_of("2026-10-13", MADRID, NOW)

    assert day.start == datetime(2026, 10, 12, 22, tzinfo=timezone.utc)
    assert day.end == datetime(2026, 10, 13, 22, tzinfo=timezone.utc)
    assert day.is_over(NOW)


@pytest.mark.parametrize(("text", "hours"), [("2026-03-29", 23), ("2026-10-25", 25)])
def test_a_day_on_which_the_clocks_change_is_shorter_or_longer(text, hours):
    day = Day(date.fromisoformat(text), MADRID)

    spans = day.end.astimezone(timezone.utc) - day.start.astimezone(timezone.utc)
    assert spans == timedelta(hours=hours)


def test_today_is_a_day_that_is_not_over():
    assert not day_of("2026-10-14", MADRID, NOW).is_over(NOW)


@pytest.mark.parametrize("text", ["2026-10-15", "yesterday", "13.10.2026", "2026-02-30", "", "0001-01-01"])
def test_what_is_no_day_is_refused_and_named(text):
    with pytest.raises(Failure, match=f'^"?{text}'):
        day_of(text, MADRID, NOW)


@pytest.mark.parametrize("name", ["Madrid", "", "../../etc/passwd", "Europe/"])
def test_what_is_no_time_zone_is_refused(name):
    with pytest.raises(Failure, match="is no time zone"):
        zone_of(name)
