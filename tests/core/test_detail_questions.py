"""Short questions for a detail of what was told, by their words."""

from __future__ import annotations

import pytest

from core.detail_questions import (
    asks_amount_again,
    asks_what_is_in,
    asks_which_day,
    asks_which_number,
    days_confirmed,
    is_bare_span,
    wants_days_confirmed,
)


def test_a_span_that_says_no_more_is_bare():
    assert is_bare_span("my other one is at 12 days already")
    assert is_bare_span("then 22 working days would be late?")
    assert not is_bare_span("it came 12 days ago")
    assert not is_bare_span("still waiting")


def test_an_amount_is_asked_for_again():
    assert asks_amount_again("sorry, what was the total again?")
    assert asks_amount_again("remind me of the amount, please")
    assert not asks_amount_again("how much longer again")


def test_what_is_in_a_return_is_asked():
    assert asks_what_is_in("and was the strap in that as well?")
    assert asks_what_is_in("is the battery included")
    assert not asks_what_is_in("is it in")
    assert not asks_what_is_in("put the strap in there")


def test_which_return_a_thing_is_in_is_asked():
    assert asks_which_number("which return is the chair?")
    assert asks_which_number("ok, which of the two is my kite")
    assert not asks_which_number("which number do I write on it")


@pytest.mark.parametrize(("said", "days"), [("twelve days so far, right?", 12), ("and it was 6 days, wasn't it", 6)])
def test_days_are_to_be_confirmed(said: str, days: int):
    assert wants_days_confirmed(said)
    assert days_confirmed(said) == days


def test_other_checks_confirm_no_days():
    assert not wants_days_confirmed("it was the lamp, right?")
    assert not wants_days_confirmed("right, and now?")
    assert days_confirmed("right") is None


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("which day did you note?", True),
        ("what date have you got down for it", True),
        ("and when did you put it down as handed in?", True),
        ("ok, what day is it you have on record?", True),
        ("so which date do you count from?", False),
        ("which day should I hand it in?", False),
        ("what have you noted down about my complaint?", False),
    ],
)
def test_a_question_which_day_is_noted(said: str, asks: bool):
    assert asks_which_day(said) is asks
