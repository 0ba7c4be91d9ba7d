"""A yes to beginning something."""

from __future__ import annotations

import pytest

from core.agreeing import agrees_to_begin, agrees_to_send, asks_once_more


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


@pytest.mark.parametrize(
    "said",
    [
        "may I put in a request for them again?",
        "how do I apply once more for the towels",
        "cancelled too early, could I return it after all?",
        "am I allowed to ask for these another time",
        "is it possible to start a new return for that",
    ],
)
def test_a_question_for_the_same_things_once_more(said: str):
    assert asks_once_more(said)


@pytest.mark.parametrize(
    "said",
    [
        "can you send me the label again?",
        "if I cancel it, can I ask for it again later?",
        "can I cancel this again",
        "could I ask you that again?",
        "can I return the lamp after all the trouble it made",
        "what was the day again?",
    ],
)
def test_again_of_anything_else_asks_for_no_return(said: str):
    assert not asks_once_more(said)


@pytest.mark.parametrize(
    "said", ["yes, submit that", "Send it off now please", "ok then go ahead", "just file the request"]
)
def test_who_wants_it_sent_says_nothing_else(said: str):
    assert agrees_to_send(said)


@pytest.mark.parametrize(
    "said", ["send it back to the seller", "yes", "shall I send it?", "send me the label", "it broke"]
)
def test_whatever_else_is_said_is_no_wish_to_send(said: str):
    assert not agrees_to_send(said)
