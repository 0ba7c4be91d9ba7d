"""Finds out whether a text in Latin letters is Russian or Ukrainian, and writes it in Cyrillic."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Optional

from bot.nlu.romanisation import RUSSIAN, UKRAINIAN, key, keys_of, spelled
from core.languages import READ, written_words

#: A word of Latin letters, perhaps with "4" for "ch" at its beginning; not what has another digit, a dot or an @ in it.
_WORD: Final = re.compile(r"(?<![\w@.'’`])4?[a-z]+(?:['’`][a-z]+)*['’`]?(?![\w@])(?!\.\w)", re.IGNORECASE)
_OTHER_LETTERS: Final = re.compile("[\u0400-\u04ff\u0590-\u05ff]")


@dataclass(frozen=True)
class Transliteration:
    """Known words, by which a text is recognised and written.

    Args:
        words: For each of the two languages the Cyrillic word of each key.
        latin: Words of languages that have Latin letters.
        known: The share of a text's words that have to be known.
        own: The share of its letters that has to be in known words which no language with Latin letters has.
        letters: How many letters such words need to have together.
    """

    words: Mapping[str, Mapping[str, str]]
    latin: frozenset[str]
    known: float = 0.5
    own: float = 0.4
    letters: int = 6

    @classmethod
    def learnt(cls, texts: Iterable[tuple[str, str]], **shares: Any) -> Transliteration:
        """What texts teach, each with the tag of its language."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for text, tag in texts:
            if tag not in (RUSSIAN, UKRAINIAN):
                counts[""].update(written_words(text.lower()))
            elif _OTHER_LETTERS.search(text):
                counts[tag].update(written_words(text.lower()))
        words = {tag: _by_key(counts[tag], tag) for tag in (RUSSIAN, UKRAINIAN) if counts[tag]}
        return cls(words, frozenset(word for word in counts[""] if word.isascii()), **shares)

    def language_of(self, text: str) -> Optional[str]:
        """Which of the two languages a text in Latin letters is in; None where it is in neither."""
        begin = text[:READ]
        if _OTHER_LETTERS.search(begin):
            return None
        words = [word.lower() for word in _WORD.findall(begin)]
        enough = max(self.letters, self.own * sum(map(len, words)))
        if sum(len(word) for word in words if word not in self.latin) < enough:
            return None
        best, found = 0, None
        for tag, table in self.words.items():
            known = [word for word in words if key(word, tag) in table]
            owned = sum(len(word) for word in known if word not in self.latin)
            if len(known) >= self.known * len(words) and owned >= max(enough, best + 1):
                best, found = owned, tag
        return found

    def in_cyrillic(self, text: str, tag: str) -> str:
        """A text in one of the two languages with Cyrillic letters; words of other languages stay."""

        def spell(found: re.Match[str]) -> str:
            word = found.group().lower()
            known = self.words[tag].get(key(word, tag))
            if known is None and word in self.latin:
                return found.group()
            letters = known or spelled(word, tag)
            return letters.capitalize() if found.group()[0].isupper() else letters

        return _WORD.sub(spell, text)

    def read(self, text: str) -> str:
        """A text, in Cyrillic where it is Russian or Ukrainian in Latin letters."""
        tag = self.language_of(text)
        return text if tag is None else self.in_cyrillic(text, tag)


def _by_key(counts: Mapping[str, int], tag: str) -> dict[str, str]:
    """The most frequent word of each key."""
    found: dict[str, str] = {}
    for word in sorted(counts, key=lambda each: (-counts[each], each)):
        for each in keys_of(word, tag):
            found.setdefault(each, word)
    return found
