"""Days that are told only as days on which nobody works."""

from __future__ import annotations

import pytest

from core.days_off import is_day_off

OFF = (
    ("Monday was a public holiday where I live, is that counted", "Monday"),
    ("Toronto. And the 12th is Thanksgiving, so?", "the 12th"),
    ("everything was shut on Monday, does it matter", "Monday"),
    ("yesterday wasn't a holiday here", "yesterday"),
    ("took it to the counter on Thursday but Friday was Veterans Day", "Friday"),
    ("Monday's a feriado here", "Monday"),
)
TOLD = (
    ("I dropped it off on Monday, which was a holiday", "Monday"),
    ("posted Thursday and Friday was a bank holiday", "Thursday"),
    ("it was Monday", "Monday"),
    ("yesterday, at the post office", "yesterday"),
    ("sent it on the holiday Monday", "Monday"),
)


@pytest.mark.parametrize(("said", "day"), OFF)
def test_day_off_is_no_told_day(said: str, day: str) -> None:
    start = said.index(day)
    assert is_day_off(said, start, start + len(day))


@pytest.mark.parametrize(("said", "day"), TOLD)
def test_day_of_deed_stays(said: str, day: str) -> None:
    start = said.index(day)
    assert not is_day_off(said, start, start + len(day))
