"""Short questions about how days are counted, told by their words."""

from __future__ import annotations

import pytest

from core.calendar_questions import (
    asks_from_when,
    asks_in_weeks,
    asks_of_calendar,
    asks_of_day_end,
    asks_of_unit,
    asks_whether_counted,
    holiday_named,
    numbers_named,
)


@pytest.mark.parametrize(
    "said",
    [
        "is Monday a holiday for you?",
        "does Sunday count as a working day here",
        "ok, are saturdays working days",
        "do you work on bank holidays",
        "are weekends included?",
        "was the 12th a holiday in Spain?",
    ],
)
def test_which_days_count_is_asked(said: str):
    assert asks_of_calendar(said)


@pytest.mark.parametrize(
    "said",
    [
        "do I have to hand it in on a working day?",
        "does it count that I sent it on Sunday",
        "is the money there on Monday?",
        "Monday was a holiday, so it went on Tuesday",
        "how many working days is that",
        "are parcels slower in the holiday season",
        "is it delayed because of the holiday?",
    ],
)
def test_a_day_alone_asks_nothing_of_the_calendar(said: str):
    assert not asks_of_calendar(said)


@pytest.mark.parametrize(
    "said", ["how much is it in weeks", "in weeks?", "so in months that makes", "and that in weeks pls"]
)
def test_days_may_be_wanted_in_weeks(said: str):
    assert asks_in_weeks(said)


@pytest.mark.parametrize(
    "said",
    [
        "it arrived 2 weeks ago",
        "in 3 weeks",
        "I ordered in the week before",
        "in weeks like this one nobody ever answers me",
    ],
)
def test_a_span_is_no_wish_for_weeks(said: str):
    assert not asks_in_weeks(said)


@pytest.mark.parametrize(
    "said", ["the entire day or up to an hour", "until midnight?", "by the end of the day or before?", "till what hour"]
)
def test_the_hour_of_a_last_day_is_asked_for(said: str):
    assert asks_of_day_end(said)


@pytest.mark.parametrize(
    "said", ["until which hour can I drop it off", "I waited all day", "what time is it", "all of them"]
)
def test_other_hours_are_not(said: str):
    assert not asks_of_day_end(said)


@pytest.mark.parametrize(
    "said",
    [
        "and are saturdays part of it?",
        "is the weekend in that",
        "so is Christmas left out",
        "was boxing day counted?",
        "but Tuesday was a holiday, was that one counted",
        "is labour day a business day over there",
    ],
)
def test_whether_some_days_are_in_a_span_is_asked(said: str):
    assert asks_of_calendar(said)


@pytest.mark.parametrize(
    "said",
    [
        "the 20 days, are those business days?",
        "14 days, calendar days?",
        "working days or every day",
        "weekdays, right?",
    ],
)
def test_what_kind_of_days_a_span_has_is_asked(said: str):
    assert asks_of_unit(said)
    assert asks_whether_counted(said)


@pytest.mark.parametrize(
    "said", ["how many working days is that", "what is a working day", "15 days", "3 working days late"]
)
def test_other_days_are_no_question_of_their_kind(said: str):
    assert not asks_of_unit(said)


def test_a_working_day_is_one_whatever_the_span():
    assert asks_whether_counted("do weekends count?")
    assert asks_whether_counted("is easter left out")
    assert not asks_whether_counted("does Sunday count as a working day")
    assert not asks_whether_counted("is Monday a holiday")


@pytest.mark.parametrize(
    "said",
    [
        "since when are they counted?",
        "from which day do the 20 run",
        "is that from the day it came or the day I paid",
        "when does the clock start, those 90 days",
        "starting from when, the 48 hours?",
    ],
)
def test_what_a_span_counts_from_is_asked(said: str):
    assert asks_from_when(said)


@pytest.mark.parametrize(
    "said",
    [
        "when does the refund start",
        "when did it start",
        "where is it from",
        "from when can I send it back",
        "I ordered it from you 20 days ago",
        "what day did it arrive",
        "since Monday",
    ],
)
def test_other_beginnings_are_about_something_else(said: str):
    assert not asks_from_when(said)


def test_a_holiday_is_named_as_calendars_call_it():
    assert holiday_named("what about Xmas?") == "christmas"
    assert holiday_named("is Labour Day in there") == "labor day"
    assert holiday_named("the labour of a day") is None


def test_short_numbers_are_named():
    assert numbers_named("that 17, or the 20-day one on the 22nd; R1001") == {17, 20}


@pytest.mark.parametrize("said", ["those 15 working days, what are they in weeks", "in months, how much are 90 days?"])
def test_a_span_may_be_named_beside_the_wish_for_weeks(said: str):
    assert asks_in_weeks(said)
    assert not asks_in_weeks(f"{said} 8120034500012345")


@pytest.mark.parametrize(
    "said",
    [
        "bank holidays included in this?",
        "are Saturdays counted too",
        "Tuesday was no holiday over there, was it",
        "sundays count?",
    ],
)
def test_a_few_words_ask_which_days_count(said: str):
    assert asks_of_calendar(said)


@pytest.mark.parametrize("said", ["I count on Sunday", "the weekend was nice, wasn't it", "Saturday it is then"])
def test_other_words_with_a_day_ask_of_no_calendar(said: str):
    assert not asks_of_calendar(said)


def test_a_last_day_that_counts_is_asked_of_the_days_end():
    assert asks_of_day_end("is that monday included or just until it")


@pytest.mark.parametrize(
    "said", ["issued on the 8th so the 20 days begin on the 8th?", "then the days run from the 3rd?"]
)
def test_a_start_is_put_up(said: str):
    assert asks_from_when(said)
