"""Puts one neutral word in the place of what shops sell: what the thing is says nothing about what a customer asks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
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

from core.references import singular

PRODUCTS: Final = Path(__file__).parent / "entities" / "products.yml"
MASK: Final = "item"
#: In words: the longest name of a product.
LONGEST: Final = 3
_POINTING_WORDS: Final = (
    "a an the my our your his her their this that these those some new old other another same wrong right blue red "
    "black white green two three both second"
)
#: Behind one of these, a word of several meanings is the thing.
POINTING: Final = frozenset(_POINTING_WORDS.split())

Name = tuple[str, ...]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class ProductMasker(GraphComponent):
    """Makes one token, "item", of each name of a product, so that neither features nor classifier see which it is.

    Training text names some things and not others; without this "I want to return an air purifier" is understood by
    the one message about air purifiers in it. Tokens keep their place in the text, and entities are not affected.
    `entities/products.yml` lists what counts as a product.
    """

    def __init__(self, always: frozenset[Name], named: frozenset[Name]) -> None:
        self._always = always
        self._named = named

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> Optional[str]:
        """A digest of the list: a change there asks for a new training."""
        return hashlib.sha256(PRODUCTS.read_bytes()).hexdigest()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ProductMasker:
        """The component with the list of products."""
        return cls(*_products())

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ProductMasker:
        return cls(*_products())

    def process(self, messages: list[Message]) -> list[Message]:
        """Mask the tokens of each message in place."""
        for message in messages:
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
        words = [singular(token.text.lower()) for token in tokens]
        mask: Optional[Token] = None
        at = 0
        while at < len(tokens):
            length = self._length(words, at, tokens[at - 1].text.lower() if at else "")
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

    def _length(self, words: Sequence[str], at: int, before: str) -> int:
        """How many words from here on name a product, 0 for none."""
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            name = tuple(words[at : at + length])
            if name in self._always or (name in self._named and before in POINTING):
                return length
        return 0


@cache
def _products() -> tuple[frozenset[Name], frozenset[Name]]:
    """The names that are products anywhere, and those that are only behind a word that points at a thing."""
    listed = yaml.safe_load(PRODUCTS.read_text(encoding="utf-8"))
    always, named = (
        frozenset(tuple(map(singular, name.split())) for line in listed[kind] for name in line.split(", "))
        for kind in ("always", "named")
    )
    return always, named
