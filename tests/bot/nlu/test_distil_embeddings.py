"""The script that makes the embedding table, on a model small enough to see through."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from tokenizers import Tokenizer

from bot.nlu.embedding_table import PROJECT

SCRIPT = PROJECT / "scripts" / "distil_embeddings.py"
VOCABULARY = {"[PAD]": 0, "[unused1]": 1, "[UNK]": 2, "[CLS]": 3, "re": 4, "é": 5, "##fund": 6, "三": 7, "!": 8}


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("distil_embeddings", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_only_pieces_of_english_are_kept_in_the_models_order(script):
    assert script.kept_pieces(VOCABULARY) == {"[UNK]": 2, "re": 4, "##fund": 6, "!": 8}


def test_rounding_to_eight_bits_loses_less_than_half_a_step(script):
    vectors = np.random.default_rng(1).standard_normal((20, 5))
    rows, scales = script.quantised(vectors)
    assert rows.dtype == np.int8
    assert np.abs(rows * scales[:, None] - vectors).max() <= scales.max() / 2 + 1e-6


def test_components_keep_the_angles_between_vectors(script):
    embeddings = np.random.default_rng(2).standard_normal((400, 20)).astype(np.float32)
    centred = embeddings - embeddings.mean(axis=0)
    components = script.principal_components(embeddings)
    assert components @ components.T == pytest.approx(centred @ centred.T, abs=1e-3)
    assert (np.diff(components.var(axis=0)) <= 1e-9).all()


def test_the_direction_of_a_component_is_no_chance(script):
    embeddings = np.random.default_rng(3).standard_normal((50, 8)).astype(np.float32)
    order = np.random.default_rng(4).permutation(50)
    assert script.principal_components(embeddings[order]) == pytest.approx(
        script.principal_components(embeddings)[order], abs=1e-6
    )


def test_the_trimmed_tokenizer_numbers_pieces_as_rows(script, tmp_path: Path):
    full = {
        "version": "1.0",
        "truncation": None,
        "padding": {"strategy": "BatchLongest"},
        "added_tokens": [
            {"id": i, "content": name, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
             "special": True}
            for name, i in VOCABULARY.items() if name.startswith("[") and "unused" not in name
        ],
        "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True,
                       "strip_accents": None, "lowercase": True},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": None,
        "decoder": None,
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                  "max_input_chars_per_word": 100, "vocab": VOCABULARY},
    }  # fmt: skip
    pieces = list(script.kept_pieces(VOCABULARY))
    path = tmp_path / "tokenizer.json"
    path.write_text(script.trimmed_tokenizer(full, pieces), encoding="utf-8")
    tokenizer = Tokenizer.from_file(str(path))
    encoded = tokenizer.encode("Refund! 三", add_special_tokens=False)
    assert encoded.tokens == ["re", "##fund", "!", "[UNK]"]
    assert encoded.ids == [pieces.index(token) for token in encoded.tokens]
    assert json.loads(path.read_text(encoding="utf-8"))["padding"] is None
