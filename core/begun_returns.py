"""Whether a message says that what was told how to do is done: "I've started that already", "already requested"."""

from __future__ import annotations

from typing import Final

from core.short_messages import words
from core.word_sets import WordSets, phrases

_BEGUN: Final = WordSets(
    needed=(
        phrases(
            "started, begun, requested, filed, registered, asked for, applied for, put in, set up, opened a return, "
            "did that, done that, done all that, did all that, that's done, that is done, submitted"
        ),
        phrases("already, ages ago, long since, last week, yesterday, this morning, before"),
    ),
    known=words(
        "i i've ive we we've have has had did done do started begun requested filed registered asked for applied put "
        "in set up opened submitted it that's that this one all the a an my return returns request form already ages "
        "ago long since last week yesterday morning before and now so but well yes yeah no ok okay oh hm is been sorry "
        "thanks then as said told you actually tho though"
    ),
    barred=phrases("started crying, not, it started, that started"),
    most=12,
)


def tells_it_is_begun(said: str) -> bool:
    """Whether a message says that its writer has asked for a return already, and asks nothing.

    Args:
        said: What the customer wrote, in English.
    """
    return "?" not in said and _BEGUN.fits(said)
