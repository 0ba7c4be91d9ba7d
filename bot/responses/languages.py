"""The languages that customers are answered in: the words of each, and how it writes days, amounts and countries.

English is the domain itself. `bot/locales/<tag>/` has the same responses by the same names in another language, and
`language.yml` beside them says how it is called and how its days are written. What is missing there is said in English;
`returndesk doctor` lists it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import yaml
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_currency, get_currency_symbol

from core.languages import ENGLISH

FOLDER = Path(__file__).parents[1] / "locales"
#: A number that its noun agrees with: `{count, plural, one {# day} other {# days}}`, as in ICU's messages.
PLURAL = re.compile(r"\{([A-Za-z_][\w.]*), plural,((?: \w{3,5} \{[^{}]*\}){1,6})\}")
_BRANCH = re.compile(r" (\w{3,5}) \{([^{}]*)\}")
#: Left-to-right and right-to-left words in one line each keep their own order within these (Unicode, UAX 9).
_ISOLATE, _END = "\u2068", "\u2069"
#: libyaml's loader takes a twentieth of the time for some thousand sentences.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Responses = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class Language:
    """A language and how it writes what is no word.

    Attributes:
        tag: "pt", or "pt_PT" where a country has wording of its own.
        name: Its name in itself.
        day: CLDR's pattern for a day without its year, for instance "EEEE d MMMM".
        day_and_year: The same with the year.
        responses: Its words, by the names of the domain.
        sections: Headings of the sources, by the English ones.
        facts: Texts of facts, by their ids.
        quotes: What opens and what closes a quotation.
        local_country: The country whose way of writing numbers is taken where the customer lives in none of its own.
    """

    tag: str
    name: str
    day: str
    day_and_year: str
    local_country: str
    quotes: Sequence[str] = ("“", "”")
    responses: Responses = field(default_factory=lambda: MappingProxyType({}))
    sections: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def locale(self) -> Locale:
        """The locale of its own country."""
        return self.locale_of("")

    @property
    def is_right_to_left(self) -> bool:
        """Whether it is written from the right."""
        return str(self.locale.text_direction) == "rtl"

    def locale_of(self, country: str) -> Locale:
        """The locale whose signs are used for a customer in a country."""
        language = self.tag.partition("_")[0]
        if language == ENGLISH:
            return Locale.parse("en_US" if country == "US" else "en_GB")
        try:
            return Locale.parse(f"{language}_{country or self.local_country}")
        except UnknownLocaleError:
            return Locale.parse(f"{language}_{self.local_country}")

    def shown(self, value: Mapping[str, Any]) -> str:
        """A value as its readers write it.

        Args:
            value: What `actions.replies.reply.Shown` sends: `show` names the kind, `country` the customer's.
        """
        locale, said = self.locale_of(str(value.get("country", ""))), value["value"]
        kind = value["show"]
        if kind in ("day", "day_and_year"):
            return format_date(date.fromisoformat(said), getattr(self, kind), locale=locale)
        if kind in ("moment", "moment_and_year"):
            at = datetime.fromisoformat(said)
            day = format_date(at.date(), self.day if kind == "moment" else self.day_and_year, locale=locale)
            return f"{day}, {format_time(at.time(), 'short', locale=locale)}"
        if kind == "time":
            return str(format_time(time.fromisoformat(said), "short", locale=locale))
        if kind == "date":
            return self.date(date.fromisoformat(said))
        if kind == "money":
            return money(Decimal(said), str(value["currency"]), locale)
        if kind == "country":
            return self.country(said)
        return self.listed([self.shown(each) if isinstance(each, dict) else str(each) for each in said])

    def date(self, day: date) -> str:
        """A day of the calendar, without its weekday."""
        return str(format_date(day, "d MMMM y" if self.tag == ENGLISH else "long", locale=self.locale))

    def country(self, code: str) -> str:
        """A country's name."""
        return str(self.locale.territories.get(code, code))

    def listed(self, entries: Sequence[str], style: Literal["standard", "or"] = "standard") -> str:
        """Entries joined as a sentence does."""
        return str(format_list(list(entries), style=style, locale=self.locale))

    def with_plurals(self, text: str, values: Mapping[str, Any]) -> str:
        """A text in which nouns agree with the numbers that go in."""

        def chosen(found: re.Match[str]) -> str:
            number = str(values.get(found[1], ""))
            branches = dict(_BRANCH.findall(found[2]))
            form = str(self.locale.plural_form(Decimal(number))) if number.isdecimal() else "other"
            return str(branches.get(form, branches["other"])).replace("#", f"{{{found[1]}}}")

        return PLURAL.sub(chosen, text) if ", plural," in text else text

    def isolated(self, words: str) -> str:
        """A value for the middle of a sentence: its direction is its own."""
        return f"{_ISOLATE}{words}{_END}" if self.is_right_to_left and words else words


def between(shortest: int, longest: int) -> str:
    """Two numbers as the ends of what lies between them."""
    return f"{shortest}\u2013{longest}"


def money(amount: Decimal, currency: str, locale: Locale) -> str:
    """An amount with its currency's sign; a sign made of letters stands apart from the digits."""
    said = str(format_currency(amount, currency, locale=locale))
    sign = str(get_currency_symbol(currency, locale))
    touches = sign[-1].isalpha() and not said.endswith(sign) and f"{sign}\u00a0" not in said
    return said.replace(sign, f"{sign}\u00a0", 1) if touches else said


def language_tags(folder: Path = FOLDER) -> tuple[str, ...]:
    """The languages besides English that there is a folder for."""
    return tuple(sorted(each.parent.name for each in folder.glob("*/language.yml")))


def english() -> Language:
    """The language of the domain."""
    return Language(ENGLISH, "English", "EEEE d MMMM", "EEEE d MMMM y", "GB")


def load_language(tag: str, domain: Responses, folder: Path = FOLDER) -> Language:
    """A language with its words.

    Args:
        tag: One of `language_tags`. What "pt_PT" has not, it takes from "pt".
        domain: The English responses: what a button sends is there alone.

    Raises:
        LanguageError: A file is missing or not in the form of `docs/languages.md`.
    """
    words: dict[str, Any] = {"responses": {}, "sections": {}, "facts": {}}
    about: dict[str, Any] = {}
    for part in dict.fromkeys((tag.partition("_")[0], tag)):
        for path in sorted((folder / part).glob("*.yml")):
            content = _mapping(path)
            about |= {name: value for name, value in content.items() if name not in words}
            for name in words:
                words[name] |= content.get(name) or {}
    try:
        written = {name: about[name] for name in ("name", "day", "day_and_year", "local_country", "quotes")}
    except KeyError as missing:
        raise LanguageError(f"{folder / tag / 'language.yml'} does not have {missing}") from missing
    said, words["responses"] = words["responses"], {}
    for name in filter(domain.__contains__, said):
        try:
            words["responses"][name] = _with_payloads(said[name], domain[name])
        except (KeyError, ValueError) as error:
            raise LanguageError(f"{folder / tag}: {name} has other variants or buttons than the domain") from error
    return Language(tag, **written, **words)


class LanguageError(ValueError):
    """A language's folder can't be used; the message names the file and what is wrong with it."""


def _mapping(path: Path) -> dict[str, Any]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader in either case
    except yaml.YAMLError as error:
        raise LanguageError(f"{path} is not YAML: {error}") from error
    if not isinstance(content, dict):
        raise LanguageError(f"{path} does not hold names with their values")
    return content


def _with_payloads(variants: Sequence[Mapping[str, Any]], english: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The variants of a response in another language, with all that is no word from the English ones."""
    return [
        {
            **whole,
            **said,
            **(
                {"buttons": [{**of, **titled} for of, titled in zip(whole["buttons"], said["buttons"], strict=True)]}
                if "buttons" in said
                else {}
            ),
        }
        for said, whole in zip(variants, english, strict=True)
    ]
