"""Words of a ticket as somebody reads them who has not said why they have to see who the customer is."""

from __future__ import annotations

import re

#: An e-mail address is a word; a word is taken whole, whatever is in it.
_WORD = re.compile(r"\S+")
#: From here on a number is an order's, a parcel's or a telephone's; a return's is shorter and stays, and so do dates.
_NUMBER = re.compile(r"\d(?: ?\d){7,}")
_LAST = 4


def masked(words: str) -> str:
    """Words without e-mail addresses, and with no more of long numbers than their end."""
    return _NUMBER.sub(_end, _WORD.sub(_no_address, words))


def _no_address(found: re.Match[str]) -> str:
    return "[e-mail address]" if "@" in found.group() else found.group()


def _end(found: re.Match[str]) -> str:
    return f"…{found.group()[-_LAST:]}"
