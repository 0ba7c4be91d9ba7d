"""A weekday with its date tells the year: by the calendar of 2025, 2026 and 2027."""

from __future__ import annotations

from datetime import date

import pytest

from actions.dialogue.coming_days import lies_ahead

TODAY = date(2026, 10, 13)


@pytest.mark.parametrize(
    "phrase",
    ["Monday 19 October", "Friday 1 January", "Wednesday the 14th", "Saturday 31 October", "Sunday 28 February"],
)
def test_what_fits_the_coming_day_alone_lies_ahead(phrase: str):
    assert lies_ahead(phrase, TODAY)


@pytest.mark.parametrize(
    # 19 October 2025 was a Sunday, 9 October 2026 a Friday; the 20th of October is no Friday in either year.
    "phrase",
    ["Sunday 19 October", "Friday 9 October", "Friday 20 October", "Friday", "9 October", "Tuesday 13 October"],
)
def test_what_fits_the_past_or_nothing_does_not(phrase: str):
    assert not lies_ahead(phrase, TODAY)
