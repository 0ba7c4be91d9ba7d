"""Questions whether a day fits the advised days of sending."""

from __future__ import annotations

import pytest

from core.advised_days import asks_by_advice, asks_days_once_there


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


@pytest.mark.parametrize(
    "said",
    [
        "as soon as I have the label, how much time is there?",
        "and when it's there how long have I got",
        "how many days do I have after I get the code",
        "when the label is ready, by when must it go?",
        "once I can download it, how long?",
    ],
)
def test_days_from_a_label_that_is_to_come(said: str) -> None:
    assert asks_days_once_there(said)


@pytest.mark.parametrize(
    "said",
    [
        "how long until I get the label?",
        "once I have my money, how long does the bank need",
        "how long do I have?",
        "when I get the new one, how long can I keep both",
        "once the warehouse has it, how long does it take",
        "when I have it?",
    ],
)
def test_other_spans_are_no_days_from_a_label(said: str) -> None:
    assert not asks_days_once_there(said)
