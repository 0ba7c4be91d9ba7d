"""Working days, local dates, whose calendar counts, and facts as instants."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from policy_cases import SERVED, a_customer, an_order, local, madrid, utc

from policy.calendars import (
    MAIN_TIMEZONES,
    DayKind,
    Place,
    add_span,
    add_working_days,
    country_code,
    customer_place,
    day_kind,
    earliest,
    end_of_day,
    holidays_left_out,
    is_working_day,
    latest,
    local_date,
    logistics_place,
    public_holidays,
    region_code,
)
from policy.calendars import utc as to_utc
from policy.facts import FactsError, Unit

COUNTED = [
    # start, count, country, result; the comment is the person's counting
    (date(2026, 10, 9), 2, "ES", date(2026, 10, 14)),  # Fri; Mon 12 National Day; Tue, Wed
    (date(2026, 10, 10), 2, "ES", date(2026, 10, 14)),  # Sat; the same
    (date(2026, 10, 11), 1, "ES", date(2026, 10, 13)),  # Sun
    (date(2026, 10, 9), 2, "FR", date(2026, 10, 13)),  # no holiday in France: Mon, Tue
    (date(2026, 11, 10), 1, "FR", date(2026, 11, 12)),  # Wed 11 Armistice Day
    (date(2026, 11, 25), 2, "US", date(2026, 12, 1)),  # Thu 26 Thanksgiving; Fri 27 in some states; Mon, Tue
    (date(2026, 7, 2), 1, "US", date(2026, 7, 6)),  # Independence Day on a Saturday is observed on Fri 3
    (date(2026, 11, 19), 1, "BR", date(2026, 11, 23)),  # Fri 20 Zumbi
    (date(2026, 4, 26), 1, "NL", date(2026, 4, 28)),  # Mon 27 King's Day
    (date(2026, 4, 1), 1, "IL", date(2026, 4, 5)),  # Thu 2 Pesach; Fri and Sat are the weekend; Sun
    (date(2026, 10, 8), 2, "IL", date(2026, 10, 12)),  # Thu; Sun, Mon
    (date(2026, 9, 20), 2, "IL", date(2026, 9, 23)),  # Sun; Mon 21 Yom Kippur; Tue, Wed
    (date(2026, 12, 24), 2, "GB", date(2026, 12, 30)),  # Fri 25; Mon 28 for Boxing Day; Tue, Wed
    (date(2026, 12, 24), 2, "UK", date(2026, 12, 30)),  # the everyday name of the same country
    (date(2026, 5, 13), 1, "DE", date(2026, 5, 15)),  # Thu 14 Ascension Day
    (date(2026, 6, 1), 1, "IT", date(2026, 6, 3)),  # Tue 2 is Republic Day; Wed 3
    (date(2026, 6, 30), 1, "CA", date(2026, 7, 2)),  # Wed 1 Canada Day
    (date(2026, 1, 23), 1, "AU", date(2026, 1, 27)),  # Fri; Mon 26 Australia Day
    (date(2026, 7, 20), 1, "BE", date(2026, 7, 22)),  # Tue 21 National Day
    (date(2026, 6, 9), 1, "PT", date(2026, 6, 11)),  # Wed 10 Portugal Day
    (date(2026, 9, 15), 1, "MX", date(2026, 9, 17)),  # Wed 16 Independence Day
    (date(2026, 9, 17), 1, "CL", date(2026, 9, 21)),  # Fri 18 Independence Day
    (date(2026, 8, 21), 1, "UA", date(2026, 8, 24)),  # Mon 24: no day off under martial law
    (date(2026, 12, 30), 2, "RU", date(2027, 1, 11)),  # Thu 31; New Year holidays 1 to 8, weekend, Mon 11
    (date(2028, 2, 28), 1, "ES", date(2028, 2, 29)),  # a leap year's Tuesday
    (date(2027, 2, 26), 1, "ES", date(2027, 3, 2)),  # Fri; Mon 1 for Andalusia and the Balearics; no 29 February
    (date(2026, 10, 9), 20, "ES", date(2026, 11, 10)),  # 13 to 16, three weeks but Mon 2 in some regions; 9, 10
    (date(2026, 10, 9), 2, "XX", date(2026, 10, 13)),  # a country nobody knows has weekends only
]


REGIONS = [
    # start, count, country, region, result; without a region the latest of all
    (date(2026, 10, 9), 2, "CA", "ON", date(2026, 10, 14)),  # Fri; Mon 12 Thanksgiving; Tue, Wed
    (date(2026, 10, 9), 2, "CA", "NS", date(2026, 10, 13)),  # none in Nova Scotia: Mon, Tue
    (date(2026, 10, 9), 2, "CA", None, date(2026, 10, 14)),
    (date(2026, 4, 2), 2, "GB", "ENG", date(2026, 4, 8)),  # Thu; Good Friday; Mon 6 Easter Monday; Tue, Wed
    (date(2026, 4, 2), 2, "GB", "SCT", date(2026, 4, 7)),  # none in Scotland: Mon, Tue
    (date(2026, 4, 2), 2, "GB", None, date(2026, 4, 8)),
    (date(2026, 8, 28), 2, "GB", "WLS", date(2026, 9, 2)),  # Fri; Mon 31 August bank holiday; Tue, Wed
    (date(2026, 8, 28), 2, "GB", "SCT", date(2026, 9, 1)),  # Scotland's was on the 3rd
    (date(2026, 7, 31), 1, "GB", "SCT", date(2026, 8, 4)),
    (date(2026, 7, 31), 1, "GB", "ENG", date(2026, 8, 3)),
    (date(2026, 7, 31), 1, "GB", None, date(2026, 8, 4)),
    (date(2026, 12, 24), 2, "AU", "NSW", date(2026, 12, 30)),  # Fri 25; Sat 26, so Mon 28; Tue, Wed
    (date(2026, 12, 24), 2, "AU", None, date(2026, 12, 30)),
    (date(2027, 12, 30), 2, "US", None, date(2028, 1, 4)),  # Sat 1 January is observed on Fri 31 December; Mon, Tue
]


@pytest.mark.parametrize(("start", "count", "country", "region", "result"), REGIONS)
def test_a_regions_holidays_count_and_the_latest_day_where_none_is_known(start, count, country, region, result):
    assert add_working_days(start, count, country, region) == result


FEASTS_OF_TOWNS = [
    # start, country, the town's region, the next working day there, the next where the region is not known
    (date(2026, 10, 13), "IT", "RN", date(2026, 10, 15), date(2026, 10, 14)),  # Wed 14 is Rimini's
    (date(2026, 11, 2), "IT", "TS", date(2026, 11, 4), date(2026, 11, 3)),  # Tue 3 is Trieste's
    (date(2026, 9, 4), "PT", "08", date(2026, 9, 8), date(2026, 9, 7)),  # Fri; Mon 7 is Faro's
    (date(2026, 8, 19), "CL", "NB", date(2026, 8, 21), date(2026, 8, 20)),  # Thu 20 is Chillán's
    (date(2029, 8, 7), "DE", "Augsburg", date(2029, 8, 9), date(2029, 8, 8)),  # Wed 8 is Augsburg's
]


@pytest.mark.parametrize(("start", "country", "region", "there", "elsewhere"), FEASTS_OF_TOWNS)
def test_the_feast_of_a_town_delays_nobody_elses_parcel(start, country, region, there, elsewhere):
    assert add_working_days(start, 1, country, region) == there
    assert add_working_days(start, 1, country) == elsewhere
    assert day_kind(elsewhere, Place(country, "UTC")) is DayKind.WORKING


def test_the_days_of_regions_count_where_nobody_knows_the_region():
    # The Azores on Whit Monday, Corpus Christi in six Länder, Madeira's own day.
    for day, country in ((date(2026, 5, 25), "PT"), (date(2026, 6, 4), "DE"), (date(2026, 7, 1), "PT")):
        assert day_kind(day, Place(country, "UTC")) is DayKind.REGIONAL


@pytest.mark.parametrize(
    ("region", "country", "code"),
    [
        ("GB-SCT", "GB", "SCT"),
        ("gb-sct", "UK", "SCT"),
        ("UK-SCT", "GB", "SCT"),
        ("CA-ON", "GB", None),
        ("GB-XXX", "GB", None),
        ("SCT", "GB", None),
        ("", "GB", None),
        (None, "GB", None),
        ("XX-YY", "XX", None),
    ],
)
def test_a_region_is_known_where_it_is_one_of_the_country(region, country, code):
    assert region_code(region, country) == code


@pytest.mark.parametrize(("start", "count", "country", "result"), COUNTED)
def test_working_days_are_counted_as_on_a_calendar(start, count, country, result):
    assert add_working_days(start, count, country) == result


def test_every_served_country_has_a_counted_example():
    assert {country for _, _, country, _ in COUNTED} >= set(SERVED)


@pytest.mark.parametrize("count", [0, -1])
def test_counting_no_days_is_refused(count):
    with pytest.raises(ValueError, match="at least 1"):
        add_working_days(date(2026, 10, 9), count, "ES")


def test_a_saturday_a_sunday_and_a_holiday_are_no_working_days():
    assert [is_working_day(date(2026, 10, day), "ES") for day in (9, 10, 11, 12, 13)] == [
        True,
        False,
        False,
        False,
        True,
    ]


def test_codes_are_read_in_any_case_and_uk_is_gb():
    assert [country_code(code) for code in ("UK", "uk", " gb ", "es")] == ["GB", "GB", "GB", "ES"]
    assert public_holidays(2026, "uk") == public_holidays(2026, "GB") != frozenset()


@pytest.mark.parametrize("country", [code for code in SERVED if code != "UA"])
def test_the_holidays_of_every_served_country_are_known(country):
    assert date(2026, 1, 1) in public_holidays(2026, country) or country == "IL"
    assert len(public_holidays(2026, country)) >= 5


def test_every_served_country_has_a_main_time_zone(facts):
    assert set(MAIN_TIMEZONES) == set(facts["countries"].words)


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Europe/Madrid", date(2026, 10, 10)), ("America/New_York", date(2026, 10, 9)), ("UTC", date(2026, 10, 9))],
)
def test_one_instant_is_different_dates_in_different_places(zone, day):
    assert local_date(utc(2026, 10, 9, 22, 30), zone) == day


@pytest.mark.parametrize(
    ("day", "zone", "ends_before"),
    [
        (date(2026, 10, 14), "Europe/Madrid", utc(2026, 10, 14, 22)),  # summer time
        (date(2026, 10, 24), "Europe/Madrid", utc(2026, 10, 24, 22)),  # the last summer day
        (date(2026, 10, 25), "Europe/Madrid", utc(2026, 10, 25, 23)),  # a day of 25 hours
        (date(2026, 3, 29), "Europe/Madrid", utc(2026, 3, 29, 22)),  # a day of 23 hours
        (date(2026, 4, 4), "America/Santiago", utc(2026, 4, 5, 4)),  # its last hour comes twice
        (date(2026, 9, 5), "America/Santiago", utc(2026, 9, 6, 4)),  # the next day begins at 1 a.m.
        (date(2026, 3, 28), "America/Nuuk", utc(2026, 3, 29, 1)),  # its last hour never comes
        (date(2028, 2, 29), "UTC", utc(2028, 3, 1)),
    ],
)
def test_a_day_ends_where_the_next_begins(day, zone, ends_before):
    end = end_of_day(day, zone)
    assert (ends_before - end).total_seconds() == 0.000001
    assert local_date(end, zone) == day


def test_an_instant_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="has no time zone"):
        to_utc(utc(2026, 10, 9).replace(tzinfo=None))


def test_instants_of_a_repeated_hour_are_told_apart():
    first = local("Europe/Madrid", 2026, 10, 25, 2, 30)
    assert to_utc(first.replace(fold=1)) - to_utc(first) == utc(2026, 1, 1, 1) - utc(2026, 1, 1)


def test_a_return_is_handled_where_the_order_was_delivered():
    canary = a_customer("ES", "Atlantic/Canary", "ES-CN")
    assert logistics_place(an_order(ship_to="ES"), canary) == Place("ES", "Atlantic/Canary", "CT")
    assert logistics_place(an_order(ship_to="ES", ship_to_region=None), canary) == Place("ES", "Atlantic/Canary")
    assert logistics_place(an_order(ship_to="US"), canary) == Place("US", "America/New_York")
    assert logistics_place(an_order(ship_to="UK", ship_to_region="GB-SCT"), canary) == Place(
        "GB", "Europe/London", "SCT"
    )


def test_a_country_without_a_main_zone_takes_the_customers():
    assert logistics_place(an_order(ship_to="JP"), a_customer()) == Place("JP", "Europe/Madrid")


def test_a_customer_is_at_home_in_their_own_country_and_zone():
    assert customer_place(a_customer("UK", "Europe/London")) == Place("GB", "Europe/London")


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


@pytest.mark.parametrize(
    ("day", "country", "region", "kind"),
    [
        (date(2026, 10, 12), "ES", None, DayKind.HOLIDAY),
        (date(2026, 10, 9), "ES", None, DayKind.REGIONAL),  # Valencia
        (date(2026, 10, 9), "ES", "CT", DayKind.WORKING),
        (date(2026, 10, 9), "ES", "VC", DayKind.HOLIDAY),
        (date(2026, 10, 11), "ES", None, DayKind.WEEKEND),
        (date(2026, 10, 11), "IL", None, DayKind.WORKING),
        (date(2026, 10, 16), "IL", None, DayKind.WEEKEND),
        (date(2026, 12, 25), "XX", None, DayKind.WORKING),
    ],
)
def test_what_kind_of_day_it_is(day: date, country: str, region: str | None, kind: DayKind):
    assert day_kind(day, Place(country, "UTC", region)) is kind


@pytest.mark.parametrize(
    ("start", "count", "country", "region", "left_out"),
    [
        # Thursday; Friday 25 is Christmas Day, Monday 28 stands for Boxing Day.
        (date(2026, 12, 24), 2, "GB", None, [date(2026, 12, 25), date(2026, 12, 28)]),
        (date(2026, 10, 9), 2, "ES", "CT", [date(2026, 10, 12)]),
        (date(2026, 10, 8), 2, "ES", None, [date(2026, 10, 9), date(2026, 10, 12)]),
        (date(2026, 10, 8), 2, "ES", "CT", [date(2026, 10, 12)]),
        (date(2026, 10, 5), 2, "GB", None, []),
        (date(2026, 9, 20), 2, "IL", None, [date(2026, 9, 21)]),
    ],
)
def test_the_holidays_that_a_span_leaves_out(
    start: date, count: int, country: str, region: str | None, left_out: list[date]
):
    assert list(holidays_left_out(start, count, Place(country, "UTC", region))) == left_out


def test_the_parts_of_a_country_without_holidays_of_their_own_have_the_national_ones():
    # Good Friday is a holiday of Alsace and Moselle.
    thursday = date(2027, 3, 25)
    good_friday = date(2027, 3, 26)

    assert is_working_day(good_friday, "FR", "")
    assert not is_working_day(good_friday, "FR", "6AE")
    # Friday 26; the 29th is Easter Monday everywhere.
    assert add_working_days(thursday, 2, "FR", "") == date(2027, 3, 30)
    assert add_working_days(thursday, 2, "FR", "6AE") == date(2027, 3, 31)
    assert add_working_days(thursday, 2, "FR") >= date(2027, 3, 31)
