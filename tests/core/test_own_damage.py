"""Which questions are about a thing that came to harm at home."""

from __future__ import annotations

import pytest

from core.own_damage import asks_of_own_damage


@pytest.mark.parametrize(
    "said",
    [
        "we knocked it down and the spout chipped, does that matter?",
        "my toddler snapped the lid. still returnable?",
        "the cat chewed the cable, could I still send it back",
        "I accidentally dropped the phone on the tiles, would they still accept it?",
        "it slipped out of my hand and has a dent now, is it allowed to go back",
        "I've scratched the screen a bit, will you take it back",
    ],
)
def test_harm_at_home_is_asked_about(said: str):
    assert asks_of_own_damage(said)


@pytest.mark.parametrize(
    "said",
    [
        "I dropped it off, can it be tracked?",
        "I dropped it at the counter, is that it?",
        "I dropped the box on Monday, is it late?",
        "it came broken, can I return it",
        "the courier dropped it, can I still send it back?",
        "the handle broke, can it go back?",
        "I scratched the screen",
        "I broke the seal, can it go back?",
        "can I return it",
        "",
        "I dropped it, can it " * 40,
    ],
)
def test_hand_ins_and_faults_are_not(said: str):
    assert not asks_of_own_damage(said)
