"""Short questions about days, told by their words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Optional

import pytest

from core.day_questions import (
    asks_before_arrival,
    asks_if_workday,
    asks_of_going,
    asks_of_month,
    asks_to_wait,
    days_asked_over,
    nth_day_asked,
    tells_of_further_return,
    tells_of_no_delivery,
    tells_of_two_parcels,
    tells_only_of_arrival,
)
from core.days_put_up import will_hand_in
from core.what_ifs import day_waited_for

ASKED: dict[Callable[[str], bool], tuple[tuple[str, ...], tuple[str, ...]]] = {
    tells_of_two_parcels: (
        ("one parcel left on Monday and the second on Friday", "both boxes were posted, the 1st and the 4th"),
        ("I dropped the parcel on Monday", "two things I ordered on Friday never came"),
    ),
    asks_if_workday: (
        (
            "saturday is a workday or not?",
            "do you count Sundays as business days",
            "monday, that's a working day right?",
        ),
        ("I work on Sunday", "is Sunday ok to bring it", "two working days after Monday?"),
    ),
    asks_of_month: (
        ("and in December?", "what about next month", "or if I wait for January?"),
        ("in December the kettle", "how many in May were mine?", "and the kettle?"),
    ),
    tells_of_further_return: (
        (
            "all five are used this month and I have another order",
            "I've had 5 so far this month, there's one more thing",
        ),
        ("5 days this month", "another order hasn't arrived", "how many do I have this month"),
    ),
    tells_only_of_arrival: (
        ("they came on Tuesday", "well, my lamp was delivered last week", "it landed on the 3rd"),
        ("when it arrived it was broken and I want my money", "did it arrive on Tuesday?", "it never arrived"),
    ),
    asks_before_arrival: (
        ("could I start a return although it hasn't arrived?", "may I send it back before it arrives"),
        (
            "can I return it before Friday?",
            "it arrived 12 days ago, can I still return it?",
            "can I hand it in before the label comes",
            "it hasn't arrived",
        ),
    ),
    asks_of_going: (
        ("what if I go there on the 20th", "if we only go Tuesday", "can I go on Saturday?"),
        (
            "if I post it Tuesday, when does the page change?",
            "I posted it Tuesday",
            "can I cancel on Tuesday?",
            "if I bring it Tuesday",
        ),
    ),
    asks_to_wait: (
        ("can I leave it until the 5th or is that too late?", "if I hold off till Friday, am I still in time"),
        ("how long do I wait for my refund, is it still fine", "wait, is that ok?"),
    ),
    tells_of_no_delivery: (
        ("it has not arrived at their place", "the parcel never turned up", "hasn't been delivered"),
        ("it arrived", "the seller has not answered", "I haven't sent it"),
    ),
    will_hand_in: (
        ("well ill drop it on Monday", "we'll post it", "she will take it there", "im going to send it"),
        ("I was ill on Monday", "the bill came Monday", "I dropped it", "will it change on Monday?"),
    ),
}


@pytest.mark.parametrize(("reader", "said"), [(each, said) for each, (yes, _) in ASKED.items() for said in yes])
def test_what_is_asked(reader: Callable[[str], bool], said: str):
    assert reader(said)


@pytest.mark.parametrize(("reader", "said"), [(each, said) for each, (_, no) in ASKED.items() for said in no])
def test_what_is_not(reader: Callable[[str], bool], said: str):
    assert not reader(said)


@pytest.mark.parametrize(
    ("said", "nth"),
    [
        ("which is the second day then?", 2),
        ("and the last working day is when", 0),
        ("the 20th day would be when?", 20),
        ("which is the first day of the sale?", None),
        ("on the third day they rang", None),
    ],
)
def test_a_day_that_is_asked_for_by_its_number(said: str, nth: Optional[int]):
    assert nth_day_asked(said) == nth


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("aren't those 17 days over by now", 17),
        ("seventeen days are up already", 17),
        ("17 days from when?", None),
        ("is it 17 working days", None),
    ],
)
def test_days_that_may_be_over(said: str, count: Optional[int]):
    assert days_asked_over(said) == count


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("what if nothing happens until monday", "monday"),
        ("if it still says the same till Friday?", "friday"),
        ("remind me until monday if nothing happens", ""),
        ("open until monday", ""),
    ],
)
def test_the_day_until_which_nothing_happens(said: str, day: str):
    assert day_waited_for(said) == day
