"""Checks the single values of a return file. Each check takes what JSON gave and returns what is stored.

A check raises `ValueError` with words that follow the field's name: `"Mars" is not …`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.numbers import list_currencies

from core.clock import parse_instant
from core.identifiers import email_key, is_email, number_key
from core.settings import load_settings
from policy.facts import load_facts
from policy.window import windows_from_receipt

MOST_PIECES = 9999

_REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}", re.ASCII)
_AMOUNT = re.compile(r"(0|[1-9]\d{0,11})(\.\d{1,4})?", re.ASCII)
# What Unicode's data lists among the territories, and codes that stand for no money.
_NOT_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
_NOT_MONEY = frozenset({"XTS", "XXX"})
# Control characters, unpaired surrogates and line breaks: no page shows them, and some databases refuse them.
_UNPRINTABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})


def shown(value: object) -> str:
    """A value as an error message quotes it: as JSON, on one line, cut where it is long."""
    quoted = json.dumps(value, ensure_ascii=False, default=str)
    printable = "".join(sign if sign.isprintable() else "?" for sign in quoted)
    return printable if len(printable) <= 80 else f"{printable[:77]}…"


def text(longest: int) -> Callable[[object], str]:
    """A check for text that has something to read in it and no more than `longest` characters."""

    def check(value: object) -> str:
        if not isinstance(value, str):
            raise ValueError(f"{shown(value)} is not text")
        if not value.strip():
            raise ValueError("is empty")
        if len(value) > longest:
            raise ValueError(f"{shown(value)} is longer than {longest} characters")
        if not value.isprintable() and any(unicodedata.category(sign) in _UNPRINTABLE for sign in value):
            raise ValueError(f"{shown(value)} holds a character that cannot be printed")
        return value

    return check


def identifier(value: object) -> str:
    """The id of a customer or an item: text without spaces."""
    checked = text(64)(value)
    if any(sign.isspace() for sign in checked):
        raise ValueError(f"{shown(value)} holds a space")
    return checked


def number(value: object) -> str:
    """The number of an order or a return: letters and digits, with whatever separators the grammar knows between."""
    checked = text(64)(value)
    if not number_key(checked):
        raise ValueError(f"{shown(value)} is not a number of letters and digits")
    return checked


def email(value: object) -> str:
    """An e-mail address, of which only the form can be checked."""
    checked = text(254)(value)
    if not is_email(checked) or not email_key(checked):
        raise ValueError(f"{shown(value)} is not an e-mail address")
    return checked


def country(value: object) -> str:
    """A country's ISO 3166 code of two capital letters; UK is taken for GB and kept as it is."""
    checked = text(64)(value)
    if checked != "UK" and checked not in _countries():
        raise ValueError(f"{shown(value)} is not a country's code such as ES")
    return checked


def region(value: object, of_country: object) -> str:
    """An ISO 3166-2 code of a region of a country, which may not be readable itself."""
    checked = text(64)(value)
    country_part = "GB" if of_country == "UK" else of_country
    if not _REGION.fullmatch(checked) or (country_part is not None and checked[:2] != country_part):
        raise ValueError(f"{shown(value)} is not a region's code of that country, such as ES-MD")
    return checked


def timezone(value: object) -> str:
    """An IANA time zone."""
    checked = text(64)(value)
    if not _is_timezone(checked):
        raise ValueError(f"{shown(value)} is not a time zone such as Europe/Madrid")
    return checked


def locale(value: object) -> str:
    """A language tag."""
    checked = text(35)(value)
    if not _is_locale(checked):
        raise ValueError(f"{shown(value)} is not a language tag such as en or pt-BR")
    return checked


def instant(value: object) -> datetime:
    """An ISO 8601 instant with its offset, in UTC."""
    if not isinstance(value, str):
        raise ValueError(f"{shown(value)} is not an instant such as 2026-10-16T08:00:00Z")
    return parse_instant(value)


def amount(value: object) -> str:
    """An amount of money, written as text so that its digits stay: not negative, at most four decimals."""
    if not isinstance(value, str) or not _AMOUNT.fullmatch(value):
        raise ValueError(f'{shown(value)} is not an amount written as text, such as "12.50"')
    return value


def currency(value: object) -> str:
    """A currency's ISO 4217 code."""
    checked = text(64)(value)
    if checked not in _currencies():
        raise ValueError(f"{shown(value)} is not a currency's code such as EUR")
    return checked


def flag(value: object) -> bool:
    """True or false, and nothing that merely counts as one of them."""
    if not isinstance(value, bool):
        raise ValueError(f"{shown(value)} is not true or false")
    return value


def quantity(value: object) -> int:
    """A number of pieces."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_PIECES:
        raise ValueError(f"{shown(value)} is not a number of pieces from 1 to {MOST_PIECES}")
    return value


def returned_item(value: object) -> dict[str, object]:
    """What a return sends back of an order's line: its id, or an object that says how many pieces."""
    return value if isinstance(value, dict) else {"id": identifier(value)}


def return_window(value: object) -> int | None:
    """The days of the rule that counts from reception, None where the rule that counts from the order applies."""
    if value is None:
        return None
    windows = _return_windows()
    if not isinstance(value, int) or isinstance(value, bool) or value not in windows:
        raise ValueError(f"{shown(value)} is not one of {', '.join(map(str, windows))}, null")
    return value


def filled_list(value: object) -> list[object]:
    """A list with something in it."""
    if not isinstance(value, list):
        raise ValueError(f"{shown(value)} is not a list")
    if not value:
        raise ValueError("is empty")
    return value


def one_of(allowed: tuple[str, ...]) -> Callable[[object], str]:
    """A check for one of a few words."""

    def check(value: object) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise ValueError(f"{shown(value)} is not one of {', '.join(allowed)}")
        return value

    return check


# Settings take milliseconds to read, and a file may hold a million items.
@lru_cache(maxsize=1)
def _return_windows() -> tuple[int, ...]:
    """The windows from reception that the shop's rules state."""
    return windows_from_receipt(load_facts(load_settings().facts_file))


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    codes = map(str, Locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - _NOT_COUNTRIES


@lru_cache(maxsize=1)
def _currencies() -> frozenset[str]:
    return frozenset(list_currencies()) - _NOT_MONEY


# A file of a million records names few zones and languages, and each costs more than all the rest of its record.
@lru_cache(maxsize=1_000)
def _is_timezone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


@lru_cache(maxsize=1_000)
def _is_locale(tag: str) -> bool:
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True
