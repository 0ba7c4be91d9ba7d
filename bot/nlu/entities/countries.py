"""Country names, adjectives and codes as customers write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Optional

import yaml
from babel import Locale
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from bot.nlu.entities.detail import Detail, Kind

TABLE = Path(__file__).with_name("countries.yml")
SECTIONS = {"aliases", "adjectives", "needs_capital", "codes", "not_countries"}

# CLDR lists these among the territories; they are not countries that a parcel is posted in.
NOT_COUNTRIES = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO", "AQ", "BV", "CP", "HM", "TF", "UM", "DG", "TA", "EA", "IC"}
#: What goes on with another country.
_ASKING_ON = frozenset(["and", "or", "what", "how", "about", "then", "ok", "so", "in", "for", "from", "is", "it"])
ISO_OF_CODE = {"UK": "GB"}


class CountryTableError(ValueError):
    """countries.yml holds something that cannot be used; the message says what."""


class CountryFinder:
    """Finds countries and gives their ISO 3166 codes.

    Args:
        nlp: Tokenizes the names as it tokenizes the messages.
        table: The YAML file with aliases, adjectives and exceptions.

    Raises:
        CountryTableError: The file has an unknown section, or names an unknown country.
    """

    def __init__(self, nlp: Language, table: Path = TABLE) -> None:
        rows = _read(table)
        self._needs_capital = frozenset(rows["needs_capital"])
        self._code_of_name = _names(rows)
        self._codes = frozenset(rows["codes"])
        self._names = PhraseMatcher(nlp.vocab, attr="LOWER")
        # In capitals too: spaCy keeps "U.S." together and takes "u.s." apart.
        spellings = [spelling for name in self._code_of_name for spelling in (name, name.upper())]
        self._names.add("NAME", [nlp.make_doc(spelling) for spelling in spellings])
        self._names.add("NOT_A_COUNTRY", [nlp.make_doc(name) for name in rows["not_countries"]])

    def find(self, doc: Doc) -> Iterator[Detail]:
        """The countries of a message, in the order in which they are named."""
        candidates = [*self._names(doc, as_spans=True), *self._code_spans(doc)]
        for span in sorted(filter_spans(candidates), key=lambda found: found.start):
            code = self._code(span)
            if code is not None:
                yield Detail(Kind.COUNTRY, span.start_char, span.end_char, code)

    def _code(self, span: Span) -> Optional[str]:
        name = span.text.lower()
        is_small = name in self._needs_capital and not span.text[0].isupper()
        if span.label_ == "NOT_A_COUNTRY" or (is_small and not _is_asked_alone(span)):
            return None
        if span.label_ == "CODE":
            return ISO_OF_CODE.get(span.text, span.text)
        return self._code_of_name.get(" ".join(name.split()))

    def _code_spans(self, doc: Doc) -> Iterator[Span]:
        codes = [token for token in doc if token.text in self._codes]
        if not codes:
            return
        other_words = [token for token in doc if token.is_alpha and token.text not in self._codes]
        if not other_words or any(not word.is_upper for word in other_words):
            for token in codes:
                yield Span(doc, token.i, token.i + 1, label="CODE")


def _is_asked_alone(span: Span) -> bool:
    """Whether a message asks for a name and nothing else, "and turkey?": so nobody asks for a bird."""
    doc = span.doc
    before = [token.lower_ for token in doc[: span.start]]
    ends = span.end == len(doc) or doc[span.end].text in "?!."
    return ends and bool(before) and set(before) <= _ASKING_ON


def _names(rows: Mapping[str, Any]) -> dict[str, str]:
    """Lower-case name to ISO code: CLDR's English names, then the table's, which win."""
    territories = {
        code: name
        for code, name in Locale("en").territories.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    }
    names = {name.lower(): code for code, name in territories.items()}
    names |= {name.replace("&", "and"): code for name, code in names.items() if "&" in name}
    for section in ("aliases", "adjectives"):
        for name, code in rows[section].items():
            if code not in territories:
                raise CountryTableError(f'countries.yml: {section}: "{name}": {code!r} is not an ISO 3166 country code')
            names[name] = code
    return names


def _read(table: Path) -> dict[str, Any]:
    rows = yaml.safe_load(table.read_text(encoding="utf-8"))
    if not isinstance(rows, dict) or set(rows) != SECTIONS:
        raise CountryTableError(f"{table.name}: needs exactly the sections {', '.join(sorted(SECTIONS))}")
    return rows
