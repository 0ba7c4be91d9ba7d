"""An index of all words finds what one of the sought words alone does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from returndesk.learn.held_out import WordIndex, overlaps
from returndesk.learn.utterances import Utterance

_WORDS = some.lists(some.sampled_from(("where", "is", "my", "lamp", "now", "please", "box")), max_size=9)
_MESSAGES = some.lists(_WORDS.map(lambda words: Utterance(" ".join(words), "x")), max_size=12)


@given(tests=_MESSAGES, training=_MESSAGES)
def test_an_index_of_all_words_finds_the_same(tests, training):
    assert WordIndex(training).overlaps(tests) == overlaps(tests, training)
