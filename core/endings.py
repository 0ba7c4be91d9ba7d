"""Messages that ask whether nothing is left to be done, and how long a decision takes."""

from __future__ import annotations

from typing import Final

from core.short_messages import words
from core.word_sets import WordSets, phrases

_ALL_IS_LOST: Final = WordSets(
    needed=(
        phrases("nothing, no, anything"),
        phrases("be done, to do, can do, could do, i do, other way, other option"),
    ),
    known=words(
        "so there's that's thats that is it then nothing no more left to be done do i we you can could anything else "
        "way really there is isn't isnt other option options at all about for me and ok okay well hm hmm over just "
        "have accept help"
    ),
)
_HOW_LONG_TO_DECIDE: Final = WordSets(
    needed=(
        phrases("decide, decides, decided, deciding, decision, ruling, judge, judgement"),
        phrases("how long, how soon, how many, when will, when do, by when"),
    ),
    barred=phrases("seller, sellers"),
)


def asks_if_all_is_lost(said: str) -> bool:
    """Whether a message asks only if nothing is left to be done: "so there is nothing I can do?"."""
    return _ALL_IS_LOST.fits(said)


def asks_how_long_to_decide(said: str) -> bool:
    """Whether a message asks how long a decision takes, and not the seller's: "how soon is that decided?"."""
    return _HOW_LONG_TO_DECIDE.fits(said)
