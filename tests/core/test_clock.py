"""Instants are read strictly, written one way, and a clock can stand still."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import FrozenClock, SystemClock, format_instant, parse_instant
from core.settings import Settings, clock_from


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-10-16T08:00:00Z", datetime(2026, 10, 16, 8, tzinfo=timezone.utc)),
        ("2026-10-16T08:00:00+02:00", datetime(2026, 10, 16, 6, tzinfo=timezone.utc)),
        ("2026-10-16T00:30:00+05:45", datetime(2026, 10, 15, 18, 45, tzinfo=timezone.utc)),
        ("2026-10-16T08:00:00.5Z", datetime(2026, 10, 16, 8, 0, 0, 500_000, tzinfo=timezone.utc)),
        ("2024-02-29T23:59:59.999999Z", datetime(2024, 2, 29, 23, 59, 59, 999_999, tzinfo=timezone.utc)),
    ],
)
def test_an_instant_is_read_into_utc(written, meant):
    assert parse_instant(written) == meant
    assert parse_instant(written).tzinfo is timezone.utc


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "is not an instant"),
        ("yesterday", "is not an instant"),
        ("2026-10-16", "is not an instant"),
        ("2026-10-16 08:00:00Z", "is not an instant"),
        ("1790845200", "is not an instant"),
        ("2026-10-16T08:00:00Z\n", "is not an instant"),
        ("2026-10-16T08:00:00.1234567Z", "is not an instant"),
        ("２０２６-10-16T08:00:00Z", "is not an instant"),
        ("2026-10-16T08:00:00", "has no time zone"),
        ("2025-02-29T08:00:00Z", "is not a date and time that exists"),
        ("2026-10-16T24:00:00Z", "is not a date and time that exists"),
        ("2026-10-16T08:00:60Z", "is not a date and time that exists"),
        ("2026-10-16T08:00:00+25:00", "is not a date and time that exists"),
        ("0001-01-01T00:00:00+01:00", "is not a date and time that exists"),
        ("9999-12-31T23:59:59-01:00", "is not a date and time that exists"),
    ],
)
def test_what_is_no_instant_is_refused_with_the_reason(written, reason):
    with pytest.raises(ValueError, match=reason):
        parse_instant(written)


def test_a_long_text_is_quoted_in_part():
    with pytest.raises(ValueError, match="…") as failure:
        parse_instant("x" * 10_000)
    assert len(str(failure.value)) < 150


@given(st.datetimes(timezones=st.timezones(), min_value=datetime(1, 1, 3), max_value=datetime(9999, 12, 29)))  # noqa: DTZ001
def test_an_instant_that_is_written_is_read_back(instant):
    assert parse_instant(format_instant(instant)) == instant.astimezone(timezone.utc)


def test_a_fraction_is_written_only_where_there_is_one():
    assert format_instant(datetime(2026, 10, 16, 8, tzinfo=timezone.utc)) == "2026-10-16T08:00:00Z"
    assert format_instant(datetime(2026, 10, 16, 8, 0, 0, 1, tzinfo=timezone.utc)) == "2026-10-16T08:00:00.000001Z"


def test_the_systems_clock_is_aware_and_goes_forward():
    first = SystemClock().now()
    assert first.tzinfo is timezone.utc
    assert SystemClock().now() >= first


def test_a_frozen_clock_stands_still_in_utc():
    clock = FrozenClock(datetime(2026, 10, 16, 10, tzinfo=timezone(timedelta(hours=2))))
    assert clock.now() == clock.now() == datetime(2026, 10, 16, 8, tzinfo=timezone.utc)
    assert clock.now().tzinfo is timezone.utc


def test_a_clock_cannot_be_frozen_without_a_time_zone():
    with pytest.raises(ValueError, match="has no time zone"):
        FrozenClock(datetime(2026, 10, 16))  # noqa: DTZ001


def test_the_settings_decide_which_clock_it_is(monkeypatch):
    now = datetime(2026, 10, 16, 8, 30, tzinfo=timezone.utc)
    monkeypatch.delenv("RETURNDESK_NOW", raising=False)
    assert clock_from(Settings(now=now)) == FrozenClock(now)
    assert isinstance(clock_from(Settings()), SystemClock)
