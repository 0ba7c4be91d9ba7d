"""Whether a message only says good-bye."""

from __future__ import annotations

import pytest

from core.taking_leave import takes_leave


@pytest.mark.parametrize(
    "said",
    [
        "bye for now",
        "gotta dash",
        "I need to go now, sorry",
        "speak later",
        "the baby woke up, i have to run",
        "cya",
        "I'll finish this another time",
        "thx, goodbye",
        "I'm off now",
        "have a lovely evening",
    ],
)
def test_who_goes_takes_leave(said: str):
    assert takes_leave(said)


@pytest.mark.parametrize(
    "said",
    [
        "yes please send it, bye",
        "too tight, bye",
        "I have to go to the parcel shop",
        "tomorrow",
        "it won't go on",
        "is it done? gotta run",
        "no",
        "the kettle",
        "",
        "I need to run it twice",
        "broken, thanks",
    ],
)
def test_an_answer_or_a_question_does_not(said: str):
    assert not takes_leave(said)
