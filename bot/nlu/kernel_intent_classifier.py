"""Which intent a message has, with a confidence that can be taken at its word."""

from __future__ import annotations

import gc
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Optional

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import (
    FEATURE_TYPE_SENTENCE,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from safetensors.numpy import save_file
from scipy.sparse import csr_matrix, vstack  # type: ignore[import-untyped]

from bot.nlu.language_detector import english_messages
from bot.nlu.mapped_tensors import give_back, mapped_tensors
from bot.nlu.packed_matrix import NotPositive, PackedMatrix
from bot.nlu.sparse_rows import times

logger = logging.getLogger(__name__)

Matrix = NDArray[np.float32]
TENSORS = "classifier.safetensors"
INTENTS = "intents.json"
NO_INTENT = MappingProxyType({INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0})
#: One number, the temperature, is fitted on so many examples at the most, spread evenly over all.
MOST_LEFT_OUT = 700
#: How many columns of the kernel are computed at a time.
BLOCK = 512
#: The share of examples above which a sparse feature is multiplied as a dense one: a product of what all have in common
#: is dense, and sparse products of it take most of their time.
COMMON = 0.02
POSITIVE = ("ridge", "sharpness", "dense_weight", "sparse_weight")


@dataclass(frozen=True)
class KernelModel:
    """A trained classifier: kernel ridge regression on one-hot intents, and a temperature.

    The kernel of two messages is the weighted sum of exp(sharpness · (cosine − 1)) of their dense vectors, taken
    around the training data's mean, and of the dot product of their sparse vectors.

    Attributes:
        intents: The intents, sorted.
        mean: The training data's mean dense vector.
        directions: The training examples' dense vectors around the mean, of length 1.
        dense_coefficients: Examples × intents.
        sparse_coefficients: Sparse features × intents.
        prior: The share of each intent in the training data.
        temperature: What scores are multiplied with before the softmax.
        sharpness: How fast the kernel falls off with the angle between two dense vectors.
    """

    intents: tuple[str, ...]
    mean: Matrix
    directions: Matrix
    dense_coefficients: Matrix
    sparse_coefficients: Matrix
    prior: Matrix
    temperature: float
    sharpness: float

    def confidences(self, dense: Matrix, sparse: csr_matrix) -> Matrix:
        """The probability of each intent for each message (rows)."""
        near = np.exp(self.sharpness * (unit_rows(dense - self.mean) @ self.directions.T - 1))
        scores = near @ self.dense_coefficients + times(sparse, self.sparse_coefficients) + self.prior
        return softmax(scores * self.temperature)

    def rest(self) -> None:
        """Take no memory until the next message."""
        give_back(self.directions)

    def save(self, directory: Path) -> None:
        """Write the model as tensors and JSON: nothing in it can run code when it is read."""
        scalars = {"temperature": self.temperature, "sharpness": self.sharpness}
        tensors = {
            "mean": self.mean,
            "directions": self.directions,
            "dense_coefficients": self.dense_coefficients,
            "sparse_coefficients": self.sparse_coefficients,
            "prior": self.prior,
        }
        save_file({name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}, directory / TENSORS)
        (directory / INTENTS).write_text(json.dumps({"intents": self.intents, **scalars}), encoding="utf-8")

    @classmethod
    def read(cls, directory: Path) -> KernelModel:
        """The model that `save` wrote."""
        described: dict[str, Any] = json.loads((directory / INTENTS).read_text(encoding="utf-8"))
        return cls(**{**described, **mapped_tensors(directory / TENSORS), "intents": tuple(described["intents"])})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class KernelIntentClassifier(IntentClassifier, GraphComponent):
    """Classifies messages by their likeness to all training examples at once.

    Kernel ridge regression has a closed solution: no epochs, no random start, the same data give the same model in
    seconds. It also tells in closed form what each example would have got from a model that never saw it; the
    temperature is fitted on those answers, so a confidence of 0.8 is right about 8 times in 10 on new wording.

    Memory for training grows with the square of the number of examples: 22 thousand take 1 GB.

    Configuration:
        ridge: How much examples are smoothed; more for noisier data.
        sharpness: How alike two dense vectors must be to count; see `KernelModel`.
        dense_weight: The dense part's share of the kernel.
        sparse_weight: The sparse part's share of the kernel.
        ranking_length: How many intents are reported with their confidence.
    """

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: Optional[KernelModel] = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def required_components(cls) -> list[type]:
        """It reads features."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"ridge": 0.2, "sharpness": 3.0, "dense_weight": 2.0, "sparse_weight": 1.0, "ranking_length": 10}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuse weights that would leave nothing to learn from.

        Raises:
            InvalidConfigException: A number is not positive.
        """
        for name in POSITIVE:
            if not config[name] > 0:
                raise InvalidConfigException(f"KernelIntentClassifier: {name}: {config[name]} is not above 0")

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> KernelIntentClassifier:
        """A new, untrained component."""
        cls.validate_config(config)
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> KernelIntentClassifier:
        with model_storage.read_from(resource) as directory:
            return cls(config, model_storage, resource, KernelModel.read(directory))

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the model to the examples that have an intent and features.

        Raises:
            InvalidConfigException: No example has both dense and sparse features.
        """
        english = english_messages(training_data.intent_examples)
        examples = [example for example in english if example.get(INTENT) and example.get(TEXT)]
        if not examples:
            raise InvalidConfigException("KernelIntentClassifier: no training example has an intent and a text")
        dense, sparse = _features(examples)
        labels = [example.get(INTENT) for example in examples]
        self._model = fit(
            dense,
            sparse,
            labels,
            ridge=self._config["ridge"],
            sharpness=self._config["sharpness"],
            dense_weight=self._config["dense_weight"],
            sparse_weight=self._config["sparse_weight"],
        )
        with self._model_storage.write_to(self._resource) as directory:
            self._model.save(directory)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent and the ranking of each message that has features.

        A message without anything that training has seen, such as an empty one, gets no intent: what is common in the
        training data would be a guess about nothing.
        """
        for message in messages:
            if self._model is not None and message.features:
                ranking = self._ranking(self._model, message)
                message.set(INTENT, ranking[0] if ranking else dict(NO_INTENT), add_to_output=True)
                message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _ranking(self, model: KernelModel, message: Message) -> list[dict[str, Any]]:
        dense, sparse = _features([message])
        if not dense.any() and not sparse.nnz:
            return []
        confidences = model.confidences(dense, sparse)[0]
        best = np.argsort(-confidences, kind="stable")[: self._config["ranking_length"]]
        return [
            {INTENT_NAME_KEY: model.intents[i], PREDICTED_CONFIDENCE_KEY: float(confidences[i])} for i in best.tolist()
        ]


def fit(
    dense: Matrix,
    sparse: csr_matrix,
    labels: Sequence[str],
    *,
    ridge: float,
    sharpness: float,
    dense_weight: float,
    sparse_weight: float,
) -> KernelModel:
    """Kernel ridge regression with a temperature fitted on leave-one-out answers.

    Args:
        dense: Examples × dimensions.
        sparse: Examples × sparse features.
        labels: The intent of each example.
        ridge: Added to the kernel's diagonal.
        sharpness: See `KernelModel`.
        dense_weight: The dense part's share of the kernel.
        sparse_weight: The sparse part's share of the kernel.
    """
    # Training has it off otherwise (bot/__main__.py), and the kernel is the largest thing of all.
    gc.collect()
    intents = tuple(sorted(set(labels)))
    truth = np.searchsorted(np.asarray(intents), np.asarray(labels))
    wanted = np.eye(len(intents), dtype=np.float32)[truth]
    prior = wanted.mean(axis=0)
    mean = dense.mean(axis=0)
    directions = unit_rows(dense - mean)

    kernel = PackedMatrix(len(labels))
    is_common = sparse.getnnz(axis=0) > COMMON * len(labels)
    common, rare = sparse[:, is_common].toarray(), sparse[:, ~is_common].tocsr()
    # Half of the kernel is enough, as it is the same either way.
    for block in kernel.blocks(BLOCK):
        near = np.exp(sharpness * (directions[block.start :] @ directions[block].T - 1))
        shared = common[block.start :] @ common[block].T + (rare[block.start :] @ rare[block].T).toarray()
        columns = dense_weight * near + sparse_weight * shared
        columns[np.diag_indices(block.stop - block.start)] += ridge
        kernel.put(block, columns)
    left_out = np.arange(0, len(labels), len(labels) // MOST_LEFT_OUT + 1)
    try:
        coefficients, diagonal = kernel.solved(wanted - prior, left_out)
    except NotPositive as error:
        raise InvalidConfigException(
            "KernelIntentClassifier: the kernel has no inverse; raise ridge in bot/config.yml"
        ) from error
    # What a model without the example would have answered (Rifkin and Lippert, Notes on Regularized Least Squares).
    unseen = wanted[left_out] - coefficients[left_out] / diagonal[:, np.newaxis]
    accuracy = (unseen.argmax(axis=1) == truth[left_out]).mean()
    logger.info("Leave-one-out accuracy of %d of %d examples: %.3f", len(left_out), len(labels), accuracy)

    return KernelModel(
        intents=intents,
        mean=mean,
        directions=directions,
        dense_coefficients=dense_weight * coefficients,
        sparse_coefficients=sparse_weight * np.asarray(sparse.T @ coefficients, dtype=np.float32),
        prior=prior,
        temperature=fitted_temperature(unseen, truth[left_out]),
        sharpness=sharpness,
    )


def softmax(scores: Matrix) -> Matrix:
    """Row by row, numbers that are positive and add up to 1."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    result: Matrix = powers / powers.sum(axis=1, keepdims=True)
    return result


def fitted_temperature(scores: Matrix, truth: NDArray[np.intp]) -> float:
    """The factor that makes the softmax of `scores` most likely to have given `truth`."""
    # Training alone needs it, and it is large.
    from scipy.optimize import minimize_scalar  # type: ignore[import-untyped]

    def surprise(logarithm: float) -> float:
        right = softmax(scores * np.exp(logarithm))[np.arange(len(truth)), truth]
        return float(-np.log(right + 1e-12).mean())

    return float(np.exp(minimize_scalar(surprise, bounds=(0, 5), method="bounded").x))


def sentence_vector(message: Message) -> Optional[Matrix]:
    """The dense vector of a message's text, None where it has none."""
    found = _of_sentence(message, is_sparse=False)
    return None if found is None else found[0]


def unit_rows(vectors: Matrix) -> Matrix:
    """Each row at length 1; one of zeros stays."""
    # As `norm` does it, which has to find out first what is wanted of it.
    lengths = np.sqrt(np.add.reduce(vectors * vectors, axis=1, keepdims=True))
    result: Matrix = vectors / np.where(lengths > 0, lengths, 1)
    return result


def _features(messages: Sequence[Message]) -> tuple[Matrix, csr_matrix]:
    dense, sparse = [], []
    for message in messages:
        sentence, ngrams = _of_sentence(message, is_sparse=False), _of_sentence(message, is_sparse=True)
        if sentence is None or ngrams is None:
            raise InvalidConfigException(
                "KernelIntentClassifier needs a dense and a sparse featurizer before it, see bot/config.yml"
            )
        dense.append(sentence)
        sparse.append(ngrams)
    # One message is the usual case, and stacking it would take a quarter of its time.
    rows = sparse[0] if len(sparse) == 1 else vstack(sparse, format="csr", dtype=np.float32)
    return np.vstack(dense).astype(np.float32, copy=False), rows


def _of_sentence(message: Message, *, is_sparse: bool) -> Any:
    """What featurizers made of a message's text as a whole, None where nothing is there."""
    found = [
        each.features
        for each in message.features
        if each.attribute == TEXT and each.type == FEATURE_TYPE_SENTENCE and each.is_sparse() is is_sparse
    ]
    if len(found) == 1:
        # Rasa would copy it first, in case there is more to put beside it.
        return found[0]
    _, combined = message.get_sparse_features(TEXT) if is_sparse else message.get_dense_features(TEXT)
    return None if combined is None else combined.features
