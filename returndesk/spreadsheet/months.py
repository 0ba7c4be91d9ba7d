"""The names of months in dates of a spreadsheet, in the language that it was written in."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from typing import Final

from babel import Locale, UnknownLocaleError

_WORD: Final = re.compile(r"[^\W\d_]{3,20}\.?")
_ENGLISH: Final = ((*calendar.month_name[1:],), (*calendar.month_abbr[1:],))

#: Names, folded and without a point, to the number of the month.
Months = Mapping[str, int]


def months_of(said: object) -> Months:
    """The names that a mapping gives: those of a language, or twelve of its own.

    Raises:
        ValueError: It is neither.
    """
    if isinstance(said, list) and len(said) == 12 and all(isinstance(each, str) and each.strip() for each in said):
        return {_folded(each): number for number, each in enumerate(said, start=1)}
    try:
        locale = Locale.parse(said, sep="-") if isinstance(said, str) else None
    except (ValueError, UnknownLocaleError):
        locale = None
    if locale is None:
        raise ValueError("is neither a language such as de nor a list of twelve names")
    names: dict[str, int] = {}
    for context in locale.months.values():
        for width in ("wide", "abbreviated"):
            names |= {_folded(name): number for number, name in context[width].items()}
    return names


def in_english(date: str, form: str, months: Months) -> str:
    """A date with the names of months as `strptime` reads them: whole where its form asks for that, else shortened."""
    english: Sequence[str] = _ENGLISH[0 if "%B" in form else 1]

    def name(word: re.Match[str]) -> str:
        number = months.get(_folded(word[0]))
        return english[number - 1] if number is not None else word[0]

    return _WORD.sub(name, date) if months else date


def _folded(name: str) -> str:
    return name.strip().rstrip(".").casefold()
