"""Short questions about reminders, told by their words."""

from __future__ import annotations

import pytest

from core.reminder_questions import (
    asks_how_to_end,
    asks_to_be_told_again,
    asks_when_reminded,
    wants_no_nights,
    wants_own_day,
)


def test_when_one_comes_is_asked():
    assert asks_when_reminded("and when do I get the first one?")
    assert asks_when_reminded("what time would that be sent")
    assert not asks_when_reminded("when is my money there")
    assert not asks_when_reminded("remind me then")


def test_some_hours_are_not_wanted():
    assert wants_no_nights("but no messages early in the morning please")
    assert not wants_no_nights("I can't sleep because the money is not there")
    assert not wants_no_nights("in the evening please")


def test_how_to_end_them_is_asked():
    assert asks_how_to_end("how can I switch that off again?")
    assert asks_how_to_end("how do I end the alerts")
    assert not asks_how_to_end("turn it off")
    assert not asks_how_to_end("how do I end it")


def test_what_was_told_is_asked_for_again():
    assert asks_to_be_told_again("could you remind me which day that was?")
    assert asks_to_be_told_again("remind me again by when it should be there")
    assert asks_to_be_told_again("sorry, remind me what you said about the check")
    assert asks_to_be_told_again("remind me until when I was supposed to send it")


def test_a_reminder_to_come_is_no_question_for_what_was_told():
    assert not asks_to_be_told_again("remind me when the page changes")
    assert not asks_to_be_told_again("remind me again tomorrow")
    assert not asks_to_be_told_again("please send me the reminder you said")
    assert not asks_to_be_told_again("remind me the day before it is due")


@pytest.mark.parametrize(
    "said",
    [
        "could you nudge me on Wednesday",
        "ping me tomorrow morning",
        "in two days remind me",
        "set a reminder for 21 Oct",
    ],
)
def test_a_day_of_ones_own_is_heard_in_a_wish(said: str):
    assert wants_own_day(said)


@pytest.mark.parametrize(
    "said",
    [
        "remind me",
        "remind me before it ends on Monday",
        "I posted it on Monday, remind me",
        "when is it due on Monday?",
    ],
)
def test_dates_of_the_return_are_none_of_ones_own(said: str):
    assert not wants_own_day(said)
