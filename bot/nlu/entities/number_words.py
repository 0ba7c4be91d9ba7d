"""Numbers written in words or digits: "eighty", "twenty-one", "80", "a couple"."""

from __future__ import annotations

from functools import lru_cache
from typing import Optional

from number_parser import parse_number
from spacy.tokens import Span

# Words that stand for a number and that number_parser does not read.
INFORMAL = {"a": 1, "an": 1, "single": 1, "couple": 2, "both": 2, "dozen": 12, "fortnight": 14}
HYPHENS = frozenset("-–‑")


class NumberWords:
    """Reads the whole number that a few tokens spell, and remembers it."""

    def __init__(self) -> None:
        self._parse = lru_cache(maxsize=1024)(_parse)

    def value(self, span: Span) -> Optional[int]:
        """The number that the tokens of `span` spell together, None if they spell none or more than one."""
        words = [token.lower_ for token in span if token.text not in HYPHENS]
        if len(words) == 1 and words[0] in INFORMAL:
            return INFORMAL[words[0]]
        if len(words) > 1 and any(word.isdigit() for word in words):
            return None
        return self._parse(" ".join(word for word in words if word not in ("a", "and")))


def _parse(words: str) -> Optional[int]:
    # isdecimal: number_parser also reads "½" and "٣"; int() of a digit string of any length is not wanted either.
    if words.isascii() and words.isdecimal():
        return int(words) if len(words) <= 4 else None
    # Without the language it tries each that it knows, which takes twenty times as long.
    number = parse_number(words, language="en") if words.replace(" ", "").isalpha() else None
    return number if isinstance(number, int) else None
