"""The country of a town or a carrier."""

from __future__ import annotations

import pytest

from actions.dialogue.towns import CARRIERS, country_of_place, towns
from policy.calendars import MAIN_TIMEZONES


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
    assert country_of_place(text) == country


@pytest.mark.parametrize(
    # Valencia, Birmingham and Hamilton are in two countries; without a capital "and" leads to no town.
    "text",
    ["it went off in Valencia", "in Birmingham", "near Hamilton", "and nice too", "is it in time?", "in the post", ""],
)
def test_what_may_be_elsewhere_tells_none(text: str):
    assert country_of_place(text) is None


def test_every_place_is_in_a_country_that_is_served():
    assert set(towns().values()) == set(MAIN_TIMEZONES)
    assert set(CARRIERS.values()) <= set(MAIN_TIMEZONES)
