"""Splits a message into words, with one neutral word in place of each number and e-mail address."""

from __future__ import annotations

import copy
import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Optional

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import bare_question
from bot.nlu.bare_question import left_out
from bot.nlu.entities import finder
from bot.nlu.entities.detail import Detail
from bot.nlu.entities.finder import DetailFinder, end_of_reading
from bot.nlu.language_detector import LANGUAGE, english_messages
from core import identifiers
from core.identifiers import USUAL_SHAPES
from core.settings import load_settings

# Words with their apostrophes, "?" and "!", and every sign beyond ASCII: an emoji can be the whole message.
WORD = re.compile(r"\w+(?:['’]\w+)*|[?!]|[^\w\s\x00-\x7f]")
# Where a message keeps its details for `ReturnDetailsExtractor`, so that they are looked for once.
RETURN_DETAILS = "return_details"
# No word that customers write: "where is my return R1001" and "where is my return number" are different questions.
MASKS = {"customer_number": "casenr", "tracking_number": "tracking", "email": "email"}
# Every number of a shop has a digit, and every address its sign.
_MAY_BE_MASKED = re.compile(r"[\d@＠]")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class MaskingTokenizer(Tokenizer):
    """Splits a message into words and hides the digits and letters that say nothing about what a customer wants.

    "what about R1002?" becomes *what about casenr ?*, so that featurizers and classifier treat every return number
    alike. A token that stands for a detail keeps that detail's place in the text. What the details are is
    `ReturnDetailsExtractor`'s to say.

    Words that only name a number or an address ("my order number is") are none of its words beside a question.

    Like the search for details, it reads the beginning of a message, up to `end_of_reading`.

    Configuration:
        masks: The word for each kind of detail to hide; a kind that is not named stays as it is written.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
            "masks": dict(MASKS),
        }

    def __init__(self, config: dict[str, Any], details: Optional[DetailFinder] = None) -> None:
        super().__init__(config)
        self._masks: Mapping[str, str] = config["masks"]
        self._finder = details or DetailFinder(load_settings().number_shapes)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> Optional[str]:
        """A digest of everything that decides about details: a change there asks for a new training."""
        digest = hashlib.sha256()
        for module in (finder, identifiers):
            for path in sorted(Path(str(module.__file__)).parent.rglob("*")):
                if path.suffix in (".py", ".yml"):
                    digest.update(path.read_bytes())
        digest.update(Path(str(bare_question.__file__)).read_bytes())
        digest.update(repr(sorted(config.get("masks", MASKS).items())).encode())
        return digest.hexdigest()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Split the English training messages; nothing learns from the words of the others, and they are two thirds."""
        english = copy.copy(training_data)
        english.training_examples = english_messages(training_data.training_examples)
        # Whatever the numbers of this shop look like, those in the training messages look as usual: so no model has to
        # be trained again for a shop, and none forgets what a number is.
        usual = MaskingTokenizer(self._config, _MaskedDetails(USUAL_SHAPES))
        super(MaskingTokenizer, usual).process_training_data(english)
        return training_data

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The words of one attribute of a message; a text without any word is one token."""
        text = message.get(attribute)
        end = end_of_reading(text)
        masked = self._masked(message) if attribute == TEXT else []
        named = left_out(text, masked, message.get(LANGUAGE))
        places = [(detail.start, detail.end, self._masks[detail.kind.value]) for detail in masked]
        tokens: list[Token] = []
        position = 0
        for start, place_end, mask in sorted([*places, *((start, end, "") for start, end in named)]):
            tokens.extend(_words(text, position, start))
            if mask:
                tokens.append(Token(mask, start, place_end))
            position = place_end
        tokens.extend(_words(text, position, end))
        return tokens or [Token(text[:end], 0)]

    def _masked(self, message: Message) -> list[Detail]:
        details = self._finder.find(message.get(TEXT), message.get(LANGUAGE))
        message.set(RETURN_DETAILS, details)
        return [detail for detail in details if detail.kind.value in self._masks]


class _MaskedDetails(DetailFinder):
    """Looks at no message that has nothing to mask: nine of ten training messages, a second per thousand."""

    def find(self, text: str, language: Optional[str] = None) -> tuple[Detail, ...]:
        """The details of a message in which there may be one to mask, and none of others."""
        return super().find(text, language) if _MAY_BE_MASKED.search(text) else ()


def _words(text: str, start: int, end: int) -> Iterator[Token]:
    for word in WORD.finditer(text, start, end):
        yield Token(word.group(), word.start())
