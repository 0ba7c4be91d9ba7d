"""Which things a customer means who names them by what they cost or when they were ordered: "the 24 euro one"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

#: In characters: what of a message is read.
LONGEST: Final = 500

_AMOUNT: Final = r"(\d{1,6}(?:[.,]\d{2})?)"
_SIGN: Final = r"(?:[€$£₽]\s?)"
_CURRENCY: Final = r"(?:\s?[€$£₽]|[\s-]?(?:euros?|eur|pounds?|gbp|quid|dollars?|usd|bucks|r(?:o)?ubles?)\b)"
_THING: Final = r"(?:one|item|thing|product|article|purchase|order|return)"
#: A whole number alone is none: "the 3 items".
_PRICED: Final = (
    re.compile(rf"\b(?:the|my|that|this)\s{_SIGN}{_AMOUNT}\s{_THING}\b", re.IGNORECASE),
    re.compile(rf"\b(?:the|my|that|this)\s{_AMOUNT}{_CURRENCY}\s{_THING}\b", re.IGNORECASE),
    re.compile(rf"\b(?:the|my|that|this)\s(\d{{1,6}}[.,]\d{{2}})\s{_THING}\b", re.IGNORECASE),
    re.compile(
        rf"\b{_THING}\s(?:(?:that|which|i)\s)?(?:for|at|costing|worth|costs?|was|paid|is)\s{_SIGN}?{_AMOUNT}"
        rf"(?={_CURRENCY}|(?<=[.,]\d\d)|\W*$)",
        re.IGNORECASE,
    ),
)
_MONTH_NAMES: Final = "january february march april may june july august september october november december"
_MONTHS: Final = _MONTH_NAMES.split()
_MONTH: Final = rf"({'|'.join(_MONTHS)})"
_BOUGHT: Final = r"(?:placed|bought|ordered|made|purchased)"
_ORDERED: Final = r"(?:order|purchase|one|thing|item|stuff)"
_IN_MONTH: Final = (
    re.compile(
        rf"\b{_ORDERED}\s(?:(?:that\s)?(?:i|we|was)\s)?(?:{_BOUGHT}\s)?(?:back\s)?(?:from|in|of)\s{_MONTH}\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b{_MONTH}(?:['’]s)?\s(?:order|purchase|one)\b", re.IGNORECASE),
)
_NEWEST: Final = re.compile(
    r"\b(?:last|latest|newest|most recent)\s(?:order|purchase)\b"
    rf"|\b{_ORDERED}\s(?:that\s)?(?:i|we)\s{_BOUGHT}\s(?:last|latest|most recently)\b",
    re.IGNORECASE,
)
_OLDEST: Final = re.compile(r"\b(?:first|oldest|earliest)\s(?:order|purchase)\b", re.IGNORECASE)
_DENIED: Final = re.compile(r"\bnot (?:the|my)\b[^,;!?]{0,80}", re.IGNORECASE)


def is_described(said: str) -> bool:
    """Whether a message names a thing by its price or by when it was ordered, whoever has such a thing."""
    plain = _plain(said)
    return any(words.search(plain) for words in (*_PRICED, *_IN_MONTH, _NEWEST, _OLDEST))


def places_priced(said: str, prices: Sequence[Decimal]) -> tuple[int, ...]:
    """The places, from 0, of the things that a message names by their price; none where it names none by that.

    An amount without cents is that of a price that begins with it or is rounded to it.

    Args:
        said: What the customer wrote.
        prices: What each thing cost.
    """
    plain = _plain(said)
    found = next((each for words in _PRICED if (each := words.search(plain))), None)
    if found is None:
        return ()
    amount = Decimal(found[1].replace(",", "."))
    is_whole = amount == amount.to_integral_value()
    return tuple(
        place
        for place, price in enumerate(prices)
        if price == amount or (is_whole and amount in (int(price), price.quantize(Decimal(1), ROUND_HALF_UP)))
    )


def places_ordered(said: str, placed: Sequence[date]) -> tuple[int, ...]:
    """The places, from 0, of the orders that a message names by when they were placed: "my last order".

    Args:
        said: What the customer wrote.
        placed: The day of each order.
    """
    plain = _plain(said)
    if not placed:
        return ()
    if _NEWEST.search(plain):
        return tuple(place for place, day in enumerate(placed) if day == max(placed))
    if _OLDEST.search(plain):
        return tuple(place for place, day in enumerate(placed) if day == min(placed))
    found = next((each for words in _IN_MONTH if (each := words.search(plain))), None)
    if found is None:
        return ()
    month = _MONTHS.index(found[1].lower()) + 1
    latest = max((day.year for day in placed if day.month == month), default=None)
    return tuple(place for place, day in enumerate(placed) if (day.year, day.month) == (latest, month))


def _plain(said: str) -> str:
    """What is read of a message: without what it says it does not mean, words one space apart."""
    return " ".join(_DENIED.sub(" ", said[:LONGEST]).split())
