"""Hours, days, months and working days after an instant."""

from dataclasses import replace

import pytest
from policy_cases import local, madrid, utc

from policy.calendars import Place, add_span, earliest, latest
from policy.facts import FactsError, Unit

SPAIN = Place("ES", "Europe/Madrid")


def test_hours_run_through_a_clock_change():
    # 18:00 summer time on the eve of the change, and 24 hours later it is 17:00
    assert add_span(madrid(2026, 10, 24, 18), 24, Unit.HOURS, SPAIN) == madrid(2026, 10, 25, 17)


def test_days_are_24_hours_each():
    assert add_span(utc(2026, 10, 1, 9), 90, Unit.DAYS, SPAIN) == utc(2026, 12, 30, 9)
    assert add_span(utc(2028, 2, 28, 9), 2, Unit.DAYS, SPAIN) == utc(2028, 3, 1, 9)


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        (madrid(2027, 12, 31, 9), 2, madrid(2028, 2, 29, 9)),  # no 31 February, and 2028 is a leap year
        (madrid(2026, 12, 31, 9), 2, madrid(2027, 2, 28, 9)),
        (madrid(2026, 10, 9, 18), 1, madrid(2026, 11, 9, 18)),  # the same hour, though the clocks have changed
        (madrid(2026, 11, 30, 18), 1, madrid(2026, 12, 30, 18)),
    ],
)
def test_months_keep_the_day_and_the_hour(start, amount, end):
    assert add_span(start, amount, Unit.MONTHS, SPAIN) == end


def test_working_days_hold_to_the_end_of_the_last_one():
    end = add_span(madrid(2026, 10, 9, 18), 2, Unit.WORKING_DAYS, SPAIN)
    assert end == madrid(2026, 10, 14, 23, 59, 59, 999999)


def test_working_days_count_from_the_date_at_the_place():
    # Friday evening in New York is Saturday in Madrid; Columbus Day is Monday the 12th
    new_york = Place("US", "America/New_York")
    start = madrid(2026, 10, 10, 4)
    assert add_span(start, 1, Unit.WORKING_DAYS, new_york) == local(
        "America/New_York", 2026, 10, 13, 23, 59, 59, 999999
    )


def test_one_time_has_no_earliest(facts):
    assert earliest(utc(2026, 10, 9), facts["parcel.lost"], SPAIN) is None
    assert earliest(utc(2026, 10, 9), facts["parcel.upload"], SPAIN) == utc(2026, 10, 10)
    assert latest(utc(2026, 10, 9), facts["parcel.upload"], SPAIN) == utc(2026, 10, 11)


def test_an_edited_unit_changes_the_counting(facts):
    in_hours = replace(facts["update.dropoff"], value=48, unit=Unit.HOURS)
    assert latest(madrid(2026, 10, 9, 18), in_hours, SPAIN) == madrid(2026, 10, 11, 18)


def test_a_unit_that_is_no_time_is_refused():
    with pytest.raises(FactsError, match='unit "per_month" does not measure time'):
        add_span(utc(2026, 10, 9), 1, Unit.PER_MONTH, SPAIN)
