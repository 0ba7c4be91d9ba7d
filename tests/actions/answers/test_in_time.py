"""Whether a day is early enough for a return. Its label came on Monday 5 October, so the advice ends on the 10th."""

from __future__ import annotations

from datetime import timedelta

import pytest
from custom_desk import Desk
from custom_shop import NOW

from actions.dialogue.turn import SaidDate

ACTION, INTENT = "action_return_window", "ask_return_window"
PLANNED = {
    "event": "user",
    "text": "I'll take it there on Friday",
    "parse_data": {
        "intent": {"name": "report_not_marked_returned"},
        "entities": [{"entity": "date", "value": "Friday", "sense": "ahead"}, {"entity": "hand_in", "value": "ahead"}],
    },
}


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("9 October", "**Friday 9 October** is in time: the advised last day is **Saturday 10 October**, 1 day later"),
        ("10 October", "**Saturday 10 October** is in time: it is the advised last day"),
        ("12 October", "**Monday 12 October** is 2 days after the advised last day, Saturday 10 October"),
    ],
)
def test_a_day_in_the_question_is_compared_with_the_advice(desk: Desk, day: str, words: str):
    then = desk.at(NOW - timedelta(days=6))
    asked = SaidDate(day, then.now, "asked")

    said = then.verified("ana").ask(ACTION, INTENT, number="R1005", said="is that day too late?", asked_day=asked)
    assert words in said


def test_without_a_day_the_planned_one_is_meant(desk: Desk):
    events = (PLANNED, {"event": "user", "text": "is that too late?"})

    said = desk.verified("ana").ask(ACTION, INTENT, number="R1005", said="is that too late?", events=events)
    # From the 10th to Friday the 16th.
    assert "**Friday 16 October** is 6 days after the advised last day" in said


def test_a_parcel_that_is_on_its_way_is_compared_with_nothing(desk: Desk):
    events = (PLANNED, {"event": "user", "text": "is that too late?"})

    said = desk.verified("ana").ask(ACTION, INTENT, number="R1001", said="is that too late?", events=events)
    assert "advised" not in said
