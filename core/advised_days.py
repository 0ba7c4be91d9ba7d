"""Questions whether a day fits the advice by when to send a parcel: "would Monday be ok with the 5 days?"."""

from __future__ import annotations

import itertools
from typing import Final

from core.follow_ups import names_day
from core.hand_in_words import speaks_of_hand_in
from core.short_messages import MOST_WORDS, pieces, words

_ADVICE: Final = words("advice advised tip recommended recommendation suggested guideline 5-day five-day")
_DAYS: Final = frozenset(itertools.product(("5", "five"), ("days", "day")))
_FITTING: Final = words("ok okay fine alright good enough late time within soon early works fit fits keep inside")
_ASKING: Final = words("is would will does do can could am if or")


def asks_by_advice(said: str) -> bool:
    """Whether a message asks if a day of sending is early enough by the advised number of days.

    Args:
        said: What the customer wrote.
    """
    spoken = pieces(said)
    heard = set(spoken)
    asks = "?" in said or not heard.isdisjoint(_ASKING)
    if len(spoken) > 2 * MOST_WORDS or not asks or heard.isdisjoint(_FITTING) or not names_day(said):
        return False
    names_advice = not heard.isdisjoint(_ADVICE) or not _DAYS.isdisjoint(itertools.pairwise(spoken))
    return names_advice and speaks_of_hand_in(said) and "ago" not in heard
