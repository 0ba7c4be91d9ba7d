"""What the words of a language mean to the finders of details: words/<tag>.yml over the names that CLDR has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from babel import Locale

from bot.nlu.entities.compound_numbers import compound_numbers
from bot.nlu.entities.countries import NOT_COUNTRIES

#: libyaml's loader takes a tenth of the time: somebody waits for it, the first who writes in a language.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
TABLES = Path(__file__).with_name("words")
#: The table of the words that customers mix in from English, whatever they write in.
MIXED_IN = "mixed_in"
#: The section of a table that says what a letter in front of a word means.
PREFIXES = "prefixes"
#: Marks a spelling that can be another word; what it means must be said by the words around it.
PERHAPS = "?"
COUNTRY = "@"
#: What is none of the things that its words are one by one: "guten Morgen".
NOTHING = "nothing"

_PIECE = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])+|\d+|\n|\S")
_APOSTROPHES = str.maketrans("’ʼ`´", "''''")
#: Letters whose stroke is no accent to Unicode; many type them without it all the same.
_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
#: In letters: a shorter beginning says nothing of a word.
_LEAST_STEM = 3
_MOST_PREFIXES = 3
#: Shorter names of countries are words as well: Togo is "of that" in Russian.
_LEAST_COUNTRY = 5
_ENGLISH = Locale("en")


def has_table(tag: str) -> bool:
    """Whether a language has a table of words."""
    return tag.isalpha() and (TABLES / f"{tag}.yml").is_file()


@dataclass(frozen=True)
class Word:
    """A word of a message, a phrase of several or a sign.

    Args:
        text: As it is written, in small letters.
        start: Offset of its first character.
        end: Offset after its last character.
        says: What it can mean, none where the table does not know it.
    """

    text: str
    start: int
    end: int
    says: frozenset[str]


class _Piece(NamedTuple):
    written: str
    plain: str
    start: int
    end: int


class _Spelling(NamedTuple):
    written: tuple[str, ...]
    plain: tuple[str, ...]
    meaning: str


class Vocabulary:
    """The words and phrases of one language. Written without accents they are the same, where no other word is meant.

    Args:
        tag: The language's, "de".
    """

    def __init__(self, tag: str) -> None:
        self._by_first: dict[str, list[_Spelling]] = {}
        self._stems: dict[str, set[str]] = {}
        self._prefixes: dict[str, str] = {}
        for table in (tag, MIXED_IN):
            text = (TABLES / f"{table}.yml").read_text(encoding="utf-8")
            rows = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader in either case
            self._prefixes |= rows.pop(PREFIXES, {})
            for meaning, spellings in rows.items():
                for spelling in str(spellings).split(","):
                    self._learn(str(meaning), spelling.strip())
            spelled = {number: str(rows[number]).split(",")[0].strip() for number in rows if isinstance(number, int)}
            for number, spelling in compound_numbers(table, spelled):
                self._learn(str(number), spelling)
        for meaning, spelling in _names(Locale.parse(tag)):
            self._learn(meaning, spelling)

    def read(self, text: str) -> list[Word]:
        """The words of a text; of several phrases that begin with the same word the longest counts."""
        pieces = _pieces(text)
        words: list[Word] = []
        place = 0
        while place < len(pieces):
            first = pieces[place]
            length, says = self._longest(pieces, place, first)
            for meaning, cut in () if says else self._cuts(first.plain):
                rest = _Piece(first.written[cut:], first.plain[cut:], first.start + cut, first.end)
                length, says = self._longest(pieces, place, rest)
                if says:
                    words += [Word("", first.start, first.start, frozenset([each])) for each in meaning if each]
                    break
            last = pieces[place + length - 1]
            words.append(Word(text[first.start : last.end].lower(), first.start, last.end, says))
            place += length
        return words

    def _longest(self, pieces: Sequence[_Piece], place: int, first: _Piece) -> tuple[int, frozenset[str]]:
        """How many pieces the longest phrase has that begins at a place, and what it means."""
        longest, found = 1, list[tuple[bool, str]]()
        for known in self._by_first.get(first.plain, ()):
            size = len(known.plain)
            here = [first, *pieces[place + 1 : place + size]]
            if size >= longest and known.plain == tuple(piece.plain for piece in here):
                if size > longest:
                    longest, found = size, []
                found.append((known.written == tuple(piece.written for piece in here), known.meaning))
        if not found:
            stems = (self._stems.get(first.plain[:size]) for size in range(len(first.plain), _LEAST_STEM - 1, -1))
            return 1, frozenset(next(filter(None, stems), ()))
        as_written = [meaning for is_written, meaning in found if is_written]
        says = frozenset(as_written or [meaning for _, meaning in found])
        return longest, frozenset([NOTHING]) if NOTHING in says else says

    def _cuts(self, word: str) -> Iterator[tuple[tuple[str, ...], int]]:
        """What the letters in front of a word mean, and how many they are."""
        meanings: tuple[str, ...] = ()
        cut = 0
        for _ in range(_MOST_PREFIXES):
            letters = next((word[cut : cut + size] for size in (2, 1) if word[cut : cut + size] in self._prefixes), "")
            cut += len(letters)
            if not letters or len(word) - cut < 2:
                return
            meanings = (*meanings, self._prefixes[letters])
            yield meanings, cut

    def _learn(self, meaning: str, spelling: str) -> None:
        spelling = spelling.translate(_APOSTROPHES)
        shapes = {spelling, spelling.replace("-", " "), spelling.translate(_UMLAUTS)}
        shapes |= {shape.replace("'", "") for shape in shapes if len(shape) > 2}
        for shape in shapes:
            pieces = _pieces(shape.rstrip("*"))
            plain = tuple(piece.plain for piece in pieces)
            if shape.endswith("*"):
                self._stems.setdefault(plain[0], set()).add(meaning)
            else:
                known = _Spelling(tuple(piece.written for piece in pieces), plain, meaning)
                self._by_first.setdefault(plain[0], []).append(known)


def _pieces(text: str) -> list[_Piece]:
    return [_piece(found) for found in _PIECE.finditer(text.translate(_APOSTROPHES))]


def _piece(found: re.Match[str]) -> _Piece:
    written = found.group().casefold()
    if written.isascii():
        return _Piece(written, written, *found.span())
    decomposed = unicodedata.normalize("NFKD", written)
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign)).translate(_STROKES)
    return _Piece(unicodedata.normalize("NFC", written), plain or written, *found.span())


def _names(locale: Locale) -> Iterator[tuple[str, str]]:
    """CLDR's names of the weekdays, the months and the countries. Countries need their capital; Hebrew has none."""
    for context in ("format", "stand-alone"):
        for number, name in locale.days[context]["wide"].items():
            yield _ENGLISH.days["format"]["wide"][number], name
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context][width].items():
                month = _ENGLISH.months["format"]["wide"][number]
                yield month if width == "wide" else month + PERHAPS, name.rstrip(".")
    for code, name in locale.territories.items():
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES and len(name) >= _LEAST_COUNTRY:
            yield f"{COUNTRY}{code}{PERHAPS}", name
