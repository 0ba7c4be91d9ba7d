"""The one grammar of order and return numbers: of what customers type, what the store compares and an import takes.

What they look like says the shop (`core.identifiers.shapes`). Dashes of any kind, blanks, dots and other separators say
nothing; digits and letters may be full-width or of another script.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Union

from core.identifiers.separators import LONGEST_NUMBER, SEPARATORS
from core.identifiers.shapes import NumberShapes

#: More signs than this are no number, with whatever separators.
_LONGEST_WRITTEN = 4 * LONGEST_NUMBER
#: Dashes that Unicode files elsewhere: minus signs, the bullet that phones make of a hyphen, the soft hyphen.
_MORE_DASHES = frozenset("−➖˗⁃\u00ad")

#: Digits, and the letters that are typed for 0 and 1.
_MISTYPED = frozenset("0123456789OIL")


@dataclass(frozen=True)
class Number:
    """A number that the store may hold.

    Args:
        kind: What it is the number of.
        key: How the store compares it: without separators, in upper case.
    """

    kind: Literal["order", "return"]
    key: str


@dataclass(frozen=True)
class NumberError:
    """Why a text is neither an order nor a return number.

    Args:
        kind: `tracking` where it is a carrier's number, `other` where it is a number of something else.
        number: It, as the customer wrote it.
        digits: How many digits it has.
    """

    kind: Literal["too_short", "too_long", "unreadable", "tracking", "other"]
    number: str
    digits: int


def folded(text: str) -> str:
    """A text whose digits are ASCII, whose dashes are hyphens and whose blanks are spaces, character by character.

    Full-width letters and signs become plain ones. Every character keeps its place.
    """
    if text.isascii():
        return text
    plain = map(_plain, text)
    return "".join(sign if len(sign) == 1 else old for sign, old in zip(plain, text, strict=True))


@lru_cache(maxsize=1_000)
def _plain(sign: str) -> str:
    """A character as a number has it."""
    if sign.isascii():
        return sign
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    plain = unicodedata.normalize("NFKC", sign)
    if plain in _MORE_DASHES or unicodedata.category(plain[0]) == "Pd":
        return "-"
    # Marks of the direction of writing and blanks without width come along when a number is copied.
    return " " if plain.isspace() or unicodedata.category(sign) == "Cf" else plain


def number_key(text: str) -> str:
    """An order's or return's number without separators and case.

    Returns:
        Letters and digits only; empty where the text cannot be a number of anything, which no record has as its key.
    """
    if text.isascii() and text.isalnum() and len(text) <= LONGEST_NUMBER:
        return text.upper()  # nearly all of them
    if len(text) > _LONGEST_WRITTEN:
        return ""
    key = SEPARATORS.sub("", "".join(map(_plain, text))).upper()
    return key if key.isascii() and key.isalnum() and len(key) <= LONGEST_NUMBER else ""


def parse(written: str, shapes: NumberShapes) -> Union[Number, NumberError]:
    """Read a text that is one number.

    Args:
        written: The number as the customer or the extractor gave it.
        shapes: What the shop's numbers look like. Of an order number the letters may be missing.
    """
    key = number_key(written)
    key = shapes.completed(key) if key.isdigit() else key
    shape = shapes.shape_of(key)
    if shape is not None and shape.kind != "tracking":
        return Number(shape.kind, key)
    digits = sum(sign.isdigit() for sign in key)
    if shapes.is_tracking(key):
        return NumberError("tracking", written, digits)
    expected = shapes.order_digits.exactly
    if key.isdigit() and expected:
        return NumberError("too_short" if digits < expected else "too_long", written, digits)
    if not digits or key.isdigit():
        return NumberError("unreadable", written, digits)
    return NumberError("unreadable" if _is_mistyped(key, shapes) else "other", written, digits)


def _is_mistyped(key: str, shapes: NumberShapes) -> bool:
    """Whether a key is digits behind the letters of the shop's numbers, with letters for digits or these twice."""
    for lead in shapes.leads:
        while key.startswith(lead):
            key = key[len(lead) :]
    return _MISTYPED.issuperset(key)
