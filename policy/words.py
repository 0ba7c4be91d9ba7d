"""What every closed list of words in this package has in common."""

from __future__ import annotations

from enum import Enum


class Word(str, Enum):
    """One of a closed list of words; as text it is just the word, so that it can name a domain response."""

    def __str__(self) -> str:
        return str(self.value)
