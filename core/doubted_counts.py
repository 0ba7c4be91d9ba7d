"""Messages that doubt how many returns were counted: "I only count four"."""

from __future__ import annotations

from typing import Final

from core.supposed_facts import MOST_WORDS
from core.word_sets import WordSets, phrases


def objects_to_count(said: str) -> bool:
    """Whether a message says that another number was counted than its writer knows of: "I only count four"."""
    return any(each.fits(said) for each in _OBJECTIONS)


_COUNTS: Final = phrases(
    "one, two, three, four, five, six, none, zero, 1, 2, 3, 4, 5, 6, that many, so many, any, once, twice"
)
_OBJECTIONS: Final = (
    WordSets(
        needed=(
            phrases("i, i've, we, we've, me, my"),
            phrases(
                "count, counted, made, used, had, sent, returned, returns, return, remember, see, get to, come to, done"
            ),
            _COUNTS,
            phrases(
                "only, just, what, no, never, not, wrong, can't be, how come, really, but, didn't, haven't, huh, sure, "
                "impossible, mistake, incorrect"
            ),
        ),
        barred=phrases(
            "which, money, refund, days, day, items, item, if, hours, weeks, times a, last month, can i, could i, label"
        ),
        most=MOST_WORDS,
    ),
    WordSets(
        needed=(
            phrases("that's, that, it's, it, five, 5, number, count"),
            phrases("can't be right, isn't right, is not right, not right, is wrong, can't be, too many, not five"),
        ),
        barred=phrases("money, refund, day, days, date, order, items, address, email"),
        most=10,
    ),
)
