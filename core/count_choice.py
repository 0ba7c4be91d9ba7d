"""How many pieces of the one item that was chosen go back, by a message that names the count alone: "make that one"."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final, Optional

from core.item_mentions import Offered
from core.item_words import BETWEEN, CARDINALS, CHOOSING, NOT, ONLY, THINGS, tokens
from core.short_messages import words

#: In words: what is longer says more.
_MOST_WORDS: Final = 9
_CORRECTING: Final = ONLY | words("no not sorry actually oops wait make mean meant change mistake correction")
#: "Not three, two", "two, not three".
_DENIED: Final = re.compile(r"\bnot (?:(?:all|the) ){0,2}(\w+)", re.IGNORECASE)
_KNOWN: Final = CHOOSING | BETWEEN | THINGS | ONLY | NOT | words("change to correction for , . ;")


def count_corrected(said: str, offered: Sequence[Offered], ticked: Mapping[int, int]) -> Optional[dict[int, int]]:
    """How many pieces go back of the one item that was chosen.

    Args:
        said: What the customer wrote.
        offered: The items.
        ticked: How many pieces were selected before, by the item's place.

    Returns:
        The pieces by the item's place; None where several items were chosen, that item is one piece, or a message says
        more than a count that fits.
    """
    if len(ticked) != 1:
        return None
    place = next(iter(ticked))
    heard = tokens(_without_denied(said))
    counts = [CARDINALS[word] for word in heard if word in CARDINALS]
    is_known = all(word in CARDINALS or word in _KNOWN for word in heard)
    if len(counts) != 1 or not is_known or not 0 < len(heard) <= _MOST_WORDS or not _corrects(tokens(said)):
        return None
    return {place: counts[0]} if 0 < counts[0] <= offered[place].pieces > 1 else None


def _without_denied(said: str) -> str:
    return _DENIED.sub(lambda found: " " if found[1].casefold() in CARDINALS else found[0], said)


def _corrects(heard: Collection[str]) -> bool:
    return not _CORRECTING.isdisjoint(heard)
