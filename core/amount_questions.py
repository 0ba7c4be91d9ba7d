"""Questions how much some items come to: those that are named, added, left out, or pointed at."""

from __future__ import annotations

import re
from typing import Final, Optional

from core.item_words import CARDINALS
from core.short_messages import pieces, words

#: In characters: what of a message is read.
_LONGEST: Final = 240
#: A question of an amount, but of none that is to be paid.
_HOW_MUCH: Final = re.compile(
    r"\bhow much\b|\bin (?:euros?|pounds?|roubles?|rubles?|dollars?|money|cash)\b"
    r"|\bwhat (?:(?:do|would|will|could|can|might) (?:i|we)|(?:i|we)['’]?(?:d| would| will|ll)?) (?:then |actually )?"
    r"(?:get|see|receive|have|be (?:paid|refunded))\b|\b(?:what|which) (?:sum|amount)\b"
    r"|\b(?:full|whole) (?:price|amount|sum)\b|\bwhat['’]?s (?:it|that|the \w+) worth\b"
    r"|\b(?:what['’]?s|what is|what would be|what will be) (?:the|my) (?:refund|amount|sum|total|money)\b"
    r"|\b(?:the|my) (?:money|refund|amount|sum|total) (?:for|of|with|without) (?:the |my |both|all|just |only )?\w"
    r"|\b(?:in total|all in all|comes? to|adds? up to|altogether)\b",
    re.IGNORECASE,
)
_OF_ELSE: Final = re.compile(
    r"\b(?:pay|paying|costs?|charge[ds]?|postage|shipping|fees?|time|days?|longer|long|label|when|where|late|how many|"
    r"still missing|deduct\w*|discount|off|tax|customs|arrived?|came|per month|a month|lost|loses?|missing|never)\b",
    re.IGNORECASE,
)
_ADDS: Final = re.compile(
    r"^\W*(?:and )?plus\b|\b(?:on top|as well|too|also|add|adding|added|back in|back on|in addition|besides these|"
    r"with these|as an extra)\b|\bput (?:\w+ ){1,4}(?:back|in)\b",
    re.IGNORECASE,
)
_SUPPOSES: Final = re.compile(
    r"\b(?:what if|how about if|and if|but if|suppose|supposing|say) (?:i|we)(?:['’]d| would| were to)? (?:\w+ ){0,2}?"
    r"(?:put|add|added|take|took|leave|left|drop|dropped|return|returned|send|sent|include|keep|kept|do|did|remove|swap)\b",
    re.IGNORECASE,
)
_ALTOGETHER: Final = re.compile(r"\b(?:altogether|all together|in total|in all|all in all|in sum)\b", re.IGNORECASE)
_POINTS: Final = words("both these those them two three four five all everything")
_ONE: Final = re.compile(r"\b(?:that|this) one\b|\b(?:it|that)\b", re.IGNORECASE)
_STILL_GOES: Final = re.compile(
    r"\b(?:(?:still|yet|can|could|may|is|are)\b.{0,20}\b(?:go|goes|going|return\w*|send|sent|open|possible|allowed)|"
    r"returnable|left)\b",
    re.IGNORECASE,
)


def asks_sum(said: str) -> bool:
    """Whether a message asks how much something comes to, and not what is to be paid or how long it takes.

    Args:
        said: What the customer wrote.
    """
    read = said[:_LONGEST]
    return _HOW_MUCH.search(read) is not None and _OF_ELSE.search(read) is None


def supposes_selection(said: str) -> bool:
    """Whether a message asks what would be if another choice were made: "what if I add the lamp?"."""
    read = said[:_LONGEST]
    return _SUPPOSES.search(read) is not None and _OF_ELSE.search(read) is None and "free" not in read.lower()


def asks_altogether(said: str) -> bool:
    """Whether a message asks for the sum of all that was spoken of: "and altogether?"."""
    return _ALTOGETHER.search(said[:_LONGEST]) is not None


def adds_to_chosen(said: str) -> bool:
    """Whether what a message names comes to what was chosen: "with the jacket on top"."""
    return _ADDS.search(said[:_LONGEST]) is not None


def means_what_can_go(said: str) -> bool:
    """Whether a message means whatever can still be sent back."""
    return _STILL_GOES.search(said[:_LONGEST]) is not None


def points_at(said: str) -> Optional[int]:
    """How many things a message points at without naming them: 2 for "both", 1 for "that one", 0 for "these".

    None where it points at nothing.

    Args:
        said: What the customer wrote.
    """
    spoken = pieces(said)
    counted = [CARDINALS[word] for word in spoken if word in CARDINALS and 1 < CARDINALS[word] < 10]
    if "both" in spoken or not _POINTS.isdisjoint(spoken):
        return 2 if "both" in spoken else (counted or [0])[0]
    return 1 if _ONE.search(said[:_LONGEST]) else None
