"""Sparse vectors of word and letter n-grams."""

from __future__ import annotations

import numpy as np
import pytest
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.ngram_featurizer import NgramFeaturizer

EXAMPLES = ["cancel my return", "cancel the order", "track my return", "track the parcel"]


def train(graph, tokenizer, training_data, examples=EXAMPLES, **config):
    featurizer = graph.create(NgramFeaturizer, **config)
    featurizer.train(tokenizer.process_training_data(training_data([(text, "any") for text in examples])))
    return featurizer


def vector(featurizer, tokenizer, text):
    (message,) = featurizer.process(tokenizer.process([Message(data={TEXT: text})]))
    sequence, sentence = message.get_sparse_features(TEXT)
    assert sequence is None
    return sentence.features.toarray()[0]


def test_words_and_letters_each_have_length_one(graph, tokenizer, training_data):
    features = vector(train(graph, tokenizer, training_data), tokenizer, "cancel my parcel")
    assert np.linalg.norm(features) ** 2 == pytest.approx(2)


def test_a_rare_ngram_weighs_more_than_a_common_one(graph, tokenizer, training_data):
    examples = ["the lamp", "the lamp one", "the mug", "the mug one", "the chair", "the chair one"]
    featurizer = train(graph, tokenizer, training_data, examples, letter_ngrams=[20, 20], word_ngrams=[1, 1])
    features = vector(featurizer, tokenizer, "the lamp")
    lamp, the = features.max(), features[features > 0].min()
    # ln(6/2) + 1 against ln(6/6) + 1
    assert lamp / the == pytest.approx(np.log(3) + 1)


def test_word_order_makes_a_difference(graph, tokenizer, training_data):
    featurizer = train(
        graph, tokenizer, training_data, ["not returned", "is not returned", "returned not", "is returned not"]
    )
    one, other = (vector(featurizer, tokenizer, text) for text in ("not returned", "returned not"))
    assert one @ other < 2 - 1e-3


def test_another_form_of_a_word_shares_its_letters(graph, tokenizer, training_data):
    featurizer = train(graph, tokenizer, training_data)
    cancelling, track = (vector(featurizer, tokenizer, text) for text in ("cancelling", "track"))
    cancel = vector(featurizer, tokenizer, "cancel")
    assert cancelling @ cancel > 0.3 > track @ cancel


def test_case_makes_no_difference(graph, tokenizer, training_data):
    featurizer = train(graph, tokenizer, training_data)
    assert vector(featurizer, tokenizer, "CANCEL my Return") == pytest.approx(
        vector(featurizer, tokenizer, "cancel my return")
    )


def test_what_occurs_in_one_example_is_no_feature(graph, tokenizer, training_data):
    featurizer = train(graph, tokenizer, training_data, ["lamp", "one mug", "two mug"])
    assert not vector(featurizer, tokenizer, "lamp").any()


@pytest.mark.parametrize("text", ["", "żółć", "...", "\ud83d"])
def test_a_text_of_unknown_ngrams_is_all_zeros(graph, tokenizer, training_data, text):
    assert not vector(train(graph, tokenizer, training_data), tokenizer, text).any()


def test_a_message_without_tokens_gets_no_features(graph, tokenizer, training_data):
    (message,) = train(graph, tokenizer, training_data).process([Message(data={TEXT: "cancel"})])
    assert message.get_sparse_features(TEXT) == (None, None)


def test_a_stored_featurizer_gives_the_same_vectors(graph, tokenizer, training_data):
    trained = train(graph, tokenizer, training_data)
    text = "please cancel my order"
    assert vector(graph.load(NgramFeaturizer), tokenizer, text) == pytest.approx(vector(trained, tokenizer, text))


def test_the_order_of_the_examples_makes_no_difference(graph, tokenizer, training_data):
    one = train(graph, tokenizer, training_data)
    other = train(graph, tokenizer, training_data, EXAMPLES[::-1])
    assert vector(one, tokenizer, "track my order") == pytest.approx(vector(other, tokenizer, "track my order"))


@pytest.mark.parametrize("span", [[2, 1], [0, 2], [1], [1, 2, 3]])
@pytest.mark.parametrize("name", ["word_ngrams", "letter_ngrams"])
def test_a_range_that_is_none_is_refused_by_name(graph, name, span):
    with pytest.raises(InvalidConfigException, match=f"NgramFeaturizer: {name}"):
        graph.create(NgramFeaturizer, **{name: span})


def test_training_examples_get_features(graph, tokenizer, training_data):
    featurizer = train(graph, tokenizer, training_data)
    data = tokenizer.process_training_data(training_data([("cancel", "any")]))
    (example,) = featurizer.process_training_data(data).training_examples
    assert example.get_sparse_features(TEXT)[1].features.nnz > 0
