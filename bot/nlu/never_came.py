"""Whether a message says in another language than English that what was ordered never came.

"The parcel never arrived, I want my money back" is near to the question how to get money back, whose answer is to ask
for a return; it is about an order on its way, of which nothing must be promised (`bot/nlu/told_topics.py` hears it in
English).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from bot.nlu.entities.naming import plain
from bot.nlu.language_words import of_language, read_words
from core.intents import FALLBACK

#: As which question it is answered, and what it is taken for.
NOT_ARRIVED: Final = "report_order_not_arrived"
TAKEN_FOR: Final = frozenset(
    [
        *(FALLBACK, "ask_get_refund", "ask_refund_time", "ask_track_refund", "ask_return_status", "ask_how_to_return"),
        *("report_parcel_lost", "report_parcel_delivered", "ask_track_parcel", "ask_seller_silent"),
    ]
)
_TABLE: Final = Path(__file__).with_suffix(".yml")
#: In characters: what is longer tells a story.
_LONGEST: Final = 400
#: In words: so far from what did not come it says that it did not.
_NEAR: Final = 5
#: In words: so far before a thing stands what it is only said of: "the label for my parcel".
_ONLY_OF: Final = 3
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|[.,;:!?]")
_SIGNS: Final = frozenset(".,;:!?")


@dataclass(frozen=True)
class _Words:
    """How a language says it; see the table."""

    still: frozenset[str]
    thing: tuple[str, ...]
    nothing: tuple[tuple[str, ...], ...]
    never: tuple[tuple[str, ...], ...]
    money: tuple[str, ...]
    back: tuple[str, ...]


def says_never_came(text: str, language: str | None) -> bool:
    """Whether a message says that an order, its parcel or a thing in it did not come, and nothing of a return.

    Args:
        text: The message.
        language: Its language.
    """
    words = of_language(_table(), language)
    if words is None or len(text) > _LONGEST:
        return False
    spoken = [word for word in map(plain, _WORD.findall(text)) if word not in words.still]
    if any(word.startswith(words.back) for word in spoken):
        return False
    return any(_is_of_thing(spoken, place, len(phrase), words) for place, phrase in _places(spoken, words.never))


def _is_of_thing(spoken: Sequence[str], place: int, length: int, words: _Words) -> bool:
    """Whether it is a thing that did not come: the nearest that is named, before or behind."""
    if any(found == place or place <= found < place + length for found, _ in _places(spoken, words.nothing)):
        return True
    before, behind = range(place - 1, max(0, place - _NEAR) - 1, -1), range(place + length, place + length + _NEAR)
    # What follows is of another matter where the thing stands before: "the parcel never came, I want my money".
    for around in (before, behind):
        for at in around:
            if at >= len(spoken) or spoken[at].startswith(words.money):
                break
            if spoken[at].startswith(words.thing):
                return not _is_of_money(spoken[max(0, at - _ONLY_OF) : at], words)
    return any(found == place + length for found, _ in _places(spoken, words.nothing))


def _is_of_money(before: Sequence[str], words: _Words) -> bool:
    """Whether the words before a thing, in its own part of a sentence, name what is said of it."""
    for word in reversed(before):
        if word in _SIGNS:
            return False
        if word.startswith(words.money):
            return True
    return False


def _places(spoken: Sequence[str], phrases: Sequence[tuple[str, ...]]) -> list[tuple[int, tuple[str, ...]]]:
    """Where phrases stand among words, each with its phrase."""
    return [
        (place, phrase)
        for phrase in phrases
        for place in range(len(spoken) - len(phrase) + 1)
        if tuple(spoken[place : place + len(phrase)]) == phrase
    ]


@lru_cache(maxsize=1)
def _table() -> dict[str, _Words]:
    return {tag: _words(rows) for tag, rows in read_words(_TABLE).items()}


def _words(rows: dict[str, list[str]]) -> _Words:
    def stems(name: str) -> tuple[str, ...]:
        return tuple(map(plain, rows[name]))

    def phrases(name: str) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(_WORD.findall(plain(each))) for each in rows[name])

    return _Words(
        frozenset(stems("still")), stems("thing"), phrases("nothing"), phrases("never"), stems("money"), stems("back")
    )
