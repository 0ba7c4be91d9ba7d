"""What happens on a day that a message names, told by its words."""

from __future__ import annotations

from datetime import time
from typing import Optional

import pytest

from core.day_events import DayOf, event_of_day, hour_told, is_supposed, tells_day_of_request
from core.day_follow_ups import (
    asks_behind_date,
    asks_for_money_next,
    asks_if_sure,
    asks_what_is_next,
    names_only_day,
    puts_day_right,
    weekday_after,
)

EVENTS: dict[Optional[DayOf], tuple[str, ...]] = {
    DayOf.AT_WAREHOUSE: (
        "let's say the warehouse receives the box on the 19th, when's the inspection over",
        "if it gets to them monday, by when is it checked?",
        "assume they check it in on 20 October",
    ),
    DayOf.CHECKED: (
        "suppose the check is done on Friday, when's the money there",
        "if it passes inspection on the 20th, until when is my refund here",
    ),
    DayOf.LABELLED: (
        "if the label arrives on Saturday, what's the latest to hand it in",
        "the qr code came yesterday, until when should I drop it",
    ),
    DayOf.REQUESTED: (
        "I filed it on Saturday at noon, when does the seller have to respond?",
        "applied for it yesterday at 5pm, how late may the shop reply",
    ),
    None: (
        "I dropped the parcel on Friday",
        "it should be here on Friday",
        "when does the page change if I post it on Monday",
        "they never get it on Fridays",
        "remind me on Friday",
        "how long does the check take?",
        "the seller answered on Friday",
    ),
}


@pytest.mark.parametrize(("event", "said"), [(event, said) for event, texts in EVENTS.items() for said in texts])
def test_what_happens_on_the_day(event: Optional[DayOf], said: str):
    assert event_of_day(said) is event


@pytest.mark.parametrize(
    ("said", "hour"),
    [
        ("on Sunday at 7 in the evening", time(19)),
        ("yesterday 18:45", time(18, 45)),
        ("monday 9am", time(9)),
        ("at 11.30 on the 4th", time(11, 30)),
        ("friday at 8 o'clock", time(8)),
        ("on the 9th", None),
        ("12 October", None),
        ("at 31:00", None),
    ],
)
def test_the_hour_of_a_message(said: str, hour: Optional[time]):
    assert hour_told(said) == hour


def test_it_is_a_request_only_in_few_words_and_without_a_parcel():
    assert tells_day_of_request("I made it on Saturday")
    for said in ("I sent the parcel on Saturday", "it came on Saturday", "I asked for it", "I posted it on Saturday"):
        assert not tells_day_of_request(said)


def test_what_is_supposed():
    assert is_supposed("say it's there on Monday")
    assert not is_supposed("it was there on Monday")


@pytest.mark.parametrize("said", ["no, Sunday rather", "and the 5th?", "what about tomorrow", "hm no i'll go Monday"])
def test_no_more_than_a_day(said: str):
    assert names_only_day(said)


@pytest.mark.parametrize("said", ["and the shoes?", "no", "and the seller on Friday?", "is Friday a holiday there"])
def test_more_than_a_day_or_none(said: str):
    assert not names_only_day(said)


def test_a_day_put_right():
    assert puts_day_right("oops, Tuesday")
    assert not puts_day_right("and Tuesday?")


@pytest.mark.parametrize(
    ("said", "weekday"),
    [("the monday after, sorry", 0), ("no, the Sunday following", 6), ("the day after monday", None)],
)
def test_the_weekday_behind_a_day(said: str, weekday: Optional[int]):
    assert weekday_after(said) == weekday


@pytest.mark.parametrize(
    "said", ["so the refund, till when?", "and when's my money there at the latest", "then by when is it on my card?"]
)
def test_the_money_behind_what_was_told(said: str):
    assert asks_for_money_next(said)


@pytest.mark.parametrize(
    "said",
    ["when do I get my money", "and how much money is it then?", "and why does the money take until then", "then?"],
)
def test_other_questions_of_money(said: str):
    assert not asks_for_money_next(said)


def test_what_is_next_and_what_is_sure():
    assert asks_what_is_next("ok, and what happens after that?")
    assert not asks_what_is_next("what happens if it fails?")
    assert asks_behind_date("and after that date, when is the cash here?")
    assert asks_if_sure("are those dates fixed?")
    assert not asks_if_sure("sure, do it")
