"""Reasons: the day that is doubted, and nothing told twice. NOW is Tuesday 13 October 2026, noon in Madrid."""

from __future__ import annotations

from typing import Any

import pytest
from custom_desk import Desk
from custom_shop import NOW

from actions.dialogue.turn import ASKED, SaidDate

ACTION = "action_follow_up"


def told(*answers: tuple[str, str]) -> tuple[dict[str, Any], ...]:
    """A conversation whose answers are these responses with their rules, the newest last."""
    events: list[dict[str, Any]] = [{"event": "user"}]
    for response, fact in answers:
        events += [
            {"event": "bot", "text": "Words.", "metadata": {"utter_action": response, "facts": [fact]}},
            {"event": "user"},
        ]
    return tuple(events)


def why(desk: Desk, said: str, *answers: tuple[str, str], day: str | None = None, number: str = "R1001") -> str:
    asked = SaidDate(day, NOW, ASKED) if day else None
    return desk.ask(ACTION, "explain_why", number=number, said=said, events=told(*answers), asked_day=asked)


# R1001 was handed in on Friday 9 October; Monday 12 October is a holiday in Spain.
@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("Friday", "I count from **Friday 9 October**, so that day itself does not count."),
        ("Sunday", "**Sunday 11 October** is on the weekend, so it does not count."),
        ("Monday", "**Monday 12 October** is a public holiday, so it does not count."),
        ("today", "**Tuesday 13 October** is day 1 of the 2 that count."),
        ("the 14th", "**Wednesday 14 October** is day 2 of the 2 that count."),
    ],
)
def test_a_day_that_is_named_is_placed_in_the_count(desk: Desk, day: str, reason: str):
    said = why(desk.verified("ana"), f"how come not {day}?", ("utter_a", "update.dropoff"), day=day)

    assert said.startswith(reason)
    assert "I count 2 working days after Friday 9 October" in said


def test_a_day_outside_the_count_is_not_placed(desk: Desk):
    said = why(desk.verified("ana"), "why not on the 20th?", ("utter_a", "update.dropoff"), day="the 20th")

    assert said.startswith("It generally takes the logistics centre")


def test_each_time_the_answer_is_another_one(desk: Desk):
    ana, before = desk.verified("ana"), [("utter_a", "update.dropoff")]
    answers = []
    for _ in range(3):
        answers.append(why(ana, "but why?", *before))
        before.append(("utter_why", "update.dropoff"))

    assert "I count 2 working days" in answers[0]
    assert "These days count: Tuesday 13 October and Wednesday 14 October." in answers[1]
    assert "give no reason for that" in answers[1]
    assert answers[2].startswith("The rules I have don't state that. A person can tell you.")


def test_of_many_days_the_first_and_the_last_are_told(desk: Desk):
    said = why(desk.verified("ana"), "why?", ("a", "refund.time"), ("utter_why", "refund.time"), number="R1007")

    assert "The first day that counts is" in said
    assert "These days count" not in said


@pytest.mark.parametrize("said", ["why 48 of all hours?", "how come forty-eight and not 24? why 48"])
def test_a_figure_that_is_doubted_has_no_reason(desk: Desk, said: str):
    assert "The rules I have give no reason for that." in why(desk, said, ("utter_a", "seller.silence"))


def test_why_working_days_has_no_reason_in_the_rules(desk: Desk):
    said = why(desk.verified("ana"), "why business days of all things", ("utter_a", "update.dropoff"))

    assert "The rules I have give no reason for that." in said


def test_why_a_return_is_not_free_names_those_that_count(desk: Desk):
    said = why(desk.verified("ana"), "why isn't it for free?", ("utter_a", "fee.monthly_limit"))

    assert "up to 5 times a month" in said
    assert "count so far: " in said
    assert "R1001" in said


def test_a_rule_without_a_date_is_not_counted_for_another_country(desk: Desk):
    said = desk.ask(ACTION, "explain_why", said="why?", events=told(("utter_a", "update.dropoff")))

    assert "I count" not in said
    assert "give no reason" in said
