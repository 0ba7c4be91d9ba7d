"""A question behind something that is dropped is the question."""

from __future__ import annotations

import pytest

from core.dropped import asked_instead


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("skip the reminders, where is my money?", "where is my money?"),
        ("oh never mind the label; but when will the page change?", "when will the page change?"),
        ("forget about that. what does it cost?", "what does it cost?"),
        ("ok scrap it, when does it close?", "when does it close?"),
    ],
)
def test_it_is_read(said: str, asked: str):
    assert asked_instead(said) == asked


@pytest.mark.parametrize(
    "said", ["forget it", "never mind the label", "leave the parcel where it is", "drop it off, where?", "when is it?"]
)
def test_nothing_else_is(said: str):
    assert asked_instead(said) is None
