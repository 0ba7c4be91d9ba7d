"""Questions how long the platform or the check takes, and if a last day moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

import pytest

from core.day_events import DayOf, event_of_day, hour_told, tells_of_silence
from core.span_questions import asks_how_long_check, asks_how_long_platform, asks_if_end_moves

READ: dict[Callable[[str], bool], tuple[tuple[str, ...], tuple[str, ...]]] = {
    asks_how_long_platform: (
        (
            "how long does the platform need to decide?",
            "by when does a dispute have a decision",
            "how fast is the appeal, how long does it take",
        ),
        ("how long does the seller take", "how long do I have for a dispute", "how long does the refund take"),
    ),
    asks_how_long_check: (
        ("the inspection, how long does it take?", "how many days do they need to look it over"),
        ("how long does the page take", "how long does the platform check take"),
    ),
    asks_if_end_moves: (
        (
            "the last day is a Saturday, does it roll over to the following Monday?",
            "my window ends on a bank holiday, is it extended",
        ),
        ("we're moving on Sunday, is it ok", "does the page move on a weekend", "until Sunday?"),
    ),
}


@pytest.mark.parametrize("read", READ, ids=lambda read: read.__name__)
def test_words_tell_what_is_asked(read: Callable[[str], bool]) -> None:
    meant, others = READ[read]
    assert [said for said in meant if not read(said)] == []
    assert [said for said in others if read(said)] == []


def test_a_request_of_an_evening_without_an_answer() -> None:
    said = "asked the seller on Saturday night at ten, no reply so far"
    assert event_of_day(said) is DayOf.REQUESTED
    assert tells_of_silence(said)
    assert hour_told(said) == time(22)
    assert hour_told("I filed it on Sunday at nine") == time(9)
    assert hour_told("at two days from now") is None
