"""The word "last" before a weekday, which the phrase of a day leaves out. It is Tuesday 13 October 2026."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from custom_shop import NOW

from actions.dialogue.last_weekdays import with_last
from actions.dialogue.relative_dates import resolve_date
from actions.dialogue.turn import said_in


def stated(text: str, value: str, *, at: str, sense: str = "past") -> list[dict[str, Any]]:
    start = text.index(at)
    return [{"entity": "date", "value": value, "sense": sense, "start": start, "end": start + len(at)}]


@pytest.mark.parametrize(
    ("text", "value", "at", "meant"),
    [
        # The reader of dates may or may not have the word in what it finds.
        ("shipped it off last Monday, page hasn't moved", "Monday", "last Monday", date(2026, 10, 5)),
        ("shipped it off last Monday, page hasn't moved", "Monday", "Monday", date(2026, 10, 5)),
        ("gave it to DHL LAST MONDAY", "Monday", "LAST MONDAY", date(2026, 10, 5)),
        ("gave it in last mon and it's still open", "Monday", "last mon", date(2026, 10, 5)),
        ("it left last Sunday", "Sunday", "last Sunday", date(2026, 10, 11)),
        ("it left last Thursday", "Thursday", "last Thursday", date(2026, 10, 8)),
        ("took it there Monday", "Monday", "Monday", date(2026, 10, 12)),
        ("at last! Monday it went", "Monday", "Monday", date(2026, 10, 12)),
        ("it was this Monday", "Monday", "this Monday", date(2026, 10, 12)),
        ("past Monday it went", "Monday", "past Monday", date(2026, 10, 12)),
    ],
)
def test_last_monday_is_not_yesterday(text: str, value: str, at: str, meant: date):
    said = said_in(text, stated(text, value, at=at), (), NOW)
    assert said is not None
    resolved = resolve_date(said, "Europe/London", day_first=True)

    assert resolved is not None
    assert resolved.astimezone(ZoneInfo("Europe/London")).date() == meant


@pytest.mark.parametrize(("value", "sense"), [("Monday", "ahead"), ("Monday 5 October", "past"), ("last week", "past")])
def test_other_days_stay_as_they_are(value: str, sense: str):
    text = "last Monday"
    assert with_last(text, stated(text, value, at=text, sense=sense))[0]["value"] == value
