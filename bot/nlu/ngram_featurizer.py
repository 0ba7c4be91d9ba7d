"""Which words, word pairs and letter sequences a message has, weighted by how telling they are."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Optional

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from bot.nlu.language_detector import english_messages
from bot.nlu.sparse_rows import sparse_row

VOCABULARY = "ngrams.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class NgramFeaturizer(SparseFeaturizer, GraphComponent):
    """Adds one sparse sentence vector to each message: tf-idf of word and letter n-grams.

    Words with their neighbours tell intents apart that share their topic; letters inside a word carry over to its
    other forms and to typos. Each of the two halves has length 1, so that neither outweighs the other. It stands in
    for two of Rasa's CountVectorsFeaturizers at a fraction of their time a message, and stores plain JSON.

    Configuration:
        word_ngrams: Shortest and longest sequence of words.
        letter_ngrams: Shortest and longest sequence of letters, counting a word's borders.
        least_count: In how many examples an n-gram must occur; what occurs once tells a single example, not an intent.
    """

    def __init__(
        self,
        config: dict[str, Any],
        name: str,
        model_storage: ModelStorage,
        resource: Resource,
        weights: Optional[Mapping[str, float]] = None,
    ) -> None:
        super().__init__(name, config)
        self._model_storage = model_storage
        self._resource = resource
        self._set_weights(weights or {})

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            **SparseFeaturizer.get_default_config(),
            "word_ngrams": [1, 2],
            "letter_ngrams": [2, 5],
            "least_count": 2,
        }

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuse ranges that are none.

        Raises:
            InvalidConfigException: A range is not two rising positive numbers.
        """
        for name in ("word_ngrams", "letter_ngrams"):
            span = config[name]
            if len(span) != 2 or not 1 <= span[0] <= span[1]:
                raise InvalidConfigException(f"NgramFeaturizer: {name}: {span} is not [shortest, longest]")

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NgramFeaturizer:
        """A new component that knows no n-gram yet."""
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NgramFeaturizer:
        with model_storage.read_from(resource) as directory:
            weights = json.loads((directory / VOCABULARY).read_text(encoding="utf-8"))
        return cls(config, execution_context.node_name, model_storage, resource, weights)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the n-grams of the examples and how rare each is."""
        english = english_messages(training_data.training_examples)
        examples = [example for example in english if example.get(TOKENS_NAMES[TEXT])]
        seen_in = Counter(ngram for example in examples for ngram in set(self._ngrams(example)))
        # Sorted, so that the same data give the same model.
        weights = {
            ngram: math.log(len(examples) / count) + 1
            for ngram, count in sorted(seen_in.items())
            if count >= self._config["least_count"]
        }
        self._set_weights(weights)
        with self._model_storage.write_to(self._resource) as directory:
            (directory / VOCABULARY).write_text(json.dumps(weights, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the sentence vector to each message that has tokens."""
        for message in english_messages(messages):
            if message.get(TOKENS_NAMES[TEXT]):
                self.add_features_to_message(None, self._vector(message), TEXT, message)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the sentence vector to every training example."""
        self.process(training_data.training_examples)
        return training_data

    def _set_weights(self, weights: Mapping[str, float]) -> None:
        self._column = {ngram: column for column, ngram in enumerate(weights)}
        self._weight = np.fromiter(weights.values(), dtype=np.float32, count=len(weights))

    def _vector(self, message: Message) -> csr_matrix:
        words = _lower(message)
        halves = [self._half(self._word_ngrams(words)), self._half(self._letter_ngrams(words))]
        columns = np.concatenate([columns for columns, _ in halves])
        values = np.concatenate([values for _, values in halves])
        return sparse_row(values, columns, len(self._column))

    def _half(self, ngrams: Iterator[str]) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The known ones of these n-grams as columns, and their tf-idf scaled to length 1."""
        counts = Counter(map(self._column.get, ngrams))
        counts.pop(None, None)
        columns = np.fromiter(counts, dtype=np.int32, count=len(counts))
        tf = 1 + np.log(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))
        tfidf = tf * self._weight[columns]
        # What `norm` comes to where there is one row.
        length = float(np.sqrt(tfidf.dot(tfidf)))
        return columns, tfidf / length if length else tfidf

    def _ngrams(self, message: Message) -> Iterator[str]:
        words = _lower(message)
        yield from self._word_ngrams(words)
        yield from self._letter_ngrams(words)

    def _word_ngrams(self, words: Sequence[str]) -> Iterator[str]:
        # The leading blank tells a word from the same letters.
        shortest, longest = self._config["word_ngrams"]
        for size in range(shortest, longest + 1):
            for start in range(len(words) - size + 1):
                yield " " + " ".join(words[start : start + size])

    def _letter_ngrams(self, words: Sequence[str]) -> Iterator[str]:
        shortest, longest = self._config["letter_ngrams"]
        for word in words:
            bordered = f"_{word}_"
            for size in range(shortest, min(longest, len(bordered)) + 1):
                for start in range(len(bordered) - size + 1):
                    yield bordered[start : start + size]


def _lower(message: Message) -> list[str]:
    return [token.text.lower() for token in message.get(TOKENS_NAMES[TEXT])]
