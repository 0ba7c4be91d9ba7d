"""The country of a town or a carrier."""

from __future__ import annotations

import pytest

from actions.dialogue.towns import CARRIERS, Town, country_of, place_named, place_told, region_of, town_named, towns
from policy.calendars import MAIN_TIMEZONES, region_code


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("we brought it to a locker in Bordeaux on Friday", "FR"),
        ("handed in at the counter in são paulo", "BR"),
        ("and Munich?", "DE"),
        ("what about Haifa", "IL"),
        ("somewhere near Rio de Janeiro", "BR"),
        ("Canada Post took it on Friday", "CA"),
        # Of namesakes the one that is many times as large.
        ("I was in London then", "GB"),
    ],
)
def test_a_town_or_a_carrier_tells_the_country(text: str, country: str):
    assert country_of(place_named(text) or "") == country


@pytest.mark.parametrize(
    # Valencia, Birmingham and Hamilton are in two countries; without a capital "and" leads to no town.
    "text",
    ["it went off in Valencia", "in Birmingham", "near Hamilton", "and nice too", "is it in time?", "in the post", ""],
)
def test_what_may_be_elsewhere_tells_none(text: str):
    assert place_named(text) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Glasgow", "GB-SCT"),
        ("haifa", "IL"),
        ("it's Munich", "DE-BY"),
        ("Hamburg, sorry", "DE-HH"),
        ("Ok, Bologna.", "IT"),
        ("we live in Brazil, Curitiba", "BR-PR"),
    ],
)
def test_a_town_alone_is_where_somebody_is(text: str, place: str):
    assert place_named(text) == place


@pytest.mark.parametrize(
    "text",
    [
        "Nice",
        "nice, thanks",
        "Reading",
        "Mobile",
        "Split",
        "ok",
        "Sure",
        "Leeds?",
        "the Leeds parcel took me a week ok",
    ],
)
def test_a_word_alone_is_no_town(text: str):
    assert place_named(text) is None


@pytest.mark.parametrize(
    ("country", "text", "place"),
    [
        ("BR", "Brazil, Curitiba", "BR-PR"),
        ("ES", "Valencia, Spain", "ES-VC"),
        ("BR", "somewhere in Brazil", "BR"),
        # A town that is elsewhere leaves the country as it is.
        ("CA", "Hamburg, Canada", "CA"),
        (None, "Liverpool", "GB-ENG"),
        (None, "no idea", None),
    ],
)
def test_a_town_beside_its_country_tells_the_region(country: str | None, text: str, place: str | None):
    assert place_told(country, text) == place


@pytest.mark.parametrize(
    ("text", "homes", "place"),
    [
        ("handed in in Valencia", ["ES"], "ES-VC"),
        ("handed in in Valencia", ["MX", "US"], "US-CA"),
        ("handed in in Valencia", ["FR"], None),
        # Whoever lives in Canada means the smaller London.
        ("dropped it at a locker in London", ["CA"], "CA-ON"),
        ("dropped it at a locker in London", ["DE"], "GB-ENG"),
        ("I was in Toledo", ["BR"], "BR-PR"),
    ],
)
def test_of_namesakes_the_one_at_home_is_meant(text: str, homes: list[str], place: str | None):
    assert place_named(text, homes) == place


def test_namesakes_are_told_the_largest_first():
    assert town_named("it went off in Valencia on Friday") == Town("Valencia", None, ("ES-VC", "US-CA"))


@pytest.mark.parametrize(
    ("town", "region"),
    [
        # Holidays of their own have only parts of France.
        *(("Lyon", ""), ("Nice", ""), ("Reims", ""), ("Strasbourg", "6AE"), ("Metz", "57")),
        *(("Munich", "BY"), ("Hamburg", "HH"), ("Seville", "AN"), ("Bilbao", "PV"), ("Montreal", "QC")),
        *(("Perth", "WA"), ("Glasgow", "SCT"), ("Belfast", "NIR"), ("Recife", "PE"), ("Houston", "TX")),
        # The table does not know those of Italy.
        ("Milan", None),
    ],
)
def test_a_town_tells_its_region(town: str, region: str | None):
    assert region_of(place_named(f"in {town}") or "") == region


def test_every_region_has_holidays_that_are_known():
    places = {place for listed in towns().values() for place in listed if region_of(place)}

    assert [each for each in sorted(places) if region_code(each, country_of(each)) != region_of(each)] == []


def test_every_place_is_in_a_country_that_is_served():
    listed = {country_of(place) for places in towns().values() for place in places if place}
    assert listed == set(MAIN_TIMEZONES)
    assert set(CARRIERS.values()) <= set(MAIN_TIMEZONES)
