"""The words with which customers say what a number or an address is: "my order number is", "zur Bestellung"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from bot.nlu.language_words import of_language, read_words
from core.languages import ENGLISH

_TABLE: Final = Path(__file__).with_name("naming.yml")
_MARKS: Final = re.compile(r"[\u0300-\u036f]+")


@dataclass(frozen=True)
class NamingWords:
    """How a language names numbers and addresses.

    Args:
        named: What is named: an order, a number, an address.
        orders: Those of an order alone.
        mails: Those of an address alone.
        between: What stands around those.
        behind: What of these stands behind a word and never before it.
        whole: Beside these all is read.
        subjects: How words begin of what is asked about.
        paid: Words for money that was given back.
        around: What else the question has whether it was.
    """

    named: frozenset[str]
    orders: frozenset[str]
    mails: frozenset[str]
    between: frozenset[str]
    behind: frozenset[str]
    whole: frozenset[str]
    subjects: tuple[str, ...]
    paid: frozenset[str]
    around: frozenset[str]

    def is_subject(self, word: str) -> bool:
        """Whether a word, without accents, is one of a return, its parcel or its money."""
        return word.startswith(self.subjects) and word not in self.named


def plain(word: str) -> str:
    """A word in lower case and without accents, as the table has it."""
    lowered = word.lower().replace("\u2019", "'")
    return lowered if lowered.isascii() else _MARKS.sub("", unicodedata.normalize("NFD", lowered))


@lru_cache(maxsize=1)
def _table() -> dict[str, NamingWords]:
    return {tag: _words(rows) for tag, rows in read_words(_TABLE).items()}


def _words(rows: dict[str, list[str]]) -> NamingWords:
    def row(name: str) -> frozenset[str]:
        return frozenset(map(plain, rows.get(name, ())))

    order, mail, behind = row("order"), row("mail"), row("behind")
    return NamingWords(
        named=order | mail | row("number"),
        orders=order,
        mails=mail,
        between=row("between") | behind,
        behind=behind,
        whole=row("whole"),
        subjects=tuple(map(plain, rows["subject"])),
        paid=row("paid"),
        around=row("around"),
    )


def naming_words(language: str | None) -> NamingWords:
    """How a language names them; English where there is no table of it."""
    table = _table()
    return of_language(table, language) or table[ENGLISH]


@lru_cache(maxsize=1)
def words_of_orders() -> tuple[frozenset[str], frozenset[str]]:
    """The words for an order in all languages, and those that stand between one and its number."""
    every = _table().values()
    orders = frozenset().union(*(each.orders for each in every))
    return orders, frozenset().union(*(each.named - each.mails | each.between for each in every)) - orders


@lru_cache(maxsize=1)
def words_of_mails() -> frozenset[str]:
    """The words for an address in all languages."""
    return frozenset().union(*(each.mails for each in _table().values()))
