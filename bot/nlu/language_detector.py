"""Finds out which language a message is in, from its letters alone."""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final, Optional

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    EXTRACTOR,
    METADATA,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from safetensors.numpy import load_file, save_file

from core.languages import ENGLISH, FEWEST_WORDS, OUR_WORDS, READ, SPOKEN, language_part, written_words

#: Where a message keeps its language, for the components behind.
LANGUAGE: Final = "language"
TABLE: Final = "languages.safetensors"
#: Languages that alone use some letters.
SCRIPTS: Final = (
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("uk", re.compile("[іїєґІЇЄҐ]")),
    ("ru", re.compile("[ыэъёЫЭЪЁ]")),
)
#: "No", "ok" and "hm" are words of too many languages.
FEWEST_LETTERS: Final = 4
#: In nats a sequence of letters: the words of any language that is known are likelier than that.
PLAUSIBLE: Final = -9.1
#: The same for Latin letters, which a hand on the keys types as well: "sdfsdf ertert" is likelier than "lkjsdf".
PLAUSIBLE_IN_LATIN: Final = -8.6
#: In nats: so far ahead of any other foreign language one has to be to be spoken from now on.
LEAD_OF_OTHERS: Final = 8.0
_OTHER_LETTERS: Final = re.compile("[\u0370-\u06ff]")
#: In letters. A table of this many columns has room for what ten languages' words consist of.
_LONGEST: Final = 4
_COLUMNS: Final = 1 << 16
_UNSEEN: Final = 1e-6

Scores = NDArray[np.float32]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class LanguageDetector(GraphComponent):
    """Notes with each message the language that it is in; what is not surely in another is in the conversation's.

    A message of some words in another language than the conversation's is an entity as well: answers follow it. One to
    three words, "ok", "no", "status R1001", change nothing where a language has been spoken.

    A naive Bayes model of letter sequences, learnt from the training messages themselves: it knows the ten languages
    and the words of this matter, "retour" and "refund" in them, and need not know any other.

    Configuration:
        lead: By how much, in nats, another language must be likelier than the one that is spoken.
        lead_of_one_word: The same for a single word: "date" and "person" are words of several languages.
    """

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        table: Optional[Mapping[str, Scores]] = None,
    ) -> None:
        self._lead = float(config["lead"])
        self._lead_of_one_word = float(config["lead_of_one_word"])
        self._model_storage = model_storage
        self._resource = resource
        self._tags = tuple(table or ())
        self._scores = np.stack([table[tag] for tag in self._tags], axis=1) if table else None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"lead": 6.0, "lead_of_one_word": 10.0}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageDetector:
        """A new component that knows no language yet."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LanguageDetector:
        with model_storage.read_from(resource) as directory:
            table = {tag: row.astype(np.float32) for tag, row in load_file(directory / TABLE).items()}
        return cls(config, model_storage, resource, table)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn how often each language has each sequence of letters."""
        words: dict[str, Counter[str]] = defaultdict(Counter)
        for example in training_data.training_examples:
            words[written_in(example)].update(written_words((example.get(TEXT) or "").lower()))
        table = {tag: _likelihoods(found) for tag, found in sorted(words.items())}
        self._tags, self._scores = tuple(table), np.stack(list(table.values()), axis=1)
        with self._model_storage.write_to(self._resource) as directory:
            save_file({tag: row.astype(np.float16) for tag, row in table.items()}, directory / TABLE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Note each message's language."""
        for message in messages:
            text, about = message.get(TEXT) or "", message.get(METADATA) or {}
            spoken = language_part(about[SPOKEN]) if about.get(SPOKEN) else None
            read_as = spoken if spoken and self._can_read(spoken) else ENGLISH
            language = self.language_of(text, read_as)
            message.set(LANGUAGE, language, add_to_output=True)
            if language != read_as and not about.get(OUR_WORDS) and (spoken is None or _is_telling(text)):
                message.set(ENTITIES, [*message.get(ENTITIES, []), language_entity(language)], add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Note the language that each example says it is in."""
        for example in training_data.training_examples:
            example.set(LANGUAGE, written_in(example))
        return training_data

    def _can_read(self, tag: str) -> bool:
        """Whether the components behind have learnt a language: that of a browser or an app may be any."""
        return not self._tags or tag in self._tags

    def language_of(self, text: str, spoken: str) -> str:
        """The language of a text.

        Args:
            text: What a customer wrote.
            spoken: The language of the conversation so far.
        """
        if text.startswith("/"):
            return spoken
        for tag, letters in SCRIPTS:
            if tag in self._tags and letters.search(text[:READ]):
                return tag
        if sum(map(len, written_words(text))) < FEWEST_LETTERS:
            return spoken
        columns = _columns(text)
        if self._scores is None or not columns:
            return spoken
        likely = self._scores[columns].sum(axis=0)
        best = int(likely.argmax())
        # What a hand on the keys has typed is in no language, and "morgen in Hamburg" may be in several.
        is_latin = _OTHER_LETTERS.search(text[:READ]) is None
        if likely[best] < len(columns) * (PLAUSIBLE_IN_LATIN if is_latin else PLAUSIBLE):
            return spoken
        others = [at for at, tag in enumerate(self._tags) if at != best and tag not in (spoken, ENGLISH)]
        if is_latin and others and likely[best] - likely[others].max() < LEAD_OF_OTHERS:
            return spoken
        lead = self._lead if len(written_words(text)) > 1 else self._lead_of_one_word
        if spoken in self._tags and likely[best] - likely[self._tags.index(spoken)] < lead:
            return spoken
        return self._tags[best]


def _likelihoods(words: Mapping[str, int]) -> Scores:
    """The logarithm of how often each column is met; what never was is as unlikely in every language."""
    counts = np.zeros(_COLUMNS)
    for word, count in words.items():
        for column in _columns_of(word):
            counts[column] += count
    shares = counts / max(1.0, counts.sum())
    likelihoods: Scores = np.log((shares + _UNSEEN) / (1 + _UNSEEN * _COLUMNS)).astype(np.float32)
    return likelihoods


def written_in(example: Message) -> str:
    """The language that a training example says it is in: English where it says nothing."""
    about = (example.get(METADATA) or {}).get("intent") or {}
    return str(about.get("language", ENGLISH)) if isinstance(about, dict) else ENGLISH


def language_entity(tag: str) -> dict[str, Any]:
    """That a message is in a language or asks for it, in Rasa's form."""
    place = {ENTITY_ATTRIBUTE_START: 0, ENTITY_ATTRIBUTE_END: 0}
    return {ENTITY_ATTRIBUTE_TYPE: LANGUAGE, ENTITY_ATTRIBUTE_VALUE: tag, **place, EXTRACTOR: LanguageDetector.__name__}


def _is_telling(text: str) -> bool:
    return len(written_words(text)) >= FEWEST_WORDS or any(own.search(text[:READ]) for _, own in SCRIPTS)


def is_english(message: Message) -> bool:
    """Whether a message is to be read by what knows English words."""
    return message.get(LANGUAGE) in (None, ENGLISH)


def english_messages(messages: Sequence[Message]) -> list[Message]:
    """The messages that what knows English words is for."""
    return [message for message in messages if is_english(message)]


def _columns(text: str) -> list[int]:
    """Where a table has the letter sequences of a text's words."""
    return [column for word in written_words(text.lower()) for column in _columns_of(word)]


def _columns_of(word: str) -> list[int]:
    bordered = f" {word} "
    length = len(bordered)
    pieces = [bordered[at : at + size] for size in range(1, _LONGEST + 1) for at in range(length - size + 1)]
    return [zlib.crc32(piece.encode()) % _COLUMNS for piece in (*pieces, bordered)]
