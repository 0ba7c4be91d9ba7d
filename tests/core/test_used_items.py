"""What was worn, opened or set up is no question of days."""

from __future__ import annotations

import pytest

from core.used_items import tells_of_trial, tells_of_use


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("I have washed the jumper, may it still go back?", True),
        ("we've already assembled the shelf, is it too late now", True),
        ("I tried the drill once. Can I send it back?", True),
        ("I opened the box, how long have I got to return it?", False),
        ("I used it for two weeks, is the window over?", False),
        ("can it still be returned", False),
        ("my tried and tested way to return things", False),
        ("i " + "have " * 5_000, False),
    ],
)
def test_what_was_used_is_told_from_a_question_of_days(said: str, expected: bool) -> None:
    assert tells_of_use(said) is expected


@pytest.mark.parametrize(
    "said",
    [
        *("switched the radio on", "plugged the fan in to test that it runs", "wore the boots indoors twice"),
        *("peeled the stickers off the box", "washed the shirt once"),
    ],
)
def test_what_was_only_tried_has_no_fault(said: str):
    assert tells_of_trial(said)


@pytest.mark.parametrize(
    "said",
    [
        *("switched it on and nothing happens", "used it once and it broke", "opened the request page twice"),
        *("has my parcel turned up?", "tried the label for hours"),
    ],
)
def test_a_fault_and_what_else_is_opened_is_no_trial(said: str):
    assert not tells_of_trial(said)
