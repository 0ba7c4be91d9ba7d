"""What the training messages ask whose meaning is nearest to an English message's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Optional

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from bot.nlu.kernel_intent_classifier import MOST_LEFT_OUT, fitted_temperature, softmax
from bot.nlu.mapped_tensors import mapped_tensors
from bot.nlu.multilingual_encoder import Vectors, direction

TENSORS: Final = "nearest.safetensors"
INTENTS: Final = "nearest.json"
#: So many of the nearest messages decide. With 60 or 200 it is right as often.
NEIGHBOURS: Final = 100
#: And so many tell how usual it is that such a message asks what it is taken for.
NEAREST: Final = 30
#: As in `KernelModel`: how fast likeness falls off with the angle, and how much the examples are smoothed.
SHARPNESS: Final = 2.0
RIDGE: Final = 0.2
#: Rows of eight bits are multiplied so many at a time: all of them as numbers of 32 bits would take 17 MB.
BLOCK: Final = 4096


@dataclass(frozen=True)
class NearestQuestions:
    """Kernel ridge regression on the neighbours of each message alone, made when it is asked.

    One on all 22,000 messages answers hardly better and takes half a minute and 2 GB to train; this takes the
    processor for three milliseconds a message, beside what the encoder takes.

    Attributes:
        intents: The intents, sorted.
        mean: The messages' mean vector.
        rows: Their vectors around the mean, of length 1, in eight bits.
        scales: What each row is multiplied with to be of length 1.
        places: The place of each message's intent in `intents`.
        temperature: What scores are multiplied with before the softmax.
    """

    intents: tuple[str, ...]
    mean: Vectors
    rows: NDArray[np.int8]
    scales: Vectors
    places: NDArray[np.uint8]
    temperature: float

    @classmethod
    def fitted(cls, vectors: Vectors, labels: Sequence[str]) -> NearestQuestions:
        """What some messages teach.

        Args:
            vectors: What the encoder makes of each.
            labels: The intent of each.
        """
        intents = tuple(sorted(set(labels)))
        mean = vectors.mean(axis=0)
        rows, scales = _in_eight_bits(vectors - mean)
        places = np.searchsorted(np.asarray(intents), np.asarray(labels)).astype(np.uint8)
        untempered = cls(intents, mean, rows, scales, places, 1.0)
        left_out = np.arange(0, len(labels), len(labels) // MOST_LEFT_OUT + 1)
        unseen = untempered.scores_without(left_out)
        return cls(intents, mean, rows, scales, places, fitted_temperature(unseen, places[left_out].astype(np.intp)))

    def confidences(self, vector: Vectors) -> dict[str, float]:
        """How likely each intent is for a message of which the encoder makes this vector."""
        return self.heard(vector)[0]

    def heard(self, vector: Vectors) -> tuple[dict[str, float], dict[str, float]]:
        """How likely each intent is for a message, and the share that it has of the messages nearest to it."""
        (likeness,) = self._likeness(direction(vector - self.mean)[np.newaxis, :])
        scores = self._scores(likeness)
        likely = softmax(scores[np.newaxis, :] * np.float32(self.temperature))[0]
        count = min(NEAREST, len(likeness))
        nearest = self.places[np.argpartition(-likeness, count - 1)[:count]]
        shares = np.bincount(nearest, minlength=len(self.intents)) / count
        return (
            dict(zip(self.intents, likely.tolist(), strict=True)),
            dict(zip(self.intents, shares.tolist(), strict=True)),
        )

    def scores_without(self, places: NDArray[np.intp]) -> Vectors:
        """What the others make of each of some of the messages."""
        likeness = self._likeness(self.rows[places] * self.scales[places, np.newaxis])
        likeness[np.arange(len(places)), places] = -1
        return np.stack([self._scores(each) for each in likeness])

    def _likeness(self, wanted: Vectors) -> Vectors:
        """The cosines of the angles between directions (rows) and all messages."""
        blocks = (self.rows[start : start + BLOCK] for start in range(0, len(self.rows), BLOCK))
        found: Vectors = np.concatenate([wanted @ block.T.astype(np.float32) for block in blocks], axis=1)
        return found * self.scales

    def _scores(self, likeness: Vectors) -> Vectors:
        count = min(NEIGHBOURS, len(likeness))
        nearest = np.argpartition(-likeness, count - 1)[:count]
        rows = self.rows[nearest] * self.scales[nearest, np.newaxis]
        kernel = np.exp(SHARPNESS * (rows @ rows.T - 1))
        kernel[np.diag_indices(count)] += RIDGE
        weights = np.linalg.solve(kernel, np.exp(SHARPNESS * (likeness[nearest] - 1)))
        prior = np.bincount(self.places, minlength=len(self.intents)) / len(self.places)
        found = np.bincount(self.places[nearest], weights, minlength=len(self.intents))
        scores: Vectors = (prior * (1 - weights.sum()) + found).astype(np.float32)
        return scores

    def save(self, folder: Path) -> None:
        """Write it as tensors and JSON: nothing in it can run code when it is read."""
        tensors = {"mean": self.mean, "rows": self.rows, "scales": self.scales, "places": self.places}
        save_file({name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}, folder / TENSORS)
        described = {"intents": self.intents, "temperature": self.temperature}
        (folder / INTENTS).write_text(json.dumps(described), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Optional[NearestQuestions]:
        """What `save` wrote, None where it wrote nothing."""
        if not (folder / INTENTS).exists():
            return None
        described: dict[str, Any] = json.loads((folder / INTENTS).read_text(encoding="utf-8"))
        tensors: dict[str, Any] = mapped_tensors(folder / TENSORS)
        return cls(tuple(described["intents"]), temperature=described["temperature"], **tensors)


def _in_eight_bits(vectors: Vectors) -> tuple[NDArray[np.int8], Vectors]:
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    rows = np.round(vectors * (127 / np.where(largest > 0, largest, 1))).astype(np.int8)
    lengths = np.linalg.norm(rows.astype(np.float32), axis=1)
    return rows, (1 / np.where(lengths > 0, lengths, 1)).astype(np.float32)
