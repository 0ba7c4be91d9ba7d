"""The day of a hand-in that the messages before were about."""

from __future__ import annotations

from typing import Any

import pytest
from custom_desk import Desk

from actions.dialogue.hand_ins_reckoned import hand_in_reckoned, hand_in_told
from actions.dialogue.turn import SaidDate

HAND_IN = "report_not_marked_returned"


def message(text: str, *entities: dict[str, Any], intent: str = HAND_IN, at: float = 0.0) -> dict[str, Any]:
    parsed = {"intent": {"name": intent}, "entities": list(entities)}
    return {"event": "user", "text": text, "timestamp": at, "parse_data": parsed}


def day(value: str, sense: str = "past") -> dict[str, Any]:
    return {"entity": "date", "value": value, "sense": sense}


def answer(response: str) -> dict[str, Any]:
    return {"event": "bot", "text": "", "metadata": {"utter_action": response}}


def number(value: str | None) -> dict[str, Any]:
    return {"event": "slot", "name": "customer_number", "value": value}


PLANNED = message("I'll post it on Thursday", day("Thursday", "ahead"), {"entity": "hand_in", "value": "ahead"})
NOT = message("I still have it", {"entity": "hand_in", "value": "not"})
NOW_ASKED = message("and then?", intent="what_next")


def reckoned(desk: Desk, *events: dict[str, Any], **said: Any) -> SaidDate | None:
    return hand_in_reckoned(desk.turn("what_next", events=(*events, NOW_ASKED), **said))


def test_a_planned_day_is_kept_over_other_questions(desk: Desk):
    asked = message("what's the fee?", intent="ask_return_fee")

    assert reckoned(desk, PLANNED, answer("utter_hand_in_ahead"), asked) == SaidDate("Thursday", desk.now, "ahead")


def test_a_told_day_is_the_newest(desk: Desk):
    told = message("it went out on Monday", day("Monday"))

    assert reckoned(desk, PLANNED, told) == SaidDate("Monday", desk.now, "past")


def test_what_is_denied_since_is_no_day(desk: Desk):
    assert reckoned(desk, PLANNED, NOT) is None


def test_a_past_day_of_something_else_is_none(desk: Desk):
    asked = message("and the 10th?", day("the 10th"), intent="give_details")

    assert reckoned(desk, asked, answer("utter_window_by_arrival")) is None
    assert reckoned(desk, asked, answer("utter_drop_off_wait")) == SaidDate("the 10th", desk.now, "past")


def test_a_day_that_was_asked_about_is_supposed(desk: Desk):
    asked = message("is the 30th too late?", day("the 30th"), intent="ask_return_window")

    assert reckoned(desk, asked) == SaidDate("the 30th", desk.now, "ahead")


@pytest.mark.parametrize(("then", "now", "is_kept"), [("R1", "R1", True), ("R1", "R2", False), (None, "R2", True)])
def test_the_day_belongs_to_the_return_that_was_in_hand(desk: Desk, then: str | None, now: str, is_kept: bool):
    found = reckoned(desk, PLANNED, number(then), answer("utter_hand_in_ahead"), number=now)

    assert (found is not None) is is_kept


def test_a_day_counts_from_when_it_was_said(desk: Desk):
    tomorrow = message("tomorrow I'll drop it off", day("tomorrow", "ahead"), {"entity": "hand_in", "value": "ahead"})
    later = {**NOW_ASKED, "timestamp": 7200.0}
    found = hand_in_reckoned(desk.turn("what_next", events=(tomorrow, later)))

    assert found is not None
    assert (desk.now - found.said_at).total_seconds() == 7200


def test_a_day_of_long_ago_is_none(desk: Desk):
    others = [message("hm", intent="greet") for _ in range(5)]

    assert reckoned(desk, PLANNED, *others) is None
    assert hand_in_reckoned(desk.turn("what_next", events=(PLANNED, {**NOW_ASKED, "timestamp": 90_000.0}))) is None


DROPPED_OFF = message("I dropped it off on Sunday", day("Sunday"))
STATUS = message("what's the status?", intent="ask_return_status")


def told(desk: Desk, *events: dict[str, Any], of: str = "R1") -> SaidDate | None:
    return hand_in_told(desk.turn("ask_return_status", events=(*events, NOW_ASKED)), of)


def test_a_hand_in_that_was_told_counts_many_questions_later(desk: Desk):
    events = [number("R1"), DROPPED_OFF, answer("utter_drop_off_wait"), number("R1"), *[STATUS, number("R1")] * 9]

    assert told(desk, *events) == SaidDate("Sunday", desk.now, "past")
    assert told(desk, *events, of="R2") is None


def test_a_hand_in_belongs_to_the_return_that_is_named_after_it(desk: Desk):
    events = (DROPPED_OFF, message("R-2", intent="give_details"), number("R-2"), answer("utter_drop_off_wait"))

    assert told(desk, *events, of="R2") == SaidDate("Sunday", desk.now, "past")
    assert told(desk, *events, of="R1") is None


def test_a_hand_in_that_was_taken_back_or_left_unnoted_counts_no_more(desk: Desk):
    given_up = (message("stop", intent="stop"), answer("utter_doing_stopped"))

    assert told(desk, number("R1"), DROPPED_OFF, NOT) is None
    assert told(desk, number("R1"), NOT, DROPPED_OFF) == SaidDate("Sunday", desk.now, "past")
    assert told(desk, number("R1"), DROPPED_OFF, *given_up) is None


def test_a_plan_or_a_supposed_day_takes_no_word_back(desk: Desk):
    assert told(desk, number("R1"), DROPPED_OFF, PLANNED) == SaidDate("Sunday", desk.now, "past")
