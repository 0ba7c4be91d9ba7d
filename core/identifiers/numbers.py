"""The one grammar of order and return numbers: of what customers type, what the store compares and an import takes.

A return number is an R and digits, an order number as many digits as the shop's settings say. Dashes of any kind,
blanks, dots and other separators say nothing; digits and letters may be full-width or of another script.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, Union

from core.identifiers.tracking import is_evident_tracking_number

LONGEST_NUMBER = 64
#: More signs than this are no number, with whatever separators.
_LONGEST_WRITTEN = 4 * LONGEST_NUMBER

#: What people put between the parts of a number besides blanks, in a `folded` text, as a class of an expression.
SEPARATOR = r"[-./#_]"
_SEPARATORS = re.compile(rf"(?:{SEPARATOR}|\s)+")
#: Dashes that Unicode files elsewhere: minus signs, the bullet that phones make of a hyphen, the soft hyphen.
_MORE_DASHES = frozenset("−➖˗⁃\u00ad")

_RETURN = re.compile(r"R[0-9]+")
#: An R and digits, with the letters that are typed for 0 and 1 and an R too many.
_MISTYPED = re.compile(r"R*[0-9OIL]*")

#: A return number in a `folded` text. Blanks stand between short groups only: what follows "R1001 " is something else.
_WRITTEN_RETURN = re.compile(
    rf"(?<![^\W_])R(?P<gap>(?:{SEPARATOR}|\s){{0,3}})"
    rf"(?P<digits>[0-9]{{1,3}}(?:\s[0-9]{{1,3}})+|[0-9]+(?:{SEPARATOR}[0-9]+)*)(?![^\W_])",
    re.IGNORECASE | re.ASCII,
)


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


class WrittenNumber(NamedTuple):
    """A number in a text: offsets of its first character and after its last, and its key."""

    start: int
    end: int
    key: str


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
    key = _SEPARATORS.sub("", "".join(map(_plain, text))).upper()
    return key if key.isascii() and key.isalnum() and len(key) <= LONGEST_NUMBER else ""


def parse(written: str, order_digits: int) -> Union[Number, NumberError]:
    """Read a text that is one number.

    Args:
        written: The number as the customer or the extractor gave it.
        order_digits: How many digits the shop's order numbers have; 0 where they differ.
    """
    key = number_key(written)
    if _RETURN.fullmatch(key):
        return Number("return", key)
    digits = sum(sign.isdigit() for sign in key)
    if key.isdigit():
        if order_digits and digits != order_digits:
            return NumberError("too_short" if digits < order_digits else "too_long", written, digits)
        return Number("order", key)
    if is_evident_tracking_number(key):
        return NumberError("tracking", written, digits)
    return NumberError("unreadable" if not digits or _MISTYPED.fullmatch(key) else "other", written, digits)


def return_numbers(text: str) -> Iterator[WrittenNumber]:
    """The return numbers in a `folded` text, however they are written.

    "where r my 2 items" has none: the fewer digits there are, the closer to its R they stand.
    """
    for found in _WRITTEN_RETURN.finditer(text):
        digits = _SEPARATORS.sub("", found["digits"])
        least = 1 + text[found.start()].islower() + (found["gap"].isspace())
        if least <= len(digits) < LONGEST_NUMBER:
            yield WrittenNumber(found.start(), found.end(), f"R{digits}")
