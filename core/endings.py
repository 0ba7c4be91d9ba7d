"""Messages that ask whether nothing is left to be done, and how long a decision takes."""

from __future__ import annotations

import itertools
from typing import Final

from core.short_messages import MOST_WORDS, pieces, words

_AROUND_NOTHING: Final = words(
    "so there's that's thats that is it then nothing no more left to be done do i we you can could anything else "
    "way really there is isn't isnt other option options at all about for me and ok okay well hm hmm over just "
    "have accept help"
)
_DOING: Final = frozenset(
    [("be", "done"), ("to", "do"), ("can", "do"), ("could", "do"), ("i", "do"), ("other", "way"), ("other", "option")]
)
_DECIDING: Final = words("decide decides deciding decision ruling judge judgement")
_LONG: Final = frozenset(
    [("how", "long"), ("how", "soon"), ("how", "many"), ("when", "will"), ("when", "do"), ("by", "when")]
)


def asks_if_all_is_lost(said: str) -> bool:
    """Whether a message asks only if nothing is left to be done: "so there is nothing I can do?"."""
    spoken = pieces(said)
    if not 2 < len(spoken) <= MOST_WORDS or not _AROUND_NOTHING.issuperset(spoken):
        return False
    denies = not {"nothing", "no", "anything"}.isdisjoint(spoken)
    return denies and not _DOING.isdisjoint(itertools.pairwise(spoken))


def asks_how_long_to_decide(said: str) -> bool:
    """Whether a message asks how long a decision takes, and not the seller's: "how soon is that decided?"."""
    spoken = pieces(said)
    heard = set(spoken)
    if len(spoken) > MOST_WORDS or heard & words("seller sellers"):
        return False
    return not heard.isdisjoint(_DECIDING | {"decided"}) and not _LONG.isdisjoint(itertools.pairwise(spoken))
