"""Which language a message asks to be answered in: "habla español", "in English please"."""

from __future__ import annotations

import re
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from babel import Locale
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, ENTITY_ATTRIBUTE_TYPE, INTENT, INTENT_NAME_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.language_detector import LANGUAGE, language_entity
from bot.responses.languages import language_tags
from core.languages import ENGLISH, READ, WISH, without_accents

#: Names that CLDR has not.
OTHER_NAMES: Final = MappingProxyType(
    {
        **dict.fromkeys(("castellano", "castilian"), "es"),
        **dict.fromkeys(("holandes", "hollandais", "holländisch", "olandese", "hollands", "голландский"), "nl"),
        **dict.fromkeys(("brasileiro", "brazilian"), "pt"),
        **dict.fromkeys(("ivrit", "иврит"), "he"),
        **dict.fromkeys(("russki", "russkom"), "ru"),
    }
)
_CYRILLIC: Final = re.compile("[а-яіїєґ]")
_WORD: Final = re.compile(r"[^\W\d_]+")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class LanguageWish(GraphComponent):
    """Finds the language's name in a message that asks for one; the last of several counts: "no german, english"."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [IntentClassifier]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageWish:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """The messages; one that asks for a language that there is has it as its entity."""
        for message in messages:
            if (message.get(INTENT) or {}).get(INTENT_NAME_KEY) == WISH:
                named = language_named(message.get(TEXT) or "")
                others = [each for each in message.get(ENTITIES, []) if each[ENTITY_ATTRIBUTE_TYPE] != LANGUAGE]
                message.set(ENTITIES, others + ([language_entity(named)] if named else []), add_to_output=True)
        return messages


def language_named(text: str) -> str | None:
    """The tag of the language that a text names, in whichever language it does so; None where it names none."""
    names = _names()
    words = [_key(word) for word in _WORD.findall(text[:READ])]
    # Hebrew writes "in" and "to" as a letter before the word.
    found = [names[key] for word in words for key in (word, word[1:]) if key in names]
    return found[-1] if found else None


@cache
def _names() -> dict[str, str]:
    """The tag of each language that there is, by its name in each of them."""
    tags = dict.fromkeys([ENGLISH, *(tag.partition("_")[0] for tag in language_tags())])
    names = {_key(str(Locale.parse(told_in).languages[tag])): tag for tag in tags for told_in in tags}
    return names | {_key(name): tag for name, tag in OTHER_NAMES.items() if tag in tags}


def _key(word: str) -> str:
    """A word as names are compared: without accents, and without the endings that Cyrillic letters spell."""
    plain = without_accents(word).lower()
    return plain[:5] if _CYRILLIC.match(plain) else plain
