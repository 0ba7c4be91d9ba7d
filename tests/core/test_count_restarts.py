"""Questions whether counts begin again, what holds behind an advised day, and spans that are no age."""

from __future__ import annotations

from typing import Optional

import pytest

from core.count_restarts import (
    Count,
    asks_behind_advice,
    asks_if_going_is_in_time,
    asks_if_missed_costs,
    count_restarted,
    means_all,
    names_free_returns,
)
from core.spans_away import is_span_away, is_span_put_up


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("when does the counter of free ones restart, each calendar month?", Count.MONTH),
        ("is the limit back to zero in December", Count.MONTH),
        ("do the 48 hours start over with a new request?", Count.SELLER),
        ("will the seller's 48h run again then", Count.SELLER),
        ("are the five free ones per calendar month?", Count.MONTH),
        ("do the free returns go by a sliding 30 days", Count.MONTH),
        ("is the 30 day window rolling from when it came", None),
        ("how many free returns in a month", None),
        ("I reset my password", None),
        ("the seller has 48 hours?", None),
    ],
)
def test_what_begins_again(said: str, count: Optional[Count]) -> None:
    assert count_restarted(said) is count


def test_what_is_behind_an_advised_day() -> None:
    asked = ("the label mail says five days, what if I'm late?", "is the 5 day deadline strict")
    others = ("5 days ago I dropped it off, what if it's lost", "the seller took 5 days, what happens then")
    assert [said for said in asked if not asks_behind_advice(said)] == []
    assert [said for said in others if asks_behind_advice(said)] == []


def test_a_missed_day() -> None:
    assert asks_if_missed_costs("if I can't on Friday, is everything gone then?")
    assert asks_if_missed_costs("suppose I don't make it, is it too late for good?")
    assert not asks_if_missed_costs("what if the parcel gets lost and I can't track it?")


def test_a_plan_for_all_parcels() -> None:
    said = "I'll take them all on Monday, soon enough for each?"
    assert asks_if_going_is_in_time(said)
    assert means_all(said)
    assert not asks_if_going_is_in_time("I dropped it off on Monday, in time?")


@pytest.mark.parametrize(
    ("said", "count", "is_span"),
    [
        ("I'm abroad from Thursday for two weeks, too late after?", "two weeks", True),
        ("on holiday for 10 days from Monday", "10 days", True),
        ("I've had it for 10 days", "10 days", False),
        ("I got it 10 days ago and I'm away now", "10 days", False),
        ("on the first of the month or 30 days after the last one", "30 days", True),
        ("it came 30 days after I ordered", "30 days", False),
    ],
)
def test_spans_that_are_no_age(said: str, count: str, is_span: bool) -> None:
    start = said.index(count)
    end = start + len(count)
    assert (is_span_away(said, start, end) or is_span_put_up(said, start, end)) is is_span


def test_free_returns_are_named() -> None:
    named = ("is the limit of five a rolling one", "the free ones", "each month")
    assert [said for said in named if not names_free_returns(said)] == []
    assert not names_free_returns("is there a limit of 30 days")
