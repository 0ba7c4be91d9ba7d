"""Questions whether a parcel was handed in, and whether it can still be sent."""

from __future__ import annotations

import pytest

from core.asked_events import asks_if_time_is_left, event_asked_for
from core.supposed_facts import Supposed


@pytest.mark.parametrize(
    "said",
    [
        "has my parcel been posted?",
        "did anyone drop it off",
        "ok and was the box sent?",
        "is it on its way already?",
        "wasn't it handed over?",
        "have we handed it in yet?",
        "was either R4444 or R4445 posted?",
        "and have both of these been dropped off?",
        "were the two returns handed over already?",
    ],
)
def test_a_question_for_the_hand_in(said: str):
    assert event_asked_for(said) is Supposed.HANDED_IN


@pytest.mark.parametrize("said", ["did it reach the warehouse?", "has it arrived at the warehouse yet?"])
def test_a_question_for_the_arrival(said: str):
    assert event_asked_for(said) is Supposed.AT_WAREHOUSE


@pytest.mark.parametrize(
    "said",
    [
        "when was it handed in?",
        "was the money for both sent?",
        "were they refunded, R4444 and R4445?",
        "is it normal that it was handed in and nothing shows?",
        "was the money sent?",
        "has my order arrived?",
        "it was handed in",
        "can someone hand it in?",
        "is it late?",
    ],
)
def test_another_question(said: str):
    assert event_asked_for(said) is None


@pytest.mark.parametrize(
    "said",
    [
        "would Thursday be too late to ship it?",
        "may I still drop it off next week?",
        "am I in time to hand it in?",
        "is the 18th early enough to post it?",
    ],
)
def test_a_question_for_the_time_that_is_left(said: str):
    assert asks_if_time_is_left(said)


@pytest.mark.parametrize(
    "said",
    [
        "is it too late to cancel?",
        "can I still send another item with it?",
        "I posted it, is that in time?",
        "why is it still not posted?",
        "can I still get a refund?",
    ],
)
def test_a_question_for_something_else(said: str):
    assert not asks_if_time_is_left(said)
