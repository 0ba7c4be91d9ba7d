"""Questions whether a day fits the advice by when to send a parcel: "would Monday be ok with the 5 days?"."""

from __future__ import annotations

import itertools
from typing import Final

from core.follow_ups import names_day
from core.hand_in_words import speaks_of_hand_in
from core.short_messages import MOST_WORDS, pieces, words
from core.word_sets import WordSets, phrases

_ADVICE: Final = words("advice advised tip recommended recommendation suggested guideline 5-day five-day")
_DAYS: Final = frozenset(itertools.product(("5", "five"), ("days", "day")))
_FITTING: Final = words("ok okay fine alright good enough late time within soon early works fit fits keep inside")
_ASKING: Final = words("is would will does do can could am if or")
#: "Once I have it": the label that is not there yet, unless something else is named.
_ONCE_THERE: Final = WordSets(
    needed=(
        phrases(
            "once i have, once i've got, once i got, once i get, when i have, when i've got, when i get, after i get, "
            "after i have, as soon as i have, as soon as i get, once it's there, once its there, once it is there, "
            "when it's there, when it is there, once it comes, when it comes, once that comes, once the label, "
            "when the label, after the label, once i download, once i can download, once i've downloaded"
        ),
        phrases("how many days, how long, how much time, by when"),
    ),
    barred=phrases(
        "refund, money, page, seller, warehouse, order, item, items, new one, replacement, delivery, delivered, if, "
        "platform, bank, account, approved, approval, dropped, handed it, refunded, exchange, arrived, received, "
        "take to, does it take, will it take, until i get, until it"
    ),
    most=20,
)


def asks_days_once_there(said: str) -> bool:
    """Whether a message asks how long there is from the day on which the label will be there.

    Args:
        said: What the customer wrote.
    """
    return _ONCE_THERE.fits(said)


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
