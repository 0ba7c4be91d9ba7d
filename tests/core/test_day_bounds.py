from __future__ import annotations

import pytest

from core.day_bounds import bounds_day, ending_day


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("so by Thursday at the latest?", "thursday"),
        ("until the 6th of November then?", "the 6th of november"),
        ("so till tomorrow?", "tomorrow"),
        ("so by parcel?", None),
        ("so on Friday?", None),
    ],
)
def test_the_day_until_which_something_holds_is_read(said: str, day: str | None):
    assert ending_day(said) == day


@pytest.mark.parametrize(
    ("said", "bounds"),
    [
        ("so Friday at the earliest?", True),
        ("ok so not before the 20th", True),
        ("then Monday at the latest?", True),
        ("I can post it on Friday at the earliest", False),
        ("so at the latest?", False),
    ],
)
def test_a_day_is_put_up_as_the_first_or_the_last(said: str, bounds: bool):
    assert bounds_day(said) == bounds
