"""What a short message means behind an answer, learnt from examples of what customers write behind which."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import yaml
from numpy.typing import NDArray
from safetensors.numpy import save_file
from scipy.sparse import csr_matrix, vstack  # type: ignore[import-untyped]

from bot.nlu.kernel_intent_classifier import Matrix, fitted_temperature, softmax, unit_rows
from bot.nlu.mapped_tensors import mapped_tensors
from bot.nlu.multilingual_intent_classifier import COLUMNS, columns_of, rarity_of, weighted

#: The examples: by the question that was answered, by what is meant, what is written.
EXAMPLES: Final = Path(__file__).with_name("follow_ups")
TENSORS: Final = "follow_ups.safetensors"
NAMES: Final = "follow_ups.json"
#: Under this the examples stand that mean the same behind any answer, which is half as much as behind the same one.
ANY: Final = "any"
#: The kernel of two examples: of the angle between their vectors, of the letters and words that they share, and of
#: whether the answer before was to the same question. Found on examples of authors who did not know each other's.
SHARPNESS: Final = 3.0
DENSE, SPARSE, SAME, ALMOST_SAME, RIDGE = 2.0, 0.5, 0.6, 0.3, 0.3
#: "Where exactly" says so little that it hardly means what no example means behind the answer to that question.
FEW_WORDS, UNSEEN = 3, 0.0001
_TENSORS: Final = ("mean", "directions", "rarity", "before", "truth", "coefficients", "prior")


@dataclass(frozen=True)
class FollowUp:
    """An example: the question that was answered, what was written then, and the intent that this means."""

    before: str
    text: str
    means: str


@dataclass(frozen=True)
class FollowUpModel:
    """Kernel ridge regression on what examples mean, which knows the question that was answered before.

    Attributes:
        meanings: What examples mean, sorted.
        topics: The questions before them, sorted.
        mean: The examples' mean vector.
        directions: Their vectors around the mean, of length 1.
        shared: Their letters and words, a row each.
        rarity: How rare each column of letters and words is.
        before: The place of each example's question in `topics`.
        truth: The place of each example's meaning in `meanings`.
        coefficients: Examples × meanings.
        prior: The share of each meaning.
        temperature: What scores are multiplied with before the softmax.
    """

    meanings: tuple[str, ...]
    topics: tuple[str, ...]
    mean: Matrix
    directions: Matrix
    shared: csr_matrix
    rarity: Matrix
    before: NDArray[np.int32]
    truth: NDArray[np.int32]
    coefficients: Matrix
    prior: Matrix
    temperature: float

    @classmethod
    def fitted(cls, examples: Sequence[FollowUp], vectors: Matrix) -> FollowUpModel:
        """What some examples teach.

        Args:
            examples: Of two meanings at least.
            vectors: What each says, a row each.
        """
        meanings = tuple(sorted({each.means for each in examples}))
        topics = tuple(sorted({each.before for each in examples}))
        truth = np.array([meanings.index(each.means) for each in examples], dtype=np.int32)
        before = np.array([topics.index(each.before) for each in examples], dtype=np.int32)
        counted = [columns_of(each.text) for each in examples]
        rarity = rarity_of(counted)
        shared = vstack([weighted(each, rarity) for each in counted]).tocsr()
        mean = vectors.mean(axis=0)
        directions = unit_rows(vectors - mean)
        wanted = np.eye(len(meanings), dtype=np.float32)[truth]
        prior = wanted.mean(axis=0)
        kernel = _kernel(directions, directions, (shared @ shared.T).toarray())
        kernel += np.stack([_nearness(topics, before, topics[each]) for each in before])
        inverse = np.linalg.inv(kernel + RIDGE * np.eye(len(examples)))
        coefficients = (inverse @ (wanted - prior)).astype(np.float32)
        # What a model without the example would have answered, as in `kernel_intent_classifier.fit`.
        unseen = wanted - coefficients / np.diag(inverse)[:, np.newaxis]
        temperature = fitted_temperature(unseen.astype(np.float32), truth.astype(np.intp))
        learnt = (shared, rarity, before, truth, coefficients, prior, temperature)
        return cls(meanings, topics, mean, directions, *learnt)

    def confidences(self, text: str, vector: Matrix, before: str) -> Mapping[str, float]:
        """How likely each meaning is of a message.

        Args:
            text: Its words.
            vector: What it says.
            before: The question that was answered before it, by its intent.
        """
        direction = unit_rows((vector - self.mean)[np.newaxis, :])
        row = weighted(columns_of(text), self.rarity)
        kernel = _kernel(direction, self.directions, (row @ self._by_column).toarray())
        kernel += _nearness(self.topics, self.before, before)
        found = softmax((kernel @ self.coefficients + self.prior) * self.temperature)[0]
        if len(text.split()) <= FEW_WORDS and before in self.topics:
            found = np.where(self._seen[self.topics.index(before)] | self._seen_anywhere, found, found * UNSEEN)
            found /= found.sum()
        return dict(zip(self.meanings, found.tolist(), strict=True))

    @cached_property
    def _by_column(self) -> csr_matrix:
        """Letters and words by their column: turned round once, which takes as long as all else of a message."""
        return self.shared.T.tocsr()

    @cached_property
    def _seen(self) -> NDArray[np.bool_]:
        """Which meanings examples have behind the answer to each question."""
        seen = np.zeros((len(self.topics), len(self.meanings)), dtype=bool)
        seen[self.before, self.truth] = True
        return seen

    @property
    def _seen_anywhere(self) -> NDArray[np.bool_]:
        none = np.zeros(len(self.meanings), dtype=bool)
        return self._seen[self.topics.index(ANY)] if ANY in self.topics else none

    def save(self, folder: Path) -> None:
        """Write it as tensors and JSON: nothing in it can run code when it is read."""
        tensors = {
            **{name: getattr(self, name) for name in _TENSORS},
            **{f"shared_{name}": getattr(self.shared, name) for name in ("data", "indices", "indptr")},
        }
        save_file({name: np.ascontiguousarray(each) for name, each in tensors.items()}, folder / TENSORS)
        described = {"meanings": self.meanings, "topics": self.topics, "temperature": self.temperature}
        (folder / NAMES).write_text(json.dumps(described), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> FollowUpModel:
        """The model that `save` wrote."""
        described: dict[str, Any] = json.loads((folder / NAMES).read_text(encoding="utf-8"))
        tensors: dict[str, Any] = dict(mapped_tensors(folder / TENSORS))
        pieces = [tensors.pop(f"shared_{name}") for name in ("data", "indices", "indptr")]
        return cls(
            meanings=tuple(described["meanings"]),
            topics=tuple(described["topics"]),
            temperature=described["temperature"],
            shared=csr_matrix(tuple(pieces), shape=(len(pieces[2]) - 1, COLUMNS)),
            **tensors,
        )


def read_follow_ups(place: Path = EXAMPLES) -> tuple[FollowUp, ...]:
    """The examples in a file, or in all files of a folder."""
    named = sorted(place.glob("*.yml")) if place.is_dir() else [place]
    files = (yaml.safe_load(file.read_text(encoding="utf-8")) for file in named)
    return tuple(
        FollowUp(before, text, means)
        for file in files
        for before, meanings in file.items()
        for means, texts in meanings.items()
        for text in texts
    )


def _kernel(directions: Matrix, others: Matrix, shared: Matrix) -> Matrix:
    near: Matrix = DENSE * np.exp(SHARPNESS * (directions @ others.T - 1)) + SPARSE * shared
    return near


def _nearness(topics: Sequence[str], before: NDArray[np.int32], topic: str) -> Matrix:
    """How near the answer before each example is to one to this question."""
    if topic == ANY:
        return np.full(len(before), ALMOST_SAME, dtype=np.float32)
    place = topics.index(topic) if topic in topics else -1
    anywhere = topics.index(ANY) if ANY in topics else -1
    near: Matrix = np.where(before == place, SAME, np.where(before == anywhere, ALMOST_SAME, 0)).astype(np.float32)
    return near
