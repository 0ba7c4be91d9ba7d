"""Payment card numbers, and the security code that follows one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import luhn

from core.masking.span import Group, Span, runs

LABEL = "[card number]"
CODE_LABEL = "[security code]"

# How the numbers of each scheme begin, by their length. Thirteen digits are left to the carriers, whose numbers have
# as many; no card has been issued with them for decades.
_BEGINNINGS = {
    14: re.compile(r"3(?:0[0-5]|[68])"),  # Diners Club
    15: re.compile(r"3[47]"),  # American Express
    16: re.compile(
        r"4"  # Visa
        r"|5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"  # Mastercard
        r"|6011|64[4-9]|65"  # Discover
        r"|35(?:2[89]|[3-8])"  # JCB
        r"|62"  # UnionPay
        r"|220[0-4]"  # Mir
        r"|50(?:18|20|38)|5[6-8]|6304|6759|676[1-3]|60(?:6282|4[0-9])|636368|509|6362"  # Maestro, Hipercard, Elo
    ),
    17: re.compile(r"62|50|5[6-8]|6304|67"),
    18: re.compile(r"62|50|5[6-8]|6304|67"),
    19: re.compile(r"4|62|50|5[6-8]|6304|67"),
}
_SHORTEST, _LONGEST = min(_BEGINNINGS), max(_BEGINNINGS)
_EXPIRY_AND_CODE = re.compile(
    r"(?:[\s,;|]+(?:exp(?:iry|ires)?\.?:?\s*)?\d{1,2}\s?[/-]\s?\d{2,4})?[\s,;|]+(\d{3,4})(?!\w|[/.-]\d)"
)


def card_numbers(text: str) -> Iterator[Span]:
    """The card numbers of a text, each with the security code right behind it where there is one."""
    for groups in runs(text):
        first = 0
        while first < len(groups):
            last = _last_group(groups, first)
            if last is None:
                first += 1
                continue
            end = groups[last].end
            yield Span(groups[first].start, end, LABEL)
            code = _EXPIRY_AND_CODE.match(text, end)
            if code:
                yield Span(code.start(1), code.end(1), CODE_LABEL)
            first = last + 1


def _last_group(groups: list[Group], first: int) -> int | None:
    """The group with which the card number ends that begins with group `first`, None where none begins there."""
    digits = ""
    for last in range(first, len(groups)):
        digits += groups[last].digits
        if len(digits) > _LONGEST:
            return None
        if len(digits) >= _SHORTEST and _is_card(digits):
            return last
    return None


def _is_card(digits: str) -> bool:
    return _BEGINNINGS[len(digits)].match(digits) is not None and bool(luhn.is_valid(digits))
