"""Puts one neutral word in the place of what shops sell: what the thing is says nothing about what a customer asks."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any, Final, Optional

import yaml
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
from core.references import singular

PRODUCTS: Final = Path(__file__).parent / "entities" / "products.yml"
MASK: Final = "item"
WORDS: Final = "telling.json"
#: In words: the longest name of a product.
LONGEST: Final = 3
_POINTING_WORDS: Final = (
    "a an the my our your his her their this that these those some new old other another same wrong right blue red "
    "black white green two three both second"
)
#: Behind one of these, a word of several meanings is the thing.
POINTING: Final = frozenset(_POINTING_WORDS.split())

Name = tuple[str, ...]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class ProductMasker(GraphComponent):
    """Makes one token, "item", of each name of a product, so that neither features nor classifier see which it is.

    Training text names some things and not others; without this "I want to return an air purifier" is understood by
    the one message about air purifiers in it. A product is what `entities/products.yml` lists, and behind "my", "a"
    and the like also a common English word that the training data hardly use: no list names all that is sold. Tokens
    keep their place in the text, and entities are not affected.

    Configuration:
        least_count: How often the training data use a word for it to say what a message asks.
        artefact: The embedding table whose vocabulary are the common English words.
    """

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        telling: frozenset[str] = frozenset(),
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._always, self._named = _products()
        self._common = known_words(artefact_path(config))
        self._telling = telling

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"least_count": 3, "artefact": ARTEFACT}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> Optional[str]:
        """A digest of the list and the table: a change there asks for a new training."""
        return hashlib.sha256(PRODUCTS.read_bytes()).hexdigest() + (fingerprint(artefact_path(config)) or "")

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ProductMasker:
        """A new component that knows the list alone."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ProductMasker:
        with model_storage.read_from(resource) as directory:
            telling = frozenset(json.loads((directory / WORDS).read_text(encoding="utf-8")))
        return cls(config, model_storage, resource, telling)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn which words the examples use often enough to say something."""
        counts = Counter(
            token.text.lower()
            for example in english_messages(training_data.training_examples)
            for token in example.get(TOKENS_NAMES[TEXT], [])
        )
        self._telling = frozenset(word for word, count in counts.items() if count >= self._config["least_count"])
        with self._model_storage.write_to(self._resource) as directory:
            (directory / WORDS).write_text(json.dumps(sorted(self._telling)), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Mask the tokens of each message in place."""
        for message in english_messages(messages):
            tokens = message.get(TOKENS_NAMES[TEXT])
            if tokens:
                message.set(TOKENS_NAMES[TEXT], list(self._masked(tokens)))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Mask the training examples."""
        self.process(training_data.training_examples)
        return training_data

    def _masked(self, tokens: Sequence[Token]) -> Iterator[Token]:
        """The tokens, with a single one in the place of products that stand side by side."""
        words = [token.text.lower() for token in tokens]
        names = list(map(_name, words))
        mask: Optional[Token] = None
        at = 0
        while at < len(tokens):
            is_pointed_at = mask is not None or (at > 0 and words[at - 1] in POINTING)
            length = self._length(names, at, is_pointed_at) or (is_pointed_at and self._unlisted(words, at))
            if not length:
                if mask is not None:
                    yield mask
                    mask = None
                yield tokens[at]
            elif mask is None:
                mask = Token(MASK, tokens[at].start, tokens[at + length - 1].end)
            else:
                mask.end = tokens[at + length - 1].end
            at += max(length, 1)
        if mask is not None:
            yield mask

    def _length(self, names: Sequence[str], at: int, is_pointed_at: bool) -> int:
        """How many words from here on the list has as a product, 0 for none."""
        for length in range(min(LONGEST, len(names) - at), 0, -1):
            name = tuple(names[at : at + length])
            if name in self._always or (is_pointed_at and name in self._named):
                return length
        return 0

    def _unlisted(self, words: Sequence[str], at: int) -> int:
        """How many words from here on say nothing to the training data, 0 where none of them is an English one."""
        rest = words[at : at + LONGEST]
        run = list(takewhile(self._says_nothing, rest))
        return 0 if self._common.isdisjoint(run) else len(run)

    def _says_nothing(self, word: str) -> bool:
        return bool(self._telling) and word.isalpha() and word not in self._telling and word not in POINTING


def _name(word: str) -> str:
    """A word as names are compared: hoodies are a "hoody", too."""
    one = singular(word)
    return f"{one[:-2]}y" if one.endswith("ie") else one


@cache
def _products() -> tuple[frozenset[Name], frozenset[Name]]:
    """The names that are products anywhere, and those that are only behind a word that points at a thing."""
    listed = yaml.safe_load(PRODUCTS.read_text(encoding="utf-8"))
    always, named = (
        frozenset(tuple(map(_name, name.split())) for line in listed[kind] for name in line.split(", "))
        for kind in ("always", "named")
    )
    return always, named
