"""What a message means, as one vector: the mean of its word pieces' vectors, looked up in a small table."""

from __future__ import annotations

import json
from typing import Any, Optional

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.embedding_table import ARTEFACT, EmbeddingsError, EmbeddingTable, artefact_path, fingerprint
from bot.nlu.language_detector import english_messages

TRAINED_WITH = "embeddings.json"


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
        self._table = EmbeddingTable(artefact_path(config))
        self._model_storage = model_storage
        self._resource = resource

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        """What it imports besides Rasa's own requirements."""
        return ["tokenizers", "safetensors"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**DenseFeaturizer.get_default_config(), "artefact": ARTEFACT}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing to check: the artefact is checked where it is loaded."""

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> Optional[str]:
        """The table's digest, so that Rasa trains again when the table changed."""
        return fingerprint(artefact_path(config))

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
            raise EmbeddingsError(
                f"{artefact_path(config)}: the model was trained with another version of it; train again"
            )
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Note which table the model belongs to; there is nothing to learn."""
        with self._model_storage.write_to(self._resource) as directory:
            noted = json.dumps({"fingerprint": self._table.fingerprint})
            (directory / TRAINED_WITH).write_text(noted, encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the sentence vector to each message that has tokens."""
        for message in english_messages(messages):
            tokens = message.get(TOKENS_NAMES[TEXT])
            if tokens:
                vector = self._table.mean(" ".join(token.text for token in tokens))
                self.add_features_to_message(None, vector[np.newaxis, :], TEXT, message)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the sentence vector to every training example."""
        self.process(training_data.training_examples)
        return training_data
