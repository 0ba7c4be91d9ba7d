"""Numbers of returns that a message tells without their letter: "k and 1002, money there yet?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

#: In characters: what of a message is read.
_LONGEST: Final = 500
#: No amount, no part of a date or of a longer number.
_DIGITS: Final = re.compile(
    r"(?<![\w.,:/€$£#-])(\d{4,8})(?![\w€$£%/:-]|[.,]\d)(?!\s?(?:eur|euros?|usd|gbp|pounds?|dollars?)\b)"
)


def numbers_by_digits(said: str, numbers: Sequence[str]) -> tuple[str, ...]:
    """The numbers whose digits a message tells alone, in the message's order.

    Args:
        said: What the customer wrote.
        numbers: Those that they may mean, such as R1002.
    """
    by_digits = {each.lstrip("Rr-"): each for each in numbers if each[:1] in ("R", "r")}
    found = (by_digits.get(each[1]) for each in _DIGITS.finditer(said[:_LONGEST].lower()))
    return tuple(dict.fromkeys(each for each in found if each))
