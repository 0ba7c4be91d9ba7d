"""What of a text is said only under the rules that it was written for, or only under others.

`<if dispute>If you disagree, the platform can decide.</if>` stands where the shop's rules have the fact `dispute` as
the usual ones have it, and `<unless fee.first>…</unless>` where they have it otherwise or don't state it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

CONDITION: Final = re.compile(r"<(if|unless) ([a-z_.]{1,60})>([^<]*)</(?:if|unless)>")
_BLANKS: Final = re.compile(r" {2,}")
_SIGN: Final = "</"


def always(fact: str) -> bool:
    """That a fact is as usual, where a shop has no rules of its own."""
    return True


def under_rules(text: str, is_as_usual: Callable[[str], bool]) -> str:
    """A text with what is said under a shop's rules.

    Args:
        text: The text, in any language.
        is_as_usual: Whether the rules have a fact as the usual ones have it.
    """
    if _SIGN not in text:
        return text
    said = CONDITION.sub(lambda found: found[3] if (found[1] == "if") == is_as_usual(found[2]) else "", text)
    return "\n".join(_BLANKS.sub(" ", line).strip() for line in said.split("\n"))
