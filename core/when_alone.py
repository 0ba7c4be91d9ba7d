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


#: "Last possible day again?", "so what was the latest date?"
_LAST_DAY: Final = WordSets(
    needed=(
        phrases(
            "last day, last possible day, latest day, final day, last date, latest date, final date, at the latest"
        ),
    ),
    known=words(
        "last latest final possible very day date at the again what what's whats which when is was be it that so and "
        "then ok okay please pls exactly precisely once more remind me tell by of for say said you did would hm hmm "
        "sorry will could on my mine one time"
    ),
    most=10,
)


def asks_when_alone(said: str) -> bool:
    """Whether a message asks for the day of what was told before it, and for nothing else.

    Args:
        said: What the customer wrote.
    """
    return _WHEN.fits(said) or _LAST_DAY.fits(said)
