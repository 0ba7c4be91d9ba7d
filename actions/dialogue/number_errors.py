"""The shape of an order or return number, checked before anybody looks it up, and what is wrong with one.

The shape says nothing of whether a number exists, so it may be told to anybody: a missing digit is the customer's most
frequent slip, and "it has 15 digits" helps more than a refusal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from actions.replies.reply import Utterance

_RETURN_NUMBER = re.compile(r"R\d{3,}")
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212./#]+")


@dataclass(frozen=True)
class NumberError:
    """What is wrong with a number, as the customer wrote it."""

    kind: Literal["too_short", "too_long", "unreadable"]
    number: str
    digits: int


def plain_number(written: str) -> str:
    """A number without spaces and dashes, in upper case."""
    return _SEPARATORS.sub("", written).upper()


def number_slip(written: str, order_number_digits: int) -> NumberError | None:
    """What keeps this from being an order or return number, or None where nothing does.

    Args:
        written: The number as the customer or the extractor gave it.
        order_number_digits: How many digits the shop's order numbers have; 0 where they differ.
    """
    number = plain_number(written)
    if _RETURN_NUMBER.fullmatch(number):
        return None
    digits = sum(character.isdigit() for character in number)
    if not number.isdigit():
        return NumberError("unreadable", written, digits)
    if order_number_digits and digits < order_number_digits:
        return NumberError("too_short", written, digits)
    if order_number_digits and digits > order_number_digits:
        return NumberError("too_long", written, digits)
    return None


def slip_utterance(slip: NumberError, order_number_digits: int) -> Utterance:
    """The message for a slip; it repeats the number as written, so that it can be compared."""
    values = {"number": slip.number, "digits": slip.digits, "expected": order_number_digits}
    return Utterance(f"utter_number_{slip.kind}", values)
