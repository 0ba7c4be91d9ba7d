"""Whether a message asks nothing but for the day of what was just told: "when then?", "so which day exactly"."""

from __future__ import annotations

from typing import Final

from core.short_messages import words
from core.word_sets import WordSets, phrases

_WHEN: Final = WordSets(
    needed=(phrases("when, what day, which day, what date, which date, wen"),),
    barred=phrases("since when, when from, when was, when did, when were, and when, when else"),
    known=words(
        "when wen what which day date then so and but ok okay no nope really exactly precisely roughly about it that "
        "is will be please pls yes yeah hm hmm well well, just tell me sorry would i mean ah oh on actually"
    ),
    most=7,
)


def asks_when_alone(said: str) -> bool:
    """Whether a message asks for the day of what was told before it, and for nothing else.

    Args:
        said: What the customer wrote.
    """
    return _WHEN.fits(said)
