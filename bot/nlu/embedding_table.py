"""The table of static embeddings in bot/nlu/artefacts, and the English words that it knows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.shared.exceptions import RasaException
from tokenizers import Tokenizer as WordPieces

from bot.nlu.mapped_tensors import mapped_tensors

PROJECT = Path(__file__).resolve().parents[2]
ARTEFACT = "bot/nlu/artefacts/minilm-static.safetensors"
SCRIPT = "scripts/distil_embeddings.py"
# A message is summed up by its first pieces; 512 are more than three hundred words.
MOST_PIECES = 512


class EmbeddingsError(RasaException):
    """The table of vectors is missing, or is not the one that a model was trained with."""


class EmbeddingTable:
    """Vectors of word pieces, held as 8-bit integers with one scale a row.

    Args:
        path: The table; its tokenizer lies beside it, `….tokenizer.json`.

    Raises:
        EmbeddingsError: One of the two files is missing.
    """

    def __init__(self, path: Path) -> None:
        tensors = mapped_tensors(_existing(path))
        self._rows: NDArray[np.int8] = tensors["rows"]
        self._scales: NDArray[np.float32] = tensors["scales"].astype(np.float32)
        self._pieces = WordPieces.from_file(str(_existing(path.with_suffix(".tokenizer.json"))))
        self._pieces.no_padding()
        self._pieces.enable_truncation(MOST_PIECES)
        self._unknown = self._pieces.token_to_id("[UNK]")
        self.fingerprint = fingerprint(path)

    @property
    def dimensions(self) -> int:
        """How long a vector is."""
        return int(self._rows.shape[1])

    def mean(self, text: str) -> NDArray[np.float32]:
        """The mean vector of the pieces of `text`; zeros where the table knows none of them."""
        # Half of a surrogate pair, which JSON can carry, is no text that the tokenizer takes.
        text = text.encode(errors="ignore").decode()
        pieces = [piece for piece in self._pieces.encode(text, add_special_tokens=False).ids if piece != self._unknown]
        if not pieces:
            return np.zeros(self.dimensions, dtype=np.float32)
        vectors = self._rows[pieces].astype(np.float32) * self._scales[pieces, None]
        mean: NDArray[np.float32] = vectors.mean(axis=0)
        return mean


def fingerprint(path: Path) -> str:
    """A digest of a table and its tokenizer; empty where either is missing."""
    files = (path, path.with_suffix(".tokenizer.json"))
    if not all(file.is_file() for file in files):
        return ""
    return hashlib.sha256(b"".join(hashlib.sha256(file.read_bytes()).digest() for file in files)).hexdigest()


def known_words(path: Path) -> frozenset[str]:
    """The words that a table holds whole.

    Raises:
        EmbeddingsError: Its tokenizer is missing.
    """
    vocabulary = json.loads(_existing(path.with_suffix(".tokenizer.json")).read_text(encoding="utf-8"))["model"][
        "vocab"
    ]
    return frozenset(piece for piece in vocabulary if piece.isalpha())


def artefact_path(config: Mapping[str, Any]) -> Path:
    """Where a component's configuration says that the table is: relative to the project, or absolute."""
    # Rasa asks for fingerprints with the configuration as written, without the defaults.
    return PROJECT / str(config.get("artefact", ARTEFACT))


def _existing(file: Path) -> Path:
    if not file.is_file():
        raise EmbeddingsError(f"{file}: no such file; restore it from version control, or make it with {SCRIPT}")
    return file
