"""What a message means, as one vector: the mean of its word pieces' vectors, looked up in a small table."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Optional

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from safetensors.numpy import load_file
from tokenizers import Tokenizer as WordPieces

PROJECT = Path(__file__).resolve().parents[2]
ARTEFACT = "bot/artefacts/minilm-static.safetensors"
SCRIPT = "scripts/distil_embeddings.py"
TRAINED_WITH = "embeddings.json"
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
        files = (path, path.with_suffix(".tokenizer.json"))
        for file in files:
            if not file.is_file():
                raise EmbeddingsError(
                    f"{file}: no such file; restore it from version control, or make it with {SCRIPT}"
                )
        tensors = load_file(path)
        self._rows: NDArray[np.int8] = tensors["rows"]
        self._scales: NDArray[np.float32] = tensors["scales"].astype(np.float32)
        self._pieces = WordPieces.from_file(str(files[1]))
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


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class StaticEmbeddingFeaturizer(DenseFeaturizer, GraphComponent):
    """Adds one dense sentence vector to each message: the mean of static vectors taken from a sentence encoder.

    Nothing is downloaded or learnt. A changed table asks for a new training, and a model refuses to run with another
    table than the one it was trained with. docs/nlu.md compares this with other representations.

    Configuration:
        artefact: The table, relative to the project or absolute. `scripts/distil_embeddings.py` makes it.
    """

    def __init__(self, config: dict[str, Any], name: str, model_storage: ModelStorage, resource: Resource) -> None:
        super().__init__(name, config)
        self._table = EmbeddingTable(_path(config))
        self._model_storage = model_storage
        self._resource = resource

    @classmethod
    def required_components(cls) -> list[type]:
        """It reads tokens."""
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        """What it imports besides Rasa's own requirements."""
        return ["tokenizers", "safetensors"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The configuration where `config.yml` says nothing."""
        return {**DenseFeaturizer.get_default_config(), "artefact": ARTEFACT}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing to check: the artefact is checked where it is loaded."""

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> Optional[str]:
        """The table's digest, so that Rasa trains again when the table changed."""
        return fingerprint(_path(config))

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> StaticEmbeddingFeaturizer:
        """A new component for training.

        Raises:
            EmbeddingsError: The artefact is missing.
        """
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> StaticEmbeddingFeaturizer:
        """The component of a trained model.

        Raises:
            EmbeddingsError: The artefact is missing, or is not the one that the model was trained with.
        """
        component = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as directory:
            trained_with = json.loads((directory / TRAINED_WITH).read_text(encoding="utf-8"))["fingerprint"]
        if trained_with != component._table.fingerprint:
            raise EmbeddingsError(f"{_path(config)}: the model was trained with another version of it; train again")
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Notes which table the model belongs to; there is nothing to learn."""
        with self._model_storage.write_to(self._resource) as directory:
            noted = json.dumps({"fingerprint": self._table.fingerprint})
            (directory / TRAINED_WITH).write_text(noted, encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the sentence vector to each message that has tokens."""
        for message in messages:
            tokens = message.get(TOKENS_NAMES[TEXT])
            if tokens:
                vector = self._table.mean(" ".join(token.text for token in tokens))
                self.add_features_to_message(None, vector[np.newaxis, :], TEXT, message)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the sentence vector to every training example."""
        self.process(training_data.training_examples)
        return training_data


def _path(config: dict[str, Any]) -> Path:
    # Rasa asks for fingerprints with the configuration as written, without the defaults.
    return PROJECT / str(config.get("artefact", ARTEFACT))
