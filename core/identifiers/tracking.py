"""The one grammar of carriers' tracking numbers: those that say what they are, and those that people are asked for."""

from __future__ import annotations

import re
from typing import Final, Optional

#: What the post's numbers begin with, besides those of the Universal Postal Union's S10 and of UPS.
TRACKING_PREFIXES: Final = ("LP", "CP", "RR", "RB", "RX", "LZ", "UA", "UE", "EE")
#: One word of a message that may be a tracking number: S10, UPS, or other carriers' letters and digits.
TRACKING_WORD: Final = r"^([A-Za-z]{2}\d{9}[A-Za-z]{2}|[A-Za-z]{2,4}\d{5,}[A-Za-z]{0,3}|1[Zz][0-9A-Za-z]{16})$"

_EVIDENT: Final = re.compile(
    rf"[A-Z]{{2}}[0-9]{{9}}[A-Z]{{2}}|1Z[0-9A-Z]{{16}}|(?:{'|'.join(TRACKING_PREFIXES)})[0-9]{{5,}}"
)
#: As the post prints it: two letters, nine digits in groups, the country.
_PRINTED: Final = re.compile(r"\b[A-Z]{2}[ -]{0,2}(?:[0-9][ -]{0,2}){9}[A-Z]{2}\b")
#: Five digits at least, so that no word is taken for a number; no more letters before each than a number has.
_TYPED: Final = re.compile(r"(?=(?:[A-Z]{0,29}\d){5})[A-Z0-9]{6,34}")
#: What stands between groups that have digits, and behind what a number begins with.
_GAPS: Final = re.compile(
    rf"(?:(?<=[0-9])|(?<=[0-9][A-Z])|(?<=[0-9][A-Z]{{2}})|(?<=\b(?:{'|'.join(TRACKING_PREFIXES)})))[\s-]+(?=[A-Z0-9]*\d)"
)
_SEPARATORS: Final = re.compile(r"[ -]+")
_KEPT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}", re.ASCII)


def is_evident_tracking_number(key: str) -> bool:
    """Whether a number, without separators and in upper case, can be nothing but a carrier's."""
    return _EVIDENT.fullmatch(key) is not None


def typed_tracking_number(text: str) -> Optional[str]:
    """The number in an answer to the question for it, as people type it, with spaces and dashes; None without one."""
    said = text.upper()
    printed = _PRINTED.search(said)
    if printed:
        return _SEPARATORS.sub("", printed[0])
    found = _TYPED.search(_GAPS.sub("", said))
    return found[0] if found else None


def can_be_looked_up(number: str) -> bool:
    """Whether a carrier can be asked for a number that the store holds: letters, digits and dashes alone."""
    return _KEPT.fullmatch(number) is not None
