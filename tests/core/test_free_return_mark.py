"""Things with the mark of free returns are told from those without it."""

from __future__ import annotations

import pytest

from core.free_return_mark import asks_what_mark_means, asks_window_of_marked


@pytest.mark.parametrize(
    "said",
    [
        "the listing has the free-returns sticker, until when may it go back?",
        "my lamp is marked free return. how many days is that",
        "How long for stuff that says 'Free Returns' on the page?",
        "it shows a free returns logo, by when do i have to decide",
    ],
)
def test_how_long_is_asked_for_what_carries_the_mark(said: str) -> None:
    assert asks_window_of_marked(said)


@pytest.mark.parametrize(
    "said",
    [
        "the listing has no free-returns sticker, until when may it go back?",
        "my lamp isn't marked free return. how many days is that",
        "how long do I get without the free returns badge",
        "the free return icon vanished after I paid, how long have I got",
        "how long do I have to send back a lamp",
        "how do I use the free return label, and by when do refunds come " + "on " * 40,
    ],
)
def test_how_long_is_not_asked_for_it(said: str) -> None:
    assert not asks_window_of_marked(said)


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("what's the meaning of that free returns icon", True),
        ("the tag 'free returns', what does it stand for?", False),
        ("what does free returns tag mean for me", True),
        ("what if there is no free returns tag", False),
        ("free returns tag", False),
    ],
)
def test_what_the_mark_means_is_asked(said: str, asks: bool) -> None:
    assert asks_what_mark_means(said) is asks
