"""Which messages ask what a return is for."""

from __future__ import annotations

import pytest

from core.contents_questions import asks_what_return_is_for


@pytest.mark.parametrize(
    "said",
    [
        "sorry, what was inside R7777?",
        "which of my things are in that one?",
        "and what’s in the second one again?",
        "ok, which items did I put in those two?",
        "what does the return contain",
    ],
)
def test_the_things_of_a_return_are_asked_for(said: str):
    assert asks_what_return_is_for(said)


@pytest.mark.parametrize(
    "said",
    [
        "what's in it for me if I wait, and how long?",
        "what is in the rules about that?",
        "what's in the mail that you sent?",
        "what do free returns include, the label?",
        "what should I put in the box?",
        "what happens in the warehouse?",
        "the lamp is in R7777",
        "please send me the money for what is in R7777",
    ],
)
def test_other_questions_are_left(said: str):
    assert not asks_what_return_is_for(said)
