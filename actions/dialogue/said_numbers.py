"""Which order and return numbers a message means: all that it names, less those that it takes back."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from core.self_corrections import takes_back

#: In characters before a number: enough for "not order number ".
_BEFORE: Final = 24
_NOT: Final = frozenset(("not", "isnt", "wasnt", "than"))
_LABELS: Final = frozenset(("order", "return", "number", "no", "nr", "my", "the", "for"))
_WORD: Final = re.compile(r"\w+")
_ADDRESS: Final = re.compile(r"[^\s@]{1,64}@\S{1,80}")
#: "346, not 345", "not 345 but 346", "it ends in 346": the last digits alone, in a message that is not long.
_LONGEST: Final = 80
_RIGHT_NOT_WRONG: Final = re.compile(r"(?<!\d)(\d{2,8})\W{1,3}not\W{1,5}(\d{2,8})(?!\d)", re.IGNORECASE)
_WRONG_BUT_RIGHT: Final = re.compile(r"\bnot\W{1,5}(\d{2,8})\W{1,3}but\W{1,5}(\d{2,8})(?!\d)", re.IGNORECASE)
_ENDS: Final = re.compile(r"\b(?:end(?:s|ing)?|digits)\W(?:in|with|are|is)\W{1,5}(\d{2,8})(?!\d)", re.IGNORECASE)


def numbers_meant(text: str, entities: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The numbers that a message names, in its order; "not R1001" takes that number back, "R1001, sorry, R1002" R1001.

    Args:
        text: What the customer wrote.
        entities: What was found in it; those of numbers count.
    """
    found = [each for each in entities if each.get("entity") == "customer_number" and each.get("value")]
    left = [each for each in found if not _is_taken_back(text, each.get("start"))]
    meant = (
        str(each["value"]).strip()
        for each, later in itertools.zip_longest(left, left[1:])
        if later is None or not _is_put_right(text, each, later)
    )
    return tuple(dict.fromkeys(each for each in meant if each))


def _is_put_right(text: str, first: Mapping[str, Any], later: Mapping[str, Any]) -> bool:
    """Whether a message puts a later number in the place of an earlier one, right behind it."""
    end, start, behind = first.get("end"), later.get("start"), later.get("end")
    if not (isinstance(end, int) and isinstance(start, int)) or not 0 <= start - end <= _LONGEST:
        return False
    rest = text[behind:] if isinstance(behind, int) else ""
    return takes_back(_plain_words(text[end:start]), _plain_words(rest[:_LONGEST]))


def _plain_words(text: str) -> list[str]:
    """The words of a text in lower case, without apostrophes, addresses and what holds digits."""
    plain = _ADDRESS.sub(" ", text.replace("'", "").replace("\u2019", "").lower())
    return [word for word in _WORD.findall(plain) if not any(map(str.isdigit, word))]


def _is_taken_back(text: str, start: Any) -> bool:
    """Whether a "not" stands before a number, with nothing between but what such a number is called."""
    if not isinstance(start, int):
        return False
    words = _WORD.findall(text[max(0, start - _BEFORE) : start].replace("'", "").lower())
    nearest = next((word for word in reversed(words) if word not in _LABELS), "")
    return nearest in _NOT or (nearest == "of" and "instead" in words)


def number_corrected(text: str, held: str) -> str | None:
    """The number that was given before, with the last digits that a message puts right; None where it puts none right.

    Args:
        text: What the customer wrote.
        held: The number as it was given before.
    """
    if len(text) > _LONGEST:
        return None
    if right := _RIGHT_NOT_WRONG.search(text):
        return _with_ending(held, right[2], right[1])
    if wrong := _WRONG_BUT_RIGHT.search(text):
        return _with_ending(held, wrong[1], wrong[2])
    ends = _ENDS.search(text)
    return _with_ending(held, held[-len(ends[1]) :], ends[1]) if ends and len(ends[1]) < len(held) else None


def _with_ending(held: str, old: str, new: str) -> str | None:
    return held[: -len(old)] + new if held.endswith(old) else None
