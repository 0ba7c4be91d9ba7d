"""Questions whether a day fits the advised days of sending."""

from __future__ import annotations

import pytest

from core.advised_days import asks_by_advice


@pytest.mark.parametrize(
    "said",
    [
        "if I ship it on Tuesday, is that within the 5 days?",
        "would handing it in on the 20th still be ok by your tip",
        "posting Thursday, fine with five days?",
        "does the recommendation fit if I drop it off on Sunday",
    ],
)
def test_a_day_of_sending_is_held_against_the_advice(said: str) -> None:
    assert asks_by_advice(said)


@pytest.mark.parametrize(
    "said",
    [
        "I posted it 5 days ago, is that ok?",
        "what does the tip say?",
        "I handed it in on Monday",
        "is Tuesday ok?",
        "the refund took five days, is Friday late?",
    ],
)
def test_other_questions_are_not(said: str) -> None:
    assert not asks_by_advice(said)
