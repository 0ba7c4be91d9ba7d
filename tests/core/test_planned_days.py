"""Whether a message asks if a parcel may be handed in on a day."""

from __future__ import annotations

import pytest

from core.planned_days import asks_if_day_does


@pytest.mark.parametrize(
    "said",
    [
        "was held up at work, would Monday be fine?",
        "shall I drop it off on Saturday",
        "I'd post it on the 16th, is that too late?",
        "Not today. Wednesday rather?",
        "is Thursday alright to bring the box?",
        "the counter was shut so would Tuesday still be ok",
    ],
)
def test_a_day_is_put_up_for_a_hand_in(said: str):
    assert asks_if_day_does(said)


@pytest.mark.parametrize(
    "said",
    [
        "where can I drop it off on Saturday?",
        "will the page change on Friday?",
        "is the refund here by Monday, is that ok?",
        "could the courier come on Tuesday instead?",
        "I posted it on Monday",
        "is that ok?",
    ],
)
def test_other_questions_with_a_day_are_none(said: str):
    assert not asks_if_day_does(said)
