"""From a day of ordering or arrival the last day of a window is a date. Now is Tuesday 13 October 2026."""

from __future__ import annotations

from typing import Any

import pytest
from custom_desk import Desk

ACTION, INTENT = "action_return_window", "ask_return_window"


def wrote(text: str, day: str, word: str) -> dict[str, Any]:
    entity = {"entity": "date", "value": day, "sense": "other", "start": text.index(word)}
    return {"event": "user", "text": text, "parse_data": {"intent": {"name": INTENT}, "entities": [entity]}}


@pytest.mark.parametrize(
    ("said", "day", "last"),
    [
        # 90 days after the 9th, the 13th, and the coming 16th of October.
        ("I ordered it on Friday, what is my last day?", "Friday", "Thursday 7 January 2027"),
        ("suppose I buy it today, until when can it go back?", "today", "Monday 11 January 2027"),
        ("if I order on Friday, what's the last day?", "Friday", "Thursday 14 January 2027"),
    ],
)
def test_the_last_day_of_an_order_is_a_date(desk: Desk, said: str, day: str, last: str):
    assert f"**{last}**" in desk.ask(ACTION, INTENT, said=said, events=(wrote(said, day, day),))


def test_another_weekday_keeps_what_happened(desk: Desk):
    first, then = "it arrived on Friday, what is the last day?", "no, Thursday"
    events = (wrote(first, "Friday", "Friday"), wrote(then, "Thursday", "Thursday"))

    # Thursday 8 October and 15 days.
    assert "**Friday 23 October**" in desk.ask(ACTION, INTENT, said=then, events=events)
