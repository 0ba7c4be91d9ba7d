"""Until when something can go back by a day of ordering or arrival. Now is Tuesday 13 October 2026, 10:00 UTC."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from custom_desk import Desk
from hypothesis import given
from hypothesis import strategies as st

from actions.answers.windows_by_day import at_the_day, by_arrival, from_bought
from actions.dialogue.turn import ASKED, ActionContext, SaidDate
from policy.facts import load_facts

FACTS = load_facts()
NOW = datetime(2026, 10, 13, 10, tzinfo=timezone.utc)
INTENT = "ask_return_window"


def asked(day: str) -> SaidDate:
    return SaidDate(day, NOW, ASKED)


def wrote(text: str, day: str, sense: str = "other") -> dict[str, Any]:
    """A message that names one day."""
    entity = {"entity": "date", "value": day, "sense": sense, "start": text.index(day)}
    return {"event": "user", "text": text, "parse_data": {"intent": {"name": INTENT}, "entities": [entity]}}


@pytest.fixture
def turn(desk: Desk) -> ActionContext:
    return desk.turn(INTENT)


def kinds(turn: ActionContext, arrived: datetime) -> list[str]:
    said = by_arrival(arrived, turn, FACTS)
    return [line.say.removeprefix("line_arrival_window_") for line in said.values["lines"]]


@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [(0, ["open"] * 3), (7, ["open"] * 3), (8, ["closed", "open", "open"]), (31, ["closed"] * 3)],
)
def test_each_window_from_arrival_holds_to_its_last_day(turn: ActionContext, days_ago: int, expected: list[str]):
    assert kinds(turn, NOW - timedelta(days=days_ago)) == expected


def test_a_day_that_is_asked_for_is_held_against_each_window(desk: Desk):
    # Received on Monday 12 October: the 19th, the 27th, and 11 November.
    turn = desk.turn(INTENT, asked_day=asked("28 October"))

    assert kinds(turn, NOW - timedelta(days=1)) == ["closed", "closed", "open"]


def test_an_arrival_to_come_is_held_against_its_own_day(turn: ActionContext):
    assert kinds(turn, NOW + timedelta(days=20)) == ["open"] * 3


def test_the_day_of_an_order_gives_its_90_days(desk: Desk):
    text = "I bought it on Monday, what is the last day for a return?"
    said = from_bought(desk.turn(INTENT, said=text, events=(wrote(text, "Monday"),)), FACTS)

    assert said is not None
    assert said.response == "utter_window_by_order_day"


@pytest.mark.parametrize(("day", "openness"), [("31 December", "open"), ("31 January", "closed")])
def test_another_day_is_judged_by_the_day_of_the_order(desk: Desk, day: str, openness: str):
    # Monday 12 October and 90 days are Sunday 10 January.
    first, then = "I bought it on Monday, what is the last day for a return?", f"would {day} be too late?"
    turn = desk.turn(
        INTENT, said=then, asked_day=asked(day), events=(wrote(first, "Monday"), wrote(then, day, "asked"))
    )
    said = from_bought(turn, FACTS)

    assert said is not None
    assert said.response == f"utter_window_by_order_day_{openness}"


def test_a_message_without_such_a_day_gives_nothing(desk: Desk):
    text = "would Monday be fine?"

    assert from_bought(desk.turn(INTENT, said=text, events=(wrote(text, "Monday"),)), FACTS) is None


@pytest.mark.parametrize(("day", "openness"), [("20 October", "open"), ("24 October", "closed")])
def test_an_age_of_the_order_is_reckoned_on_the_day_that_is_asked_for(desk: Desk, day: str, openness: str):
    # 80 days ago was 25 July; with 90 days the last day is Friday 23 October.
    (said,) = at_the_day(desk.turn(INTENT, day_count=80, asked_day=asked(day)), FACTS)

    assert said.response == f"utter_window_by_order_day_{openness}"


def test_both_ages_are_reckoned_on_that_day(desk: Desk):
    said = at_the_day(desk.turn(INTENT, day_count=80, received_days=5, asked_day=asked("20 October")), FACTS)

    assert [each.response for each in said] == ["utter_window_by_order_day_open", "utter_window_by_arrival"]


@pytest.mark.parametrize("told", [{"day_count": 80}, {"asked_day": asked("20 October")}])
def test_without_an_age_or_a_day_nothing_is_reckoned(desk: Desk, told: dict[str, Any]):
    assert at_the_day(desk.turn(INTENT, **told), FACTS) == ()


@given(st.integers(min_value=0, max_value=60), st.integers(min_value=0, max_value=60))
def test_a_later_day_never_opens_a_window(earlier: int, later: int):
    earlier, later = sorted((earlier, later))
    turns = [
        ActionContext(
            *("session", INTENT, None, None, None, frozenset(), False, None, False, None, None, None, None, NOW),
            asked_day=asked(f"in {ahead} days" if ahead else "today"),
        )
        for ahead in (earlier, later)
    ]
    before, after = (kinds(each, NOW) for each in turns)

    assert all(then == "closed" for now, then in zip(before, after, strict=True) if now == "closed")
