"""A parcel that is still with the customer, or was another one, is none that was handed in."""

from __future__ import annotations

import pytest

from bot.nlu.entities.detail import Kind
from bot.nlu.entities.finder import DetailFinder


def stated(finder: DetailFinder, text: str) -> list[object]:
    return [each.value for each in finder.find(text) if each.kind is Kind.HAND_IN]


@pytest.mark.parametrize(
    "text",
    [
        # Still at home, by whose word ever.
        "my cousin tells me it is still in her van",
        "he says the packet is still on his shelf",
        "she told me they are still in her trunk",
        "my aunt still has the box",
        "just found it under my desk",
        "the bag is in the garage",
        "mine is right here",
        # It never got there.
        "apparently the box never made it to the depot",
        "it never got out of the door",
        "the packet didn't even make it to the locker",
        "dad never took it along after all",
        "my husband forgot it",
        "we thought so but my mate forgot",
        # It was another one.
        "oops, wrong packet",
        "sorry, that was my neighbour's box",
        "no wait, that was a different parcel",
        "scratch that, it was not mine",
    ],
)
def test_what_takes_a_hand_in_back(finder: DetailFinder, text: str):
    assert stated(finder, text) == ["not"]


@pytest.mark.parametrize(
    "text",
    [
        # With somebody who is to have it, or asked.
        "it never made it to the warehouse",
        "it never made it to you",
        "the driver still has it",
        "it is still at the depot",
        "the page says it is still here with me",
        "is it still in your van?",
        "my box is here with the courier",
        # Of something else.
        "I got the wrong parcel",
        "sorry, you sent the wrong box",
        "no, that was my sister's order",
        "that was my neighbour's box",
        "I found it on the page",
        "there is a scratch on the desk",
        "my husband forgot the password",
        "no, it was my neighbour who handed it in",
    ],
)
def test_what_takes_no_hand_in_back(finder: DetailFinder, text: str):
    assert stated(finder, text) == []
