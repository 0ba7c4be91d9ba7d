"""One way to tell what a short message asks: by the words and phrases that it has, must not have, and may have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Optional

from core.short_messages import MOST_WORDS, asked_pieces, heard

#: Of what separates the phrases of a list that is written as a text.
_COMMA: Final = ","


def phrases(listed: str) -> frozenset[str]:
    """The phrases of a list that is written as a text, with commas between."""
    return frozenset(" ".join(each.split()) for each in listed.split(_COMMA) if each.strip())


class _Listed:
    """Phrases that are looked for in a message: those of one word among its words, the others in its text.

    Args:
        listed: The phrases.
    """

    def __init__(self, listed: Iterable[str]) -> None:
        each = frozenset(listed)
        self._words = frozenset(phrase for phrase in each if " " not in phrase)
        longer = each - self._words
        self._longer = tuple(_padded([phrase]) for phrase in longer)
        #: A message without any of these, the first words of the longer ones among them, says none.
        self.signs = self._words.union(phrase.split(" ", 1)[0] for phrase in longer)

    def is_in(self, spoken: Sequence[str]) -> bool:
        """Whether a message of these words says one of them."""
        if self.signs.isdisjoint(spoken):
            return False
        if not self._words.isdisjoint(spoken):
            return True
        said = _padded(spoken)
        return any(each in said for each in self._longer)


@dataclass(frozen=True)
class WordSets:
    """What a message has to say to mean one thing.

    Args:
        needed: Of each of these it says at least one phrase.
        barred: Of these it says none.
        known: All of its words, where it may say nothing else.
        first: The phrases with which it may begin, words that ask nothing left out; any where there are none.
        most: So many words it has at most.
    """

    needed: tuple[frozenset[str], ...]
    barred: frozenset[str] = frozenset()
    known: Optional[frozenset[str]] = None
    first: frozenset[str] = frozenset()
    most: int = MOST_WORDS

    def fits(self, said: str) -> bool:
        """Whether a message means it."""
        spoken = heard(said)
        if not 0 < len(spoken) <= self.most:
            return False
        # Most messages lack what one of the groups needs, and this is what they cost.
        for signs in self._signs:
            if signs.isdisjoint(spoken):
                return False
        if self.known is not None and not self.known.issuperset(spoken):
            return False
        for group in self._needed:
            if not group.is_in(spoken):
                return False
        if self._barred.is_in(spoken):
            return False
        if not self.first:
            return True
        asked = _padded(asked_pieces(said))
        return any(asked.startswith(f" {each} ") for each in self.first)

    @cached_property
    def _needed(self) -> tuple[_Listed, ...]:
        return tuple(map(_Listed, self.needed))

    @cached_property
    def _signs(self) -> tuple[frozenset[str], ...]:
        return tuple(group.signs for group in self._needed)

    @cached_property
    def _barred(self) -> _Listed:
        return _Listed(self.barred)


def _padded(spoken: Sequence[str]) -> str:
    return f" {' '.join(spoken)} "
