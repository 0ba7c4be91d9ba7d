"""A return that has to wait until its sender is back. NOW is Tuesday 13 October 2026, noon in Madrid."""

from __future__ import annotations

from typing import Any

import pytest
from custom_desk import Desk


def entity(text: str, name: str, value: Any, at: str) -> dict[str, Any]:
    start = text.index(at)
    return {"entity": name, "value": value, "start": start, "end": start + len(at)}


def said(desk: Desk, text: str, *stated: tuple[str, Any, str]) -> str:
    entities = [entity(text, *each) for each in stated]
    user = {"event": "user", "text": text, "parse_data": {"intent": {"name": "x"}, "entities": entities}}
    return desk.ask("action_resume_question", "give_details", number="R1005", said=text, events=(user,))


@pytest.mark.parametrize(
    ("text", "stated", "back"),
    [
        (
            "we're away from Sunday for ten days, is it too late after?",
            [("date", "Sunday", "Sunday"), ("day_count", 10, "ten days")],
            "Wednesday 28 October",
        ),
        (
            "my holiday starts Friday and lasts 4 days, will I be too late",
            [("date", "Friday", "Friday"), ("day_count", 4, "4 days")],
            "Tuesday 20 October",
        ),
        (
            "I'm abroad until the 22nd, can I still return it when I'm back?",
            [("date", "the 22nd", "the 22nd")],
            "Friday 23 October",
        ),
        (
            "on vacation 18 October to 25 October, enough time afterwards?",
            [("date", "18 October", "18 October"), ("date", "25 October", "25 October")],
            "Monday 26 October",
        ),
        ("back from holiday on the 21st, soon enough?", [("date", "the 21st", "the 21st")], "Wednesday 21 October"),
    ],
)
def test_the_day_of_coming_back_is_held_against_the_last_days(desk: Desk, text: str, stated: Any, back: str):
    assert f"**{back}** is" in said(desk.verified("ana"), text, *stated)


def test_an_absence_without_an_end_says_no_day(desk: Desk):
    text = "I'm going away on Sunday, will it be too late after?"

    told = said(desk.verified("ana"), text, ("date", "Sunday", "Sunday"))
    assert "18 October" not in told
    assert "until Monday 30 November" in told
