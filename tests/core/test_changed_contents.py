"""What would have other items in a return."""

from __future__ import annotations

import pytest

from core.changed_contents import adds_to_return, leaves_out_of_return


@pytest.mark.parametrize(
    "said",
    [
        "the saucer has to come back as well, same return? R2040",
        "Could you add the saucer to R2040?",
        "can i also put my scarf in that return",
        "is it possible to include the gloves in the same request",
        "one more thing for it: the belt must go too, in the same return please",
        "I'd like to add a pair of socks to my return",
    ],
)
def test_something_is_to_be_added(said: str):
    assert adds_to_return(said)
    assert not leaves_out_of_return(said)


@pytest.mark.parametrize(
    "said",
    [
        "I'd rather keep the saucer. Only the teapot should go back",
        "can you take the belt out of the return?",
        "remove the scarf from R2040 please",
        "we're keeping the gloves, just the hat has to go",
        "actually keep the socks, the rest can still go back",
        "please drop one pan from my request",
    ],
)
def test_something_is_to_stay(said: str):
    assert leaves_out_of_return(said)
    assert not adds_to_return(said)


@pytest.mark.parametrize(
    "said",
    [
        "can I add photos to my return?",
        "is it the same return window for both?",
        "keep the return as it is",
        "do I add the tracking number to it",
        "I want to keep it",
        "where do I drop my parcel off",
        "take it back to the shop",
        "can i put both in one parcel",
        "which address do I put on the return",
        "is that the same return?",
        "",
        "add it to the return " * 300,
    ],
)
def test_near_messages_change_nothing(said: str):
    assert not adds_to_return(said)
    assert not leaves_out_of_return(said)


@pytest.mark.parametrize("said", ["what did I put in that parcel?", "what have I put into this bag"])
def test_what_is_in_a_parcel_is_only_asked(said: str):
    assert not adds_to_return(said)
