"""One way to tell what a short message asks: by the words and phrases that it has, must not have, and may have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Optional

from core.short_messages import MOST_WORDS, asked_pieces, pieces

#: Of what separates the phrases of a list that is written as a text.
_COMMA: Final = ","


def phrases(listed: str) -> frozenset[str]:
    """The phrases of a list that is written as a text, with commas between."""
    return frozenset(" ".join(each.split()) for each in listed.split(_COMMA) if each.strip())


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
        spoken = pieces(said)
        if not 0 < len(spoken) <= self.most or (self.known is not None and not self.known.issuperset(spoken)):
            return False
        heard = _padded(spoken)
        if _says_any(heard, self.barred) or not all(_says_any(heard, group) for group in self.needed):
            return False
        asked = _padded(asked_pieces(said))
        return not self.first or any(asked.startswith(f" {each} ") for each in self.first)


def _padded(spoken: Sequence[str]) -> str:
    return f" {' '.join(spoken)} "


def _says_any(heard: str, listed: frozenset[str]) -> bool:
    return any(f" {each} " in heard for each in listed)
