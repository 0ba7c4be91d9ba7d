"""Reads Russian and Ukrainian that is written in Latin letters as if it were in Cyrillic."""

from __future__ import annotations

import json
from typing import Any, Final

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.language_detector import written_in
from bot.nlu.transliteration import Transliteration

TABLE: Final = "transliteration.json"
_SHARES: Final = ("known", "own", "letters")
_NOTHING: Final = Transliteration({}, frozenset())


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class TransliterationReader(GraphComponent):
    """Puts Cyrillic letters in the place of Latin ones where a message is Russian or Ukrainian in Latin letters.

    It knows the words of the training messages, and which of them no language with Latin letters has. A message is
    taken for such a one where most of its words are known and enough of them are no other language's: Polish, Czech and
    Croatian have many a word in common with them. What is in Cyrillic then is understood as everything else is.

    Configuration:
        known, own, letters: See `Transliteration`.
    """

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        transliteration: Transliteration = _NOTHING,
    ) -> None:
        self._shares = {name: config[name] for name in _SHARES}
        self._model_storage = model_storage
        self._resource = resource
        self._transliteration = transliteration

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"known": 0.5, "own": 0.4, "letters": 6}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TransliterationReader:
        """A new component that knows no word yet."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TransliterationReader:
        with model_storage.read_from(resource) as directory:
            kept = json.loads((directory / TABLE).read_text(encoding="utf-8"))
        shares = {name: config[name] for name in _SHARES}
        return cls(config, model_storage, resource, Transliteration(kept["words"], frozenset(kept["latin"]), **shares))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the words of the training messages."""
        texts = ((str(each.get(TEXT) or ""), written_in(each)) for each in training_data.training_examples)
        self._transliteration = Transliteration.learnt(texts, **self._shares)
        kept = {"words": self._transliteration.words, "latin": sorted(self._transliteration.latin)}
        with self._model_storage.write_to(self._resource) as directory:
            (directory / TABLE).write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """The messages; those in Latin letters that are Russian or Ukrainian are in Cyrillic."""
        for message in messages:
            text = str(message.get(TEXT) or "")
            if text and not text.startswith("/"):
                message.set(TEXT, self._transliteration.read(text), add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The same for the training messages of these two languages."""
        examples = training_data.training_examples
        self.process([each for each in examples if written_in(each) in self._transliteration.words])
        return training_data
