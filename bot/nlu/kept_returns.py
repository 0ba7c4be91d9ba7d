"""Whether a message says in another language than English that a return is not to be cancelled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from bot.nlu.entities.naming import plain
from bot.nlu.language_words import of_language, read_words

#: What such a message is taken for.
TAKEN_FOR: Final = frozenset(
    ["ask_cancel_return", "ask_cancel_order", "ask_amend_return", "report_return_closed", "give_details"]
)
_TABLE: Final = Path(__file__).with_suffix(".yml")
#: In characters: what is longer tells a story.
_LONGEST: Final = 120
#: In words: so far from the negation stands what is not wanted.
_NEAR: Final = 4
_WORD: Final = re.compile(r"[^\W\d_]+|[.,;:!]")
_SIGNS: Final = frozenset(".,;:!")


class _Words(NamedTuple):
    """How a language says it; see the table."""

    negation: frozenset[str]
    cancel: tuple[str, ...]
    other: frozenset[str]


def says_not_to_cancel(text: str, language: str | None) -> bool:
    """Whether a message tells not to cancel; a question, and what could not or was not cancelled, tells something else.

    Args:
        text: The message.
        language: Its language.
    """
    words = of_language(_table(), language)
    if words is None or len(text) > _LONGEST or "?" in text:
        return False
    spoken = [plain(word) for word in _WORD.findall(text)]
    if not words.other.isdisjoint(spoken):
        return False
    named = [place for place, word in enumerate(spoken) if word.startswith(words.cancel)]
    denied = [place for place, word in enumerate(spoken) if word in words.negation]
    return any(_are_together(spoken, *sorted((place, other))) for place in named for other in denied)


def _are_together(spoken: Sequence[str], first: int, last: int) -> bool:
    """Whether two words stand near each other in one part of a sentence: "no lo quiero, cancela" denies no wish."""
    return last - first <= _NEAR and _SIGNS.isdisjoint(spoken[first:last])


@lru_cache(maxsize=1)
def _table() -> dict[str, _Words]:
    return {
        tag: _Words(
            frozenset(map(plain, rows["not"])), tuple(map(plain, rows["cancel"])), frozenset(map(plain, rows["other"]))
        )
        for tag, rows in read_words(_TABLE).items()
    }
