"""Short questions for a detail of what was told, by their words."""

from __future__ import annotations

import pytest

from core.detail_questions import (
    asks_amount_again,
    asks_days_so_far,
    asks_usual_time,
    asks_what_is_in,
    asks_where_seen,
    asks_which_day,
    asks_which_number,
    days_confirmed,
    event_asked,
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
    assert asks_what_is_in("what items are in there?")
    assert not asks_what_is_in("which shops are in it")
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


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("on what day did we bring it?", "dropped_off"),
        ("when was my box shipped", "dropped_off"),
        ("when did they approve that?", "approved"),
        ("and which day did the shop reply", "seller_responded"),
        ("since when has the warehouse had it", "warehouse_received"),
        ("how long have they got it already?", "warehouse_received"),
        ("when was it inspected?", "inspection_passed"),
        ("when did you pay the money back?", "refund_issued"),
        ("when was the label there", "label_issued"),
        ("what date was it declined?", "rejected"),
    ],
)
def test_the_day_of_an_event_is_asked(said: str, kind: str):
    assert event_asked(said)[0] == kind


@pytest.mark.parametrize(
    "said",
    [
        "when will it arrive?",
        "when did I order it?",
        "when did I get it?",
        "when did the money land?",
        "when do they check it",
        "how long do they have",
        "I handed it in, when is it there",
        "when",
        "",
    ],
)
def test_no_day_of_a_return_is_asked(said: str):
    assert event_asked(said) == ()


def test_how_long_something_has_lasted_is_asked():
    assert asks_days_so_far("so how many days has it been by now?")
    assert asks_days_so_far("how long is it there already?")
    assert not asks_days_so_far("how many days is that")
    assert not asks_days_so_far("how long does it take now")


def test_where_something_is_shown_is_asked():
    assert asks_where_seen("and where do I find that?")
    assert asks_where_seen("where can this be looked up, where do I check it")
    assert not asks_where_seen("where is that parcel")
    assert not asks_where_seen("I looked at that, where is it")


def test_how_long_something_takes_as_a_rule_is_asked():
    assert asks_usual_time("how long would you usually need for that?")
    assert asks_usual_time("so how long does this take on average")
    assert not asks_usual_time("how long does it take")
    assert not asks_usual_time("how long does a refund normally take?")


def test_the_days_since_an_event_are_asked():
    assert event_asked("how many days is it since I shipped it?")[0] == "dropped_off"
    assert event_asked("how long is it since they checked it")[0] == "inspection_passed"


@pytest.mark.parametrize("said", ["anyway thats over 2 weeks already", "definitely longer than ten days though"])
def test_a_span_is_held_against_the_limit_in_talk(said: str):
    assert is_bare_span(said)
