"""The one way in which short messages are read: what they say, don't say and may say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.word_sets import WordSets, phrases

READER = WordSets(
    needed=(phrases("how long, how many days"), phrases("vase, jug")),
    barred=phrases("broken"),
    first=phrases("how"),
    most=8,
)


def test_phrases_have_one_space_between_their_words():
    assert phrases("how   long,  when ,") == {"how long", "when"}


@pytest.mark.parametrize(
    ("said", "fits"),
    [
        ("how long is that for the vase?", True),
        ("And how many days, with the jug?", True),
        ("how is the vase", False),
        ("how long a jugular", False),
        ("how long was the vase broken?", False),
        ("the vase, how long?", False),
        ("how long does it really take for that vase then?", False),
        ("", False),
    ],
)
def test_what_fits(said: str, fits: bool):
    assert READER.fits(said) is fits


@pytest.mark.parametrize(("said", "fits"), [("send it now", True), ("send it now or never", False), ("send it", False)])
def test_where_all_words_have_to_be_known(said: str, fits: bool):
    assert WordSets(needed=(phrases("now"),), known=phrases("send, it, now")).fits(said) is fits


WORDS = st.lists(st.sampled_from(["how", "long", "vase", "vases", "it", "is"]), max_size=6).map(" ".join)


@given(WORDS, st.frozensets(WORDS, max_size=4))
def test_a_phrase_is_said_where_its_words_stand_one_after_the_other(said: str, listed: frozenset[str]):
    is_said = any(f" {each} " in f" {said} " for each in listed)
    anything = frozenset(said.split())
    assert WordSets(needed=(listed,)).fits(said) is (bool(said) and is_said)
    assert WordSets(needed=(anything,), barred=listed).fits(said) is (bool(said) and not is_said)
