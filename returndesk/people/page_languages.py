"""The languages that the pages are there in, read once: a catalogue of words each, as gettext has them."""

from __future__ import annotations

import gettext
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from babel import Locale, negotiate_locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from core.languages import ENGLISH
from returndesk.people.page_language import PageLanguage

#: One file a language, named by its tag. English is in the code, and has none.
CATALOGUES: Final = Path(__file__).resolve().parent / "words"
#: In English pages a day comes before its month, as in answers.
_ENGLISH_LOCALE: Final = "en_GB"
#: What browsers say of languages is short.
_READ: Final = 200
_MOST: Final = 10


class PageLanguages:
    """The languages of the pages.

    Args:
        languages: By their tags; English is among them.
    """

    def __init__(self, languages: Mapping[str, PageLanguage]) -> None:
        self._languages = languages

    @classmethod
    def load(cls, folder: Path = CATALOGUES) -> PageLanguages:
        """Read all catalogues: the words of a page cost no file later."""
        found = {ENGLISH: PageLanguage(ENGLISH, Locale.parse(_ENGLISH_LOCALE), gettext.NullTranslations())}
        for file in sorted(folder.glob("*.po")):
            found[file.stem] = PageLanguage(file.stem, Locale.parse(file.stem, sep="-"), _translations(file))
        return cls(found)

    def offered(self) -> list[PageLanguage]:
        """All of them, by what each is called in itself."""
        return sorted(self._languages.values(), key=lambda each: each.own_name.casefold())

    def chosen(self, tag: str) -> PageLanguage | None:
        """The language that somebody has chosen; None where it is not there, or no more."""
        return self._languages.get(tag)

    def accepted(self, header: str) -> PageLanguage:
        """The first language that a browser says its owner reads, else English.

        Args:
            header: Its `Accept-Language`.
        """
        there = {tag.lower(): each for tag, each in self._languages.items()}
        return there[negotiate_locale(_tags(header), list(there), sep="-") or ENGLISH]


def read_catalogue(file: Path) -> Catalog:
    """A catalogue as it stands in its file."""
    with file.open("rb") as opened:
        return read_po(opened, locale=file.stem.replace("-", "_"))


def _translations(file: Path) -> gettext.NullTranslations:
    compiled = io.BytesIO()
    write_mo(compiled, read_catalogue(file))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _tags(header: str) -> list[str]:
    """The tags of an `Accept-Language`, the most wanted first; what can't be read is left out."""
    weighed = []
    for part in header[:_READ].lower().split(",")[:_MOST]:
        tag, _, weight = part.partition(";")
        try:
            worth = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if tag.strip() and worth > 0:
            weighed.append((worth, tag.strip()))
    return [tag for _, tag in sorted(weighed, key=lambda each: -each[0])]
