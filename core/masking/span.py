"""What a finder hands over, and the groups of digits that most of them read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

# What people put between the groups of a long number. Two dates joined by " - " are no number.
_BETWEEN = r"(?:[ \t\u00a0\u202f]{1,2}|[ \t\u00a0]?[-–—‑./_()]{1,2}[ \t\u00a0]?)"
_RUN = re.compile(rf"(?<![^\W_])\d+(?:{_BETWEEN}\d+)*(?![^\W_])")
# The same for who would hide a number: any signs but letters, line breaks too, and letters right beside it.
_LOOSE_RUN = re.compile(r"\d+(?:[\W_]{1,6}\d+)*")
_GROUP = re.compile(r"\d+")


class Span(NamedTuple):
    """A part of a text that is to be replaced by a label."""

    start: int
    end: int
    label: str


class Group(NamedTuple):
    """Digits without anything between them: where they stand, and what they are in plain ASCII."""

    start: int
    end: int
    digits: str


def runs(text: str, *, loose: bool = False) -> Iterator[list[Group]]:
    """The digits of a text, as groups with nothing but separators between them.

    Args:
        text: What somebody wrote.
        loose: Whether a few signs of any kind separate, and letters may stand right beside the digits.
    """
    for run in (_LOOSE_RUN if loose else _RUN).finditer(text):
        found = _GROUP.finditer(text, run.start(), run.end())
        yield [Group(each.start(), each.end(), plain_digits(each.group())) for each in found]


def plain_digits(text: str) -> str:
    """The digits of a text in ASCII, whatever script they are written in."""
    if text.isascii():
        return text if text.isdigit() else "".join(filter(str.isdigit, text))
    return "".join(str(unicodedata.digit(sign)) for sign in text if unicodedata.digit(sign, None) is not None)


def joined(groups: Sequence[Group]) -> str:
    """The digits of several groups as one number."""
    return "".join(group.digits for group in groups)
