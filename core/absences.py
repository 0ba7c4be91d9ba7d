"""Whether something can still be done behind the days that somebody is away, and where their words put the end of it.

"I'm away from Saturday for a week, still in time after?", "on holiday until the 24th, too late when I'm back?".
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

from core.word_sets import WordSets, phrases

_AWAY: Final = phrases(
    "i am away, i'm away, im away, we're away, we are away, be away, being away, go away, going away, gone for, "
    "i'm gone, im gone, we're gone, be gone, abroad, on holiday, on holidays, my holiday, our holiday, holiday starts, "
    "on leave, on vacation, my vacation, our vacation, from vacation, from holiday, travelling, traveling, "
    "in hospital, my trip, in the hospital, on a trip, business trip, out of town, out of the country, not at home, "
    "off for"
)
_AFTER: Final = phrases(
    "in time, too late, after, afterwards, after that, i'm back, im back, i am back, we're back, get back, come back, "
    "be back, be late, soon enough, early enough, get out"
)
_CAN: Final = phrases(
    "in time, too late, be late, still ok, still okay, still fine, still be ok, still be okay, still be fine, "
    "still possible, still do, still return, still send, still hand, still post, do it after, do that after, "
    "return it after, send it after, soon enough, early enough, enough, can i, could i, work"
)
_AWAY_FROM_HOME: Final = WordSets(
    needed=(_AWAY, _AFTER, _CAN),
    barred=phrases(
        "refund, money, page, seller, warehouse, courier, carrier, driver, dropped, handed, posted it, sent it, "
        "was away, were away, was abroad, was on holiday, was in hospital, arrives, arrive, come while, delivery, "
        "bank, cancel, remind, yesterday, ago"
    ),
    most=26,
)
_BACK: Final = re.compile(r"\bback\b[^.;?!]{0,24}$|\breturning (?:on )?(?:the )?$", re.IGNORECASE)
_UNTIL: Final = re.compile(
    r"(?:\b(?:until|till?|through|thru|to|end(?:s|ing)?(?: on)?)|[-\u2013]) ?(?:the )?$", re.IGNORECASE
)
_LED: Final = re.compile(r"(?:until|till?|through|thru)\b", re.IGNORECASE)
#: In characters: what of the words before a day is read.
_NEAR: Final = 32


class Edge(str, Enum):
    """What a day is of an absence."""

    STARTS = "starts"
    ENDS = "ends"
    BACK = "back"


def asks_after_absence(said: str) -> bool:
    """Whether a message tells that its writer is away and asks if what is to be done can wait until then."""
    return _AWAY_FROM_HOME.fits(said)


def edge_of_absence(said: str, start: int) -> Edge:
    """What the day at a place of such a message is: the first one away, the last one, or the one of coming back.

    Args:
        said: What the customer wrote.
        start: Where the day begins.
    """
    before = said[max(0, start - _NEAR) : start]
    if _BACK.search(before) is not None:
        return Edge.BACK
    return Edge.ENDS if _UNTIL.search(before) or _LED.match(said, start) else Edge.STARTS
