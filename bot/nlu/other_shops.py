"""First words that are about something from another shop, which its training can't tell for every name."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Optional

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.first_words import says_first_words
from bot.nlu.language_detector import is_english
from bot.nlu.several_questions import QUESTIONS
from core.intents import DISTRESS, OUT_OF_SCOPE, TALK_TO_PERSON
from core.parse_data import OTHER_SHOP
from core.settings import load_settings
from policy.facts import load_facts

_LISTS: Final = Path(__file__).with_name("other_shops.yml")
#: In characters: what of a message is looked at.
LONGEST: Final = 600
#: A request to the assistant; "you" says otherwise that the shop that is written to is meant.
_REQUEST = re.compile(
    r"\b(?:can|could|would|will|do) (?:you|u) (?:please )?"
    r"(?:help|tell|know|look|check|explain|open|get|contact|ask|find|give|sort|see|say)\b",
    re.IGNORECASE,
)
_YOU = re.compile(r"\b(?:you|your|yours|u|ur|you['’]\w{1,4})\b", re.IGNORECASE)
#: A shop that something is compared with, or where a parcel of this one may be handed in or paid for.
_COMPARED = re.compile(r"\b(?:like|unlike|than|as|even|even at|compared (?:to|with)|instead of)\s*$", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(?:drop\w*|hand(?:ed|ing)? (?:it |them )?(?:in|over)|lockers?|points?|collection|counter|print\w*|"
    r"pay|kindle|alexa|echo|fire)\b",
    re.IGNORECASE,
)
_AT = re.compile(r"\b(?:at|from|in|on|to|with|via|of)\s+(?:an? |the |your )?$", re.IGNORECASE)
_ASKED = re.compile(r"\b(?:do|does|did|will|can|could|would|should|has|have|is|are)\s+$", re.IGNORECASE)
_BEGINS = re.compile(r"\b(?:and|but|so|why|that|when|if)\s+$", re.IGNORECASE)
#: In characters: so much before a name is looked at.
_BEFORE: Final = 24
#: What may stand between a shop's name and what is its own, "Zara online order".
_OWN_WITHIN: Final = 2
_NO_MATTERS: Final = frozenset([DISTRESS, TALK_TO_PERSON])


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class OtherShopReader(GraphComponent):
    """Takes a chat's first words out of scope that are about something bought or returned at another shop.

    "Shein took my return, where is the refund" asks what only that shop knows. A shop that others are compared with is
    not meant, nor is one at whose counter a parcel is handed in; a brand in front of a thing says nothing of a shop.
    The name is noted for the answer (`OTHER_SHOP`).

    Args:
        own: The names and addresses of the shop whose rules are told; what is named in them is no other shop.
    """

    def __init__(self, own: Sequence[str]) -> None:
        self._shops = shops_but(own)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> OtherShopReader:
        """A reader that knows its own shop by the sources of its rules."""
        sources = load_facts(load_settings().facts_file).sources.values()
        return cls([part for each in sources for part in (each.title, each.url or "")])

    def process(self, messages: list[Message]) -> list[Message]:
        """Read each message in place."""
        for message in messages:
            taken_for = str((message.get(INTENT) or {}).get(INTENT_NAME_KEY))
            if taken_for in _NO_MATTERS or not is_english(message) or not says_first_words(message):
                continue
            shop = self._shops.meant_in(message.get(TEXT) or "")
            if shop is not None:
                message.set(INTENT, {INTENT_NAME_KEY: OUT_OF_SCOPE, PREDICTED_CONFIDENCE_KEY: 1.0}, add_to_output=True)
                message.set(QUESTIONS, None, add_to_output=True)
                message.set(OTHER_SHOP, shop, add_to_output=True)
        return messages


class OtherShops:
    """The names of other shops, and who of them a message is about.

    Args:
        always: Names that are nothing else, in small letters.
        capital: Names that are a shop's as they are written alone.
        own: What is a shop's own, and stands behind its name.
        does: What a shop does, behind its name.
    """

    def __init__(
        self, always: Collection[str], capital: Collection[str], own: Collection[str], does: Collection[str]
    ) -> None:
        self._names = re.compile(rf"(?<![\w@#.])(?:(?i:{_any(always)})|{_any(capital)})(?![\w-])")
        self._own = re.compile(
            rf"(?:['’]s)?(?:\s+[\w-]{{1,20}}){{0,{_OWN_WITHIN}}}?\s+(?:{_any(own)})\b", re.IGNORECASE
        )
        self._does = re.compile(rf"\s+(?:{_any(does)})\b", re.IGNORECASE)

    def meant_in(self, text: str) -> Optional[str]:
        """The other shop that a message is about, as it is written there; None where it is about none.

        Args:
            text: A chat's first words.
        """
        text = text[:LONGEST]
        named = [
            each
            for each in self._names.finditer(text)
            if not _COMPARED.search(text, max(0, each.start() - 24), each.start())
        ]
        if not named or _YOU.search(_REQUEST.sub(" ", text)) or _PLACE.search(text):
            return None
        return next((each.group() for each in named if self._is_about(text, each.start(), each.end())), None)

    def _is_about(self, text: str, start: int, end: int) -> bool:
        before = _before(text, start)
        if _AT.search(before) is not None or self._own.match(text, end) is not None:
            return True
        begins = (
            not before.strip()
            or before.rstrip()[-1] in ".,;:!?-"
            or re.search(r"\b(?:and|but|so|why|that|when|if)\s+$", before)
        )
        return bool(self._does.match(text, end) and begins) or _ASKED.search(before) is not None


@lru_cache(maxsize=4)
def _listed() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = yaml.safe_load(_LISTS.read_text(encoding="utf-8"))
    return lists


def shops_but(own: Sequence[str]) -> OtherShops:
    """The shops of the list that are not named in any of the texts given.

    Args:
        own: What carries the own shop's name: titles and addresses of its rules.
    """
    lists = _listed()
    carried = " ".join(own).lower()
    squeezed = re.sub(r"[^\w]", "", carried)

    def others(names: Sequence[str]) -> list[str]:
        return [each for each in names if re.sub(r"[^\w]", "", each.lower()) not in squeezed]

    return OtherShops(others(lists["always"]), others(lists["capital"]), lists["own"], lists["does"])


def _before(text: str, start: int) -> str:
    return text[max(0, start - _BEFORE) : start]


def _any(names: Collection[str]) -> str:
    return "|".join(re.escape(each) for each in sorted(names, key=len, reverse=True))
