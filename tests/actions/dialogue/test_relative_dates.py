"""From "last Friday" to a day on the customer's calendar. Tuesday 13 October 2026 unless a test says otherwise."""

from __future__ import annotations

from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

import pytest
from custom_shop import NOW
from hypothesis import given
from hypothesis import strategies as st

from actions.dialogue.relative_dates import contradicts_itself, resolve_date, said_day
from actions.dialogue.turn import SaidDate
from policy.model import Customer


def day(phrase: str, zone: str = "Europe/Madrid", day_first: bool = True, said_at: datetime = NOW) -> date | None:
    resolved = resolve_date(SaidDate(phrase, said_at), zone, day_first)
    return resolved.astimezone(ZoneInfo(zone)).date() if resolved else None


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("today", date(2026, 10, 13)),
        ("this morning", date(2026, 10, 13)),
        ("earlier this afternoon", date(2026, 10, 13)),
        ("tonight", date(2026, 10, 13)),
        ("yesterday", date(2026, 10, 12)),
        ("last night", date(2026, 10, 12)),
        ("last evening", date(2026, 10, 12)),
        ("the day before yesterday", date(2026, 10, 11)),
        ("Monday", date(2026, 10, 12)),
        ("Friday", date(2026, 10, 9)),
        ("Monday last week", date(2026, 10, 5)),
        ("Sunday last week", date(2026, 10, 11)),
        ("last Friday", date(2026, 10, 9)),
        # It is Tuesday: who means yesterday says yesterday.
        ("last Monday", date(2026, 10, 5)),
        ("last Tuesday", date(2026, 10, 6)),
        ("last Sunday", date(2026, 10, 11)),
        ("this friday", date(2026, 10, 9)),
        ("past Friday", date(2026, 10, 9)),
        ("Wednesday", date(2026, 10, 7)),
        # It is Tuesday, so "on Tuesday" means a week ago: for today people say today.
        ("Tuesday", date(2026, 10, 6)),
        ("3 days ago", date(2026, 10, 10)),
        ("1 week ago", date(2026, 10, 6)),
        ("2 weeks ago", date(2026, 9, 29)),
        ("1 month ago", date(2026, 9, 13)),
        ("20 hours ago", date(2026, 10, 12)),
        ("11 hours ago", date(2026, 10, 13)),
        ("9 October", date(2026, 10, 9)),
        ("9 October 2026", date(2026, 10, 9)),
        ("October 9", date(2026, 10, 9)),
        # A weekday beside its date.
        ("Monday 5 October", date(2026, 10, 5)),
        ("Sunday the 11th", date(2026, 10, 11)),
        ("Friday 9/10", date(2026, 10, 9)),
        ("Monday yesterday", date(2026, 10, 12)),
        ("the 12th", date(2026, 10, 12)),
        # The 14th is tomorrow.
        ("the 14th", date(2026, 9, 14)),
        ("the 31st", date(2026, 8, 31)),
        # Of several days the latest.
        ("2 days ago or 3 days ago", date(2026, 10, 11)),
        ("Friday or Saturday", date(2026, 10, 10)),
        ("2 days ago or earlier", date(2026, 10, 11)),
        ("last week", date(2026, 10, 11)),
        ("last weekend", date(2026, 10, 11)),
        ("last month", date(2026, 9, 30)),
        ("last year", date(2025, 12, 31)),
        ("3 working days ago", date(2026, 10, 8)),
        ("the day after Friday", date(2026, 10, 10)),
        ("2026-10-09", date(2026, 10, 9)),
        ("2026-10-9", date(2026, 10, 9)),
        ("9/10", date(2026, 10, 9)),
        ("9/10/2026", date(2026, 10, 9)),
        ("09.10.2026", date(2026, 10, 9)),
        ("9-10-26", date(2026, 10, 9)),
        # What lies ahead this year was last year.
        ("25 December", date(2025, 12, 25)),
        ("14 October", date(2025, 10, 14)),
        ("29 February", date(2024, 2, 29)),
    ],
)
def test_a_phrase_is_a_day_of_the_past(phrase: str, expected: date):
    assert day(phrase) == expected


@pytest.mark.parametrize(
    "phrase",
    [
        "tomorrow",
        "next friday",
        "Monday 11 October",
        "Wednesday the 14th",
        "Sunday yesterday",
        "in 3 days",
        "the day after",
        "the day after yesterday morning soon",
        "14 October 2026",
        "30 February",
        "soon",
        "",
        "banana",
    ],
)
def test_what_is_not_past_or_no_day_is_none(phrase: str):
    assert day(phrase) is None


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("10/9", date(2026, 10, 9)),
        ("9/10", date(2026, 9, 10)),
        ("10/09/2026", date(2026, 10, 9)),
        ("2026-10-09", date(2026, 10, 9)),
        ("9 October", date(2026, 10, 9)),
        # There is no 13th month, so the day must be meant.
        ("13/9", date(2026, 9, 13)),
    ],
)
def test_the_month_comes_first_in_the_united_states(phrase: str, expected: date):
    assert day(phrase, "America/New_York", day_first=False) == expected


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        # 03:00 UTC on Tuesday 13 October.
        ("Europe/Madrid", date(2026, 10, 13)),
        ("America/Los_Angeles", date(2026, 10, 12)),
        ("America/New_York", date(2026, 10, 12)),
        ("America/Sao_Paulo", date(2026, 10, 13)),
        ("Australia/Sydney", date(2026, 10, 13)),
        ("Pacific/Kiritimati", date(2026, 10, 13)),
    ],
)
def test_today_is_the_customers_today(zone: str, expected: date):
    assert day("today", zone, said_at=datetime(2026, 10, 13, 3, tzinfo=timezone.utc)) == expected


def test_a_day_counts_from_when_it_was_said_and_not_from_when_it_is_used():
    # Said on Monday before midnight in Madrid, used after it.
    said_at = datetime(2026, 10, 12, 21, 55, tzinfo=timezone.utc)

    assert day("yesterday", said_at=said_at) == date(2026, 10, 11)


@pytest.mark.parametrize(
    ("zone", "said_at", "phrase", "expected"),
    [
        # Clocks go back at 03:00 on Sunday 25 October 2026 in Madrid, forward at 02:00 on Sunday 29 March.
        ("Europe/Madrid", datetime(2026, 10, 26, 9, tzinfo=timezone.utc), "yesterday", date(2026, 10, 25)),
        ("Europe/Madrid", datetime(2026, 10, 25, 0, 30, tzinfo=timezone.utc), "today", date(2026, 10, 25)),
        ("Europe/Madrid", datetime(2026, 10, 25, 1, 30, tzinfo=timezone.utc), "1 day ago", date(2026, 10, 24)),
        ("Europe/Madrid", datetime(2026, 3, 29, 1, 30, tzinfo=timezone.utc), "yesterday", date(2026, 3, 28)),
        ("Europe/Madrid", datetime(2026, 3, 30, 9, tzinfo=timezone.utc), "Sunday", date(2026, 3, 29)),
        # And in Santiago at midnight, so that 6 September has no hour 0.
        ("America/Santiago", datetime(2026, 9, 6, 12, tzinfo=timezone.utc), "today", date(2026, 9, 6)),
        ("America/Santiago", datetime(2026, 9, 7, 12, tzinfo=timezone.utc), "yesterday", date(2026, 9, 6)),
    ],
)
def test_days_are_right_in_nights_in_which_clocks_change(zone: str, said_at: datetime, phrase: str, expected: date):
    assert day(phrase, zone, said_at=said_at) == expected


@pytest.mark.parametrize("hour", [0, 1, 9, 12, 23])
def test_today_is_never_later_than_when_it_was_said(hour: int):
    said_at = datetime(2026, 10, 13, hour, 0, 30, tzinfo=timezone.utc)

    resolved = resolve_date(SaidDate("today", said_at), "Etc/UTC", day_first=True)
    assert resolved is not None
    assert resolved <= said_at
    assert resolved.date() == date(2026, 10, 13)


def test_a_past_day_is_its_noon():
    resolved = resolve_date(SaidDate("Friday", NOW), "Europe/Madrid", day_first=True)

    assert resolved == datetime(2026, 10, 9, 12, tzinfo=ZoneInfo("Europe/Madrid"))


@pytest.mark.parametrize(
    "phrase", ["x" * 20_000, "1 " * 10_000, "friday " * 3_000, "9" * 60, "1/" * 30, "9" * 30 + " days ago"]
)
def test_a_phrase_that_a_client_made_up_is_no_day(phrase: str):
    assert day(phrase) is None


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Friday", date(2026, 10, 16)),
        ("Tuesday", date(2026, 10, 20)),
        ("tomorrow", date(2026, 10, 14)),
        ("today", date(2026, 10, 13)),
        ("in 2 days", date(2026, 10, 15)),
        ("the day after tomorrow", date(2026, 10, 15)),
        ("the day after the day after Friday", date(2026, 10, 18)),
        ("the 15th", date(2026, 10, 15)),
        ("the 12th", date(2026, 11, 12)),
        ("Wednesday the 14th", date(2026, 10, 14)),
        ("Sunday 1 November", date(2026, 11, 1)),
        ("1 November", date(2026, 11, 1)),
        # A day that is over is not ahead, and a Monday is no Tuesday.
        ("yesterday", None),
        ("Monday 20 October", None),
    ],
)
def test_a_day_that_lies_ahead_is_the_next_of_its_name(phrase: str, expected: date | None):
    resolved = resolve_date(SaidDate(phrase, NOW, "ahead"), "Europe/Madrid", day_first=True)

    assert (resolved.date() if resolved else None) == expected


@pytest.mark.parametrize(
    ("country", "expected"),
    # Back from Tuesday 13 October: Friday 9, Thursday 8, Wednesday 7; in the Netherlands Monday 12 is one as well.
    [("ES", date(2026, 10, 7)), ("NL", date(2026, 10, 8))],
)
def test_working_days_lead_back_over_weekends_and_holidays(country: str, expected: date):
    resolved = resolve_date(SaidDate("3 working days ago", NOW), "Europe/Madrid", True, country)

    assert resolved is not None
    assert resolved.date() == expected


@pytest.mark.parametrize("sense", ["ahead", "supposed", "not", "asked"])
def test_only_what_is_told_as_past_is_the_day_of_a_hand_in(sense: str):
    ana = Customer("ana", "ana@example.com", "ES", "Europe/Madrid", "en")

    assert said_day(SaidDate("9 October", NOW), ana) is not None
    assert said_day(SaidDate("9 October", NOW, sense), ana) is None


@pytest.mark.parametrize(
    ("phrase", "contradicts"),
    [("Wednesday the 14th", True), ("Monday 11 October", True), ("Sunday 11 October", False), ("Friday", False)],
)
def test_a_weekday_that_is_not_that_of_its_date_is_noticed(phrase: str, contradicts: bool):
    ana = Customer("ana", "ana@example.com", "ES", "Europe/Madrid", "en")

    assert contradicts_itself(SaidDate(phrase, NOW), ana) is contradicts


@given(named=st.dates(date(2026, 9, 14), date(2026, 10, 12)))
def test_a_day_with_its_own_weekday_is_that_day(named: date):
    assert day(f"{named:%A} {named.day} {named:%B}") == named


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        # It is Tuesday the 13th: tomorrow is Wednesday, and nobody calls it the next one.
        ("next Wednesday", date(2026, 10, 21)),
        ("next Thursday", date(2026, 10, 15)),
        ("next Tuesday", date(2026, 10, 20)),
        ("Wednesday", date(2026, 10, 14)),
    ],
)
def test_the_next_of_a_name_is_not_tomorrow(phrase: str, expected: date):
    resolved = resolve_date(SaidDate(phrase, NOW, "ahead"), "Europe/Madrid", True)
    assert resolved is not None
    assert resolved.date() == expected
