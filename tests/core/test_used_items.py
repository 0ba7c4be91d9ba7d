"""What was worn, opened or set up is no question of days."""

from __future__ import annotations

import pytest

from core.used_items import tells_of_use


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
