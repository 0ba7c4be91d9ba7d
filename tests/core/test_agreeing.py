"""A yes to beginning something."""

from __future__ import annotations

import pytest

from core.agreeing import agrees_to_begin


@pytest.mark.parametrize(
    "said", ["Yes please, open a new return. The rim is chipped", "sure, apply again", "yep start one"]
)
def test_who_says_yes_and_what_to_begin_agrees(said: str):
    assert agrees_to_begin(said)


@pytest.mark.parametrize(
    "said", ["yes, it leaks", "yes, do that", "start it", "yes start it, but how?", "ok, start of the week it was"]
)
def test_who_says_less_or_asks_does_not(said: str):
    assert not agrees_to_begin(said)
