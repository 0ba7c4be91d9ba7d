"""Days that a message puts up as the first or the last one of what was told: "so Wednesday at the soonest?"."""

from __future__ import annotations

import itertools
from typing import Final, Optional

from core.follow_ups import names_day
from core.short_messages import pieces, words
from core.word_sets import WordSets, phrases

_BOUND: Final = WordSets(
    needed=(
        phrases(
            "at the soonest, at the earliest, at the latest, at soonest, at earliest, at latest, not before, no later "
            "than, no sooner than, no earlier than, not until, not till"
        ),
    ),
    most=10,
)
_SUMMING_UP: Final = words("so then meaning")


def bounds_day(said: str) -> bool:
    """Whether a message puts up a day as the first or last one of what was told: "so Wednesday at the soonest?"."""
    return _BOUND.fits(said) and names_day(said) and not _SUMMING_UP.isdisjoint(pieces(said)[:2])


_UNTIL: Final = words("by until till til before")
#: In words: "Friday the 6th of November".
_LONGEST_DAY: Final = 5


def ending_day(said: str) -> Optional[str]:
    """The day until which a message says that something holds, in its own words: "so by Wednesday?"."""
    spoken = pieces(said)
    at = next((place for place, word in enumerate(spoken) if word in _UNTIL), None)
    if at is None:
        return None
    named = list(itertools.takewhile(_is_of_a_day, spoken[at + 1 :]))[:_LONGEST_DAY]
    return " ".join(named) if any(names_day(word) for word in named) else None


def _is_of_a_day(word: str) -> bool:
    return word in ("the", "of", "next", "this") or names_day(word)
