"""What the thing is leaves the words of a message; everything else stays in its place."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.product_masker import MASK, ProductMasker

WORDS = ["the", "my", "kite", "lamp", "book", "return", "back", "of", "tea", "set"]


@pytest.fixture
def masker(graph):
    return graph.create(ProductMasker)


def tokens(masker, tokenizer, text):
    (message,) = masker.process(tokenizer.process([Message(data={TEXT: text})]))
    return message.get(TOKENS_NAMES[TEXT])


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("the air purifier is here", "the item is here"),
        ("two wine glasses broke", "two item broke"),
        ("my Running SHOES", "my item"),
        ("return an e-reader and a t-shirt", "return an item and a item"),
        ("the coffee table lamp", "the item"),
        ("a book came late", "a item came late"),
        ("i want to book a courier", "i want to book a courier"),
        ("watch out", "watch out"),
        ("the watch stopped", "the item stopped"),
        ("where do I print the label", "where do I print the label"),
        ("i have no printer", "i have no printer"),
        ("the box with the QR code", "the box with the QR code"),
    ],
)
def test_a_product_is_an_item_and_a_word_of_the_desk_is_none(masker, tokenizer, text, masked):
    assert " ".join(token.text for token in tokens(masker, tokenizer, text)) == masked


@pytest.fixture
def trained(graph, tokenizer, training_data):
    """One that knows which words say something: "return" and "here", three times each, and little else."""
    data = tokenizer.process_training_data(training_data([(f"return here {way}", "any") for way in ("by", "at", "to")]))
    masker = graph.create(ProductMasker)
    masker.train(data)
    return masker


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("return my river queen here", "return my item here"),
        ("return the river", "return the item"),
        ("return river", "return river"),
        ("return my qwzx", "return my qwzx"),
        ("my return here", "my return here"),
    ],
)
def test_a_common_word_that_training_hardly_uses_is_an_item_where_it_is_pointed_at(trained, tokenizer, text, masked):
    assert " ".join(token.text for token in tokens(trained, tokenizer, text)) == masked


def test_the_mask_stands_where_the_words_stood(masker, tokenizer):
    text = "send the garden hose reel back"
    mask = next(token for token in tokens(masker, tokenizer, text) if token.text == MASK)

    assert text[mask.start : mask.end] == "garden hose"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(["the", "my", "kite", "lamp", "book", "return", "back", "of", "tea", "set"]), max_size=9)
)
def test_the_other_words_keep_their_order(masker, tokenizer, words):
    text = " ".join(words) or "hi"
    kept = [token.text for token in tokens(masker, tokenizer, text) if token.text != MASK]
    rest = iter(text.split())

    assert all(word in rest for word in kept)
    assert {"the", "my", "return", "back", "of"}.intersection(text.split()) <= set(kept)
