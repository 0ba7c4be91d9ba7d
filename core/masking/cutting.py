"""Cuts a text that is too long, so that no half of a secret is left that masking would have known whole."""

from __future__ import annotations

import re
from typing import Final

#: What stands for a text of which nothing could be left.
_ELLIPSIS: Final = "…"
# The end of a text, read backwards: the word that may be torn, and what may be one number with it. A longer word is no
# secret that somebody tells; of it only the numbers at its end go.
_TORN: Final = re.compile(
    r"(?:\S{0,127}(?=\s)|[A-Za-z]*\d[A-Za-z\d]*)?(?:[^A-Za-z\d\n,;:]{1,3}[A-Za-z]*\d[A-Za-z\d]*)*"
)


def cut(text: str, longest: int) -> str:
    """The beginning of a text, less the word and the numbers that the cut would go through or might continue.

    Args:
        text: What somebody wrote, however long.
        longest: How many characters may be left.

    Returns:
        The text itself where it is not too long.
    """
    if len(text) <= longest:
        return text
    kept = text[:longest]
    torn = _TORN.match(kept[::-1])
    return kept[: len(kept) - (torn.end() if torn else 0)] or _ELLIPSIS
