"""A day that is planned, supposed, to complain on or of something else is no day of a hand-in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.entities.detail import Kind
from bot.nlu.entities.finder import DetailFinder

WEEKDAYS = st.sampled_from(["Monday", "wednesday", "Saturday", "sunday"])


def senses(finder: DetailFinder, text: str) -> list[str | None]:
    """What is said of each date of a message."""
    return [each.sense and each.sense.value for each in finder.find(text) if each.kind is Kind.DATE]


def stated(finder: DetailFinder, text: str) -> list[object]:
    return [each.value for each in finder.find(text) if each.kind is Kind.HAND_IN]


@given(
    plan=st.sampled_from(
        [
            *("gonna sort it", "planning on", "I'm aiming for", "we were thinking of", "shooting for", "hoping for"),
            *(
                "my plan is",
                "it is on my list for",
                "pencilled in for",
                "I could do",
                "I'd get it done on",
                "imma do it",
            ),
            *("earliest I can is", "tryna manage it on", "looking at"),
        ]
    ),
    day=WEEKDAYS,
)
@settings(deadline=None, max_examples=60)
def test_a_plan_without_will_lies_ahead(finder: DetailFinder, plan: str, day: str):
    assert senses(finder, f"{plan} {day}") == ["ahead"]
    assert stated(finder, f"{plan} {day}") == ["ahead"]


@given(
    supposes=st.sampled_from(
        [
            *("if nothing is there by", "in case it is unchanged on", "should it not have moved by", "if no news on"),
            *("suppose the page is the same on", "should nothing have come on", "if I see no credit on"),
        ]
    ),
    day=st.sampled_from(["Monday", "saturday"]),
    asks=st.sampled_from(["", ", what then?", ", who do I turn to"]),
)
@settings(deadline=None, max_examples=60)
def test_a_day_by_which_nothing_has_come_is_none_of_a_hand_in(finder, supposes: str, day: str, asks: str):
    assert senses(finder, f"{supposes} {day}{asks}") == ["other"]


@pytest.mark.parametrize(
    "text",
    [
        # To complain on, or of the shop's doors.
        "so on the 14th I may ring you?",
        "can we escalate it on Monday",
        "from which day could I complain, the 21st?",
        "the counter only reopens on Saturday",
        "it was shut on Sunday",
        "I'm off work Monday",
        # Of the request.
        "I clicked return on Sunday",
        "submitted on the 7th",
        "we asked for it on Saturday",
        # Believed, and no longer so.
        "I could have sworn I posted it on Saturday",
        "I thought we handed it over on the 6th",
        # Supposed.
        "is it overdue if nothing came on the 24th",
        "what if there is nothing by the 24th",
    ],
)
def test_a_day_of_something_else_is_none_of_a_hand_in(finder: DetailFinder, text: str):
    assert senses(finder, text) == ["other"]
    assert stated(finder, text) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("I thought I mailed it on Saturday but it is under my desk", ["not"]),
        ("we assumed dad had dropped it off on Saturday, turns out he didn't", ["not"]),
        ("I was certain I posted it on Saturday but apparently not", ["not"]),
        ("I thought I mailed it on Saturday but it was Sunday", ["other", "past"]),
        ("I thought it was Saturday but it was Sunday", ["other", "past"]),
        ("I planned Saturday but only handed it over on Sunday", ["not", "past"]),
    ],
)
def test_what_was_believed_gives_way_to_what_was(finder: DetailFinder, text: str, says: list[str]):
    assert senses(finder, text) == says
    assert stated(finder, text) == (["not"] if says == ["not"] else [])


@pytest.mark.parametrize(
    "text",
    [
        "I handed it over on Saturday, gonna wait now",
        "posted it on the 6th, still nothing",
        "I think I sent it on Saturday",
        "Saturday I think",
        "it went in on Saturday",
        "waiting since Saturday",
        "gave it to the driver on Saturday",
        "on Sunday they had shut, it was Saturday",
        "it went back on Sunday. sorry, that was my aunt's box, mine was on Saturday",
    ],
)
def test_what_was_done_keeps_its_day(finder: DetailFinder, text: str):
    assert senses(finder, text)[0] == "past"
    assert stated(finder, text) == []
