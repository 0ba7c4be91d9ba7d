"""International bank account numbers (IBAN)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import iban
from stdnum.exceptions import ValidationError

from core.masking.span import Span

LABEL = "[bank account]"

_CANDIDATE = re.compile(r"(?<![^\W_])[A-Za-z]{2}[ -]?\d[ -]?\d(?:[ \t\u00a0-]?[A-Za-z0-9]){11,32}")
# Nothing after the link can send it back: the value is looked for where the link ends, and only there.
_CALLED = re.compile(
    r"\b(?:iban|bank account|account|sort code)\b(?:\s+(?:no|nr|number|is|was)\b)*\s*[.:#=]*\s*", re.IGNORECASE
)
_VALUE = re.compile(
    r"(?=[^\n]{0,40}\d{3})(?:[A-Za-z]{2}\d{2}[A-Za-z0-9 -]{4,40}|\d(?:[ -]?\d){5,19})(?![^\W_])", re.IGNORECASE
)
_ENDS_IN = re.compile(r"(?:\s+[a-z]+)+\s*$")
_SHORTEST, _LONGEST = 15, 34


def bank_accounts(text: str) -> Iterator[Span]:
    """The account numbers of a text: those that pass their check, and mistyped ones that are called so."""
    for found in _CANDIDATE.finditer(text):
        end = _end_of_account(found.group())
        if end:
            yield Span(found.start(), found.start() + end, LABEL)


def named_accounts(text: str, order_number_digits: int) -> Iterator[Span]:
    """What is called an account number, whether it passes a check or not.

    Args:
        text: What somebody wrote.
        order_number_digits: As many digits are an order number, whatever it is called.
    """
    for called in _CALLED.finditer(text):
        found = _VALUE.match(text, called.end())
        if found is None:
            continue
        value = _ENDS_IN.sub("", found.group())
        plain = re.sub(r"[ -]", "", value)
        if not (plain.isdigit() and len(plain) == order_number_digits):
            yield Span(found.start(), found.start() + len(value), LABEL)


def _is_account(number: str) -> bool:
    try:
        # The checks of single countries are about accounts that can be paid to; a mistyped one is as personal.
        iban.validate(number, check_country=False)
    except ValidationError:
        return False
    return True


def _end_of_account(text: str) -> int | None:
    """Where the account number ends that a text begins with: each country has its own length."""
    places = [place for place, sign in enumerate(text) if sign.isalnum()]
    for length in range(_SHORTEST, min(_LONGEST, len(places)) + 1):
        end = places[length - 1] + 1
        if end < len(text) and text[end].isalnum():
            continue
        if _is_account(text[:end].replace("\u00a0", " ")):
            return end
    return None
