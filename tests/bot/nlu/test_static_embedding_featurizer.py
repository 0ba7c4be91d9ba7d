"""Dense vectors of messages, and the table that they come from."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from safetensors.numpy import load_file, save_file

from bot.nlu.embedding_table import ARTEFACT, PROJECT, EmbeddingsError, EmbeddingTable, fingerprint, known_words
from bot.nlu.static_embedding_featurizer import StaticEmbeddingFeaturizer

TABLE = PROJECT / ARTEFACT


@pytest.fixture(scope="module")
def table() -> EmbeddingTable:
    return EmbeddingTable(TABLE)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A table of one's own to change."""
    path = tmp_path / "table.safetensors"
    shutil.copy(TABLE, path)
    shutil.copy(TABLE.with_suffix(".tokenizer.json"), path.with_suffix(".tokenizer.json"))
    return path


def cosine(table, one, other):
    a, b = table.mean(one), table.mean(other)
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def change(path: Path) -> None:
    tensors = load_file(path)
    tensors["scales"] = tensors["scales"] * 2
    save_file(tensors, path)


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("cancel my return", "withdraw the return request", "what will the weather be tomorrow"),
        ("when do I get my money", "how long until the refund is paid", "tell me a joke"),
        ("the parcel is lost", "my package went missing", "do you sell dresses"),
        ("post office", "courier station", "credit card"),
    ],
)
def test_like_meanings_are_nearer_than_unlike_ones(table, text, near, far):
    assert cosine(table, text, near) > cosine(table, text, far) + 0.1


def test_a_vector_is_the_mean_of_its_pieces(table):
    both = table.mean("return parcel")
    assert both == pytest.approx((table.mean("return") + table.mean("parcel")) / 2, abs=1e-6)


def test_the_same_text_has_the_same_vector(table):
    assert np.array_equal(table.mean("where is my refund"), EmbeddingTable(TABLE).mean("where is my refund"))


def test_case_and_accents_make_no_difference(table):
    assert np.array_equal(table.mean("CAFÉ Refund"), table.mean("cafe refund"))


@pytest.mark.parametrize("text", ["", " ", "🙂", "三", "\ud83d", "שלום"])
def test_a_text_of_unknown_pieces_is_all_zeros(table, text):
    assert not table.mean(text).any()


def test_unknown_signs_do_not_change_the_vector_of_the_rest(table):
    assert np.array_equal(table.mean("thanks 🙂 a lot"), table.mean("thanks a lot"))


def test_a_very_long_text_is_summed_up_by_its_beginning(table):
    assert np.array_equal(table.mean("word " * 600), table.mean("word " * 600 + "refund " * 9_000))


def test_the_table_knows_common_english_words():
    words = known_words(TABLE)
    assert {"return", "money", "parcel", "customs"} <= words
    assert "retrun" not in words


def test_the_table_stays_small_enough_for_version_control():
    assert TABLE.stat().st_size + TABLE.with_suffix(".tokenizer.json").stat().st_size < 10_000_000


def features(component, tokenizer, text):
    (message,) = component.process(tokenizer.process([Message(data={TEXT: text})]))
    sequence, sentence = message.get_dense_features(TEXT)
    assert sequence is None
    return sentence.features


def test_a_message_gets_one_row_of_features(graph, tokenizer, table):
    component = graph.create(StaticEmbeddingFeaturizer)
    row = features(component, tokenizer, "where is my refund")
    assert row.shape == (1, table.dimensions)
    assert row[0] == pytest.approx(table.mean("where is my refund"))


def test_every_number_gets_the_same_features(graph, tokenizer):
    component = graph.create(StaticEmbeddingFeaturizer)
    numbers = ("R1", "R 1001", "8120 0345 0001 2345")
    one, two, three = (features(component, tokenizer, f"what about {number}") for number in numbers)
    assert np.array_equal(one, two) and np.array_equal(two, three)


def test_a_message_without_tokens_gets_no_features(graph):
    (message,) = graph.create(StaticEmbeddingFeaturizer).process([Message(data={TEXT: "refund"})])
    assert message.get_dense_features(TEXT) == (None, None)


def test_training_examples_get_features(graph, tokenizer, training_data):
    data = tokenizer.process_training_data(training_data([("refund", "any")]))
    (example,) = graph.create(StaticEmbeddingFeaturizer).process_training_data(data).training_examples
    assert example.get_dense_features(TEXT)[1] is not None


def test_a_stored_component_gives_the_same_features(graph, tokenizer, training_data):
    trained = graph.create(StaticEmbeddingFeaturizer)
    trained.train(training_data([("refund", "any")]))
    loaded = graph.load(StaticEmbeddingFeaturizer)
    assert np.array_equal(features(trained, tokenizer, "refund"), features(loaded, tokenizer, "refund"))


def test_a_model_refuses_a_table_that_it_was_not_trained_with(graph, training_data, copy):
    graph.create(StaticEmbeddingFeaturizer, artefact=str(copy)).train(training_data([("refund", "any")]))
    change(copy)
    with pytest.raises(EmbeddingsError, match=r"table\.safetensors: the model was trained with another version of it"):
        graph.load(StaticEmbeddingFeaturizer, artefact=str(copy))


def test_a_changed_table_asks_for_a_new_training(copy):
    before = StaticEmbeddingFeaturizer.fingerprint_addon({"artefact": str(copy)})
    assert before == fingerprint(TABLE) == StaticEmbeddingFeaturizer.fingerprint_addon({})
    change(copy)
    assert StaticEmbeddingFeaturizer.fingerprint_addon({"artefact": str(copy)}) != before


@pytest.mark.parametrize("missing", ["table.safetensors", "table.tokenizer.json"])
def test_a_missing_file_is_an_error_that_names_it_and_the_script(graph, copy, missing):
    copy.with_name(missing).unlink()
    with pytest.raises(
        EmbeddingsError, match=rf"{missing}: no such file; .*make it with scripts/distil_embeddings\.py"
    ):
        graph.create(StaticEmbeddingFeaturizer, artefact=str(copy))
    assert StaticEmbeddingFeaturizer.fingerprint_addon({"artefact": str(copy)}) == ""
