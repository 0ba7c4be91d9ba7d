"""Mistyped words become the words they are meant to be; everything else stays."""

from __future__ import annotations

import json

import pytest
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from safetensors.numpy import save_file

from bot.nlu.embedding_table import EmbeddingsError
from bot.nlu.spelling_corrector import MOST_UNKNOWN, SpellingCorrector, one_typo_away

EXAMPLES = ["return the parcel", "my return and refund", "a return label", "refund please", "where is the refund"]


@pytest.fixture
def trained(graph, tokenizer, training_data):
    """The corrector and the tokenizer, trained on EXAMPLES, in which return and refund occur three times."""
    data = tokenizer.process_training_data(training_data([(text, "any") for text in EXAMPLES]))
    corrector = graph.create(SpellingCorrector)
    corrector.train(data)
    return tokenizer, corrector


def words(trained, text):
    tokenizer, corrector = trained
    (message,) = corrector.process(tokenizer.process([Message(data={TEXT: text})]))
    return [token.text for token in message.get(TOKENS_NAMES[TEXT])]


@pytest.mark.parametrize("typo", ["retrun", "retun", "returnn", "reeturn", "retyrn", "ertunr", "Retrun", "erturn"])
def test_one_slip_of_the_fingers_is_put_right(trained, typo):
    expected = "return" if typo != "ertunr" else "ertunr"  # two slips are too many
    assert words(trained, f"my {typo}") == ["my", expected]


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("returns", "the embedding table knows it"),
        ("defund", "another first letter is another word"),
        ("labl", "the training data hold label once, which may be a typo itself"),
        ("ret", "short words resemble too many"),
        ("r3turn", "it is no word"),
        ("rétrun", "nor is this, in English"),
        ("retrun" * 5, "nobody means that"),
    ],
)
def test_what_may_be_meant_stays_as_it_is(trained, word, why):
    assert words(trained, word) == [word], why


def test_the_more_frequent_word_wins(graph, tokenizer, training_data):
    corrector = graph.create(SpellingCorrector, least_count=1)
    corrector.train(tokenizer.process_training_data(training_data(["paxcel", "one parcel", "two parcel"])))
    assert words((tokenizer, corrector), "pacel") == ["parcel"]


def test_places_and_masks_are_not_touched(trained):
    tokenizer, corrector = trained
    text = "my retrun R1001"
    (message,) = corrector.process(tokenizer.process([Message(data={TEXT: text})]))
    tokens = message.get(TOKENS_NAMES[TEXT])
    assert [(token.text, text[token.start : token.end]) for token in tokens] == [
        ("my", "my"),
        ("return", "retrun"),
        ("casenr", "R1001"),
    ]


def test_a_stored_corrector_corrects_the_same(trained, graph):
    tokenizer, _ = trained
    assert words((tokenizer, graph.load(SpellingCorrector)), "refnd retrun") == ["refund", "return"]


def test_training_examples_are_corrected_too(trained, training_data):
    tokenizer, corrector = trained
    data = tokenizer.process_training_data(training_data([("refudn", "any")]))
    (example,) = corrector.process_training_data(data).training_examples
    assert [token.text for token in example.get(TOKENS_NAMES[TEXT])] == ["refund"]


def test_a_message_of_unknown_words_is_corrected_only_so_far(trained):
    read = words(trained, "retrun " * (MOST_UNKNOWN + 5))
    assert read == ["return"] * MOST_UNKNOWN + ["retrun"] * 5


def test_a_message_without_tokens_is_left_alone(trained):
    _, corrector = trained
    (message,) = corrector.process([Message(data={TEXT: "retrun"})])
    assert message.data == {TEXT: "retrun"}


def test_one_typo_away_holds_each_kind_of_slip():
    near = set(one_typo_away("label"))
    assert {"labl", "lable", "labell", "labxl", "labels", "alabel"} - near == {"alabel"}
    assert "abel" not in near and "albel" in near


def test_a_missing_table_is_an_error_that_names_the_file_and_the_script(graph, tmp_path):
    table = tmp_path / "gone.safetensors"
    with pytest.raises(EmbeddingsError, match=r"gone\.tokenizer\.json: no such file.*scripts/distil_embeddings\.py"):
        graph.create(SpellingCorrector, artefact=str(table))


def test_another_vocabulary_asks_for_a_new_training(tmp_path):
    import numpy as np

    table = tmp_path / "table.safetensors"
    config = {"artefact": str(table)}
    save_file({"rows": np.zeros((1, 1), np.int8), "scales": np.ones(1, np.float32)}, table)
    table.with_suffix(".tokenizer.json").write_text(json.dumps({"model": {"vocab": {"a": 0}}}), encoding="utf-8")
    before = SpellingCorrector.fingerprint_addon(config)
    table.with_suffix(".tokenizer.json").write_text(json.dumps({"model": {"vocab": {"b": 0}}}), encoding="utf-8")
    assert SpellingCorrector.fingerprint_addon(config) != before


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("n the refund", "and the refund"),
        ("label nd parcel", "label and parcel"),
        ("an the refund", "and the refund"),
        ("an order", "an order"),
        ("n", "n"),
        ("yes or n", "yes or n"),
    ],
)
def test_an_n_between_words_is_an_and(trained, text, read):
    assert " ".join(words(trained, text)) == read
