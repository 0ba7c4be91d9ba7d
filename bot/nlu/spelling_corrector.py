"""Reads "retrun" as "return": words that nobody knows become the word of the training data that they resemble."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.embedding_table import ARTEFACT, artefact_path, fingerprint, known_words
from bot.nlu.language_detector import english_messages

WORDS = "words.json"
#: Letters that stand for a word; alone, "n" is a no.
SHORT_FORMS = {"n": "and", "nd": "and"}
#: "An the shoes" is "and the shoes".
NEVER_BEHIND_AN = frozenset(["the", "my", "mine", "what", "how", "when", "where", "why", "is", "can"])
LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Shorter words have too many neighbours, longer ones are none.
SHORTEST, LONGEST = 4, 20
# A message with more unknown words than this is not English; the rest stays as it is.
MOST_UNKNOWN = 30


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SpellingCorrector(GraphComponent):
    """Replaces mistyped words in a message's tokens before they are turned into features.

    A word is left alone if the training data use it often enough or the embedding table holds it whole: those are the
    common English words. Any other word becomes the most frequent word of the training data that is one typo away:
    a letter too many, too few or wrong, or two swapped. The first letter stays, people rarely miss it. Tokens keep
    their place in the text, and entities are not affected.

    Configuration:
        least_count: How often the training data use a word for it to be no typo itself, and to be corrected to.
        artefact: The embedding table whose vocabulary counts as known.
    """

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        counts: Optional[Mapping[str, int]] = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._known = known_words(artefact_path(config))
        self._counts = counts or {}

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"least_count": 3, "artefact": ARTEFACT}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> Optional[str]:
        """The digest of the table that says which words are known."""
        return fingerprint(artefact_path(config))

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpellingCorrector:
        """A new component that corrects nothing yet."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SpellingCorrector:
        with model_storage.read_from(resource) as directory:
            counts = json.loads((directory / WORDS).read_text(encoding="utf-8"))
        return cls(config, model_storage, resource, counts)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the words that the examples use often."""
        words = Counter(
            token.text.lower()
            for example in english_messages(training_data.training_examples)
            for token in example.get(TOKENS_NAMES[TEXT], [])
        )
        self._counts = {
            word: count
            for word, count in sorted(words.items())
            if count >= self._config["least_count"] and _can_be_mistyped(word)
        }
        with self._model_storage.write_to(self._resource) as directory:
            (directory / WORDS).write_text(json.dumps(self._counts), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Correct the tokens of each message in place."""
        for message in english_messages(messages):
            _spell_out(message.get(TOKENS_NAMES[TEXT], []))
            unknown = (token for token in message.get(TOKENS_NAMES[TEXT], []) if self._is_unknown(token.text.lower()))
            for token, _ in zip(unknown, range(MOST_UNKNOWN), strict=False):
                corrected = self._corrected(token.text.lower())
                token.text = token.lemma = corrected or token.text
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Correct the training examples, so that their own typos teach no features."""
        self.process(training_data.training_examples)
        return training_data

    def _is_unknown(self, word: str) -> bool:
        return _can_be_mistyped(word) and word not in self._counts and word not in self._known

    def _corrected(self, word: str) -> Optional[str]:
        candidates = {near for near in one_typo_away(word) if near in self._counts}
        return max(candidates, key=lambda near: (self._counts[near], near), default=None)


def _spell_out(tokens: Sequence[Token]) -> None:
    """Put "and" for the "n" between others."""
    for token, behind in pairwise(tokens):
        word = token.text.lower()
        if word == "an" and behind.text.lower() in NEVER_BEHIND_AN:
            word = "n"
        token.text = token.lemma = SHORT_FORMS.get(word, token.text)


def one_typo_away(word: str) -> Iterator[str]:
    """The strings that one slip turns into `word` or back: with the same first letter, or its first two swapped."""
    for i in range(len(word)):
        head, tail = word[:i], word[i:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        if head:
            yield head + tail[1:]
            for letter in LETTERS:
                yield head + letter + tail[1:]
                yield head + letter + tail
    for letter in LETTERS:
        yield word + letter


def _can_be_mistyped(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and word.isascii() and word.isalpha()
