"""Which messages put up a day to come for a hand-in, and which day is meant."""

from __future__ import annotations

import pytest

from core.days_put_up import (
    asks_when_shown,
    means_coming_day,
    only_after_day,
    plans_to_go,
    puts_up_day,
    settles_on_day,
    supposes_going,
    tells_of_plan,
    waits_for_day,
)
from core.fact_checks import check_in
from core.planned_days import asks_if_day_does


@pytest.mark.parametrize(
    "said",
    [
        "Thursday's impossible, I work late. Saturday?",
        "can't make tomorrow, sorry. The 16th?",
        "not today, the car won't start. Wednesday then?",
        "he could swing by on Monday. alright?",
        "my brother would drive over on Friday morning, is that ok?",
        "I'd go past the counter on the 20th. still fine?",
        "we'll manage it by Wednesday, good enough?",
        "my flatmate hopes to drop the box at the station on the 16th, does that work",
        "aunt says she'd post it on Monday. in time?",
        "the other box leaves with my dad on Monday, is that fine",
        "our grandson is cycling past the counter on Saturday, would that do",
    ],
)
def test_a_day_is_put_up(said: str):
    assert puts_up_day(said)
    assert asks_if_day_does(said)
    assert check_in(said) is None


@pytest.mark.parametrize(
    "said",
    [
        "not Friday, I dropped it off on Saturday. ok?",
        "the courier can't come on Monday. Tuesday?",
        "the page won't change on Friday. Monday?",
        "not Monday? the refund?",
        "it didn't arrive on Monday. Tuesday?",
        "she'd go to the concert on Friday. fine?",
        "I'd go on Friday",
        "?",
        "",
        "... ?!",
        "Friday?",
        "is Friday fine?",
        "my order would be there on Friday. ok?",
        "she'd go on Friday, what do I tell her?",
        "my flatmate would go on Friday, that works",
    ],
)
def test_other_days_are_not_put_up(said: str):
    assert not puts_up_day(said)


@pytest.mark.parametrize(
    "said",
    ["so I'll post it on the 28th", "then it will leave on Thursday", "ok so we're gonna drop the box on Monday"],
)
def test_a_plan_is_no_check(said: str):
    assert tells_of_plan(said)
    assert check_in(said) is None


@pytest.mark.parametrize(
    "said",
    [
        "so the money will go out on the 2nd",
        "so the refund will leave on Thursday",
        "so it will go out on Thursday?",
        "so the window will close on Monday",
    ],
)
def test_money_a_window_and_a_question_are_no_plan(said: str):
    assert not tells_of_plan(said)


@pytest.mark.parametrize(
    ("said", "waits"),
    [
        ("I won't get to the counter before the 27th", True),
        ("can't post it until Monday", True),
        ("not till Friday, sorry", True),
        ("I couldn't hand it in before Monday", False),
        ("I'll post it before Monday", False),
        ("I can't wait until you answer", False),
        ("it wasn't there before Friday", False),
    ],
)
def test_what_waits_for_a_day(said: str, waits: bool):
    assert waits_for_day(said) is waits


@pytest.mark.parametrize(
    ("said", "is_behind"),
    [
        ("I can go only after the 26th", True),
        ("it leaves after Friday", True),
        ("after 26 October", True),
        ("the day after Friday", False),
        ("after work on Friday", False),
        ("after that, on Friday", False),
        ("on Friday after lunch", False),
    ],
)
def test_the_day_behind_the_one_that_is_named(said: str, is_behind: bool):
    assert only_after_day(said) is is_behind


@pytest.mark.parametrize("said", ["Saturday then, thanks", "right, the 20th it is", "ok so next Monday then, bye"])
def test_a_day_is_settled_on(said: str):
    assert settles_on_day(said)


@pytest.mark.parametrize(
    "said", ["I posted it on Saturday then", "Saturday then?", "it came on the 20th then", "not Saturday then", ""]
)
def test_no_day_is_settled_on(said: str):
    assert not settles_on_day(said)


@pytest.mark.parametrize(
    "said",
    [
        "I'll be there on Monday",
        "right, going over there tomorrow",
        "we can't make it until the 21st",
        "not before Friday",
    ],
)
def test_the_way_to_the_counter_is_planned(said: str):
    assert plans_to_go(said)


@pytest.mark.parametrize(
    "said",
    [
        "I was there on Monday",
        "I go there",
        "the courier goes there tomorrow",
        "can I go there on Friday?",
        "not on Friday",
        "",
    ],
)
def test_no_way_to_the_counter_is_planned(said: str):
    assert not plans_to_go(said)


@pytest.mark.parametrize(
    "said",
    [
        "probs gonna post it fri after uni",
        "what if we take it over on sunday?",
        "might manage wednesday morning",
        "if I bring it next thursday",
        "no, I'll do it monday",
    ],
)
def test_who_only_says_when_they_may_go_plans(said: str):
    assert plans_to_go(said)


@pytest.mark.parametrize(
    "said",
    [
        "if the courier comes on Friday",
        "can I drop it off on Friday?",
        "I went on Friday",
        "I'll send you the photos tomorrow",
        "going to the cinema on Friday",
        "if I don't go on Friday",
    ],
)
def test_other_days_are_no_plan_to_go(said: str):
    assert not plans_to_go(said)


@pytest.mark.parametrize(
    "said",
    ["I meant the upcoming saturday", "no, the one coming, I've still got the box", "not the last one, next one"],
)
def test_the_day_that_was_named_lies_ahead(said: str):
    assert means_coming_day(said)


@pytest.mark.parametrize(
    "said", ["the next one please", "what's coming up?", "no, the next order", "I meant Monday", ""]
)
def test_other_words_move_no_day(said: str):
    assert not means_coming_day(said)


def test_a_hand_in_by_somebody_is_supposed_for_the_day_beside_it() -> None:
    meant = (
        "my cousin comes by on Thursday, if he drops it off then, what day is it on the page",
        "I'm in town on Monday. Once I bring it, when do you know?",
        "My mum visits Saturday, suppose she posts it",
    )
    others = ("my cousin took it on Thursday, if he lied?", "if she takes it, when is it shown", "on Friday it came")
    assert [said for said in meant if not supposes_going(said)] == []
    assert [said for said in others if supposes_going(said)] == []
    assert asks_when_shown(meant[0])
    assert not asks_when_shown(meant[2])
