"""Short messages that go on from a day: another day in its place, what follows it, whether it is sure.

"No, make that Thursday", "the Friday after, I mean", "and the money then?", "is that certain?".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Optional

from core.follow_ups import names_day
from core.money_questions import MONEY
from core.short_messages import MOST_WORDS, pieces, words
from core.word_sets import WordSets, phrases

_AROUND_A_DAY: Final = words(
    "and or but so no nope nah not ok okay well hm hmm um uh oh ah wait hang sorry actually rather instead maybe "
    "please what how about if it it's its that that's was is were be i i'm i'll i'd ill id we we'll do did make go "
    "goes went the on at for by of this next coming last one mean meant say let's lets suppose then after before "
    "week same question again better only just would will can could may might in morning afternoon evening noon day "
    "days it'd were nothing them they me my"
)
_DAY_AFTER: Final = re.compile(
    r"\b(?P<weekday>mon|tues|wednes|thurs|fri|satur|sun)day (?:after|following)\b(?! (?:the|that|my))", re.IGNORECASE
)
_WEEKDAYS: Final[Mapping[str, int]] = MappingProxyType(
    {"mon": 0, "tues": 1, "wednes": 2, "thurs": 3, "fri": 4, "satur": 5, "sun": 6}
)
_PUT_RIGHT: Final = words("no nope nah sorry actually rather instead mean meant wait oops make correction")
_GOING_ON: Final = words("and or what how if then but so")
_LATEST: Final = phrases(
    "at the latest, latest, at the earliest, earliest, from when, till when, until when, by when, when, what date, "
    "which day, which date, how soon"
)
_MONEY_NEXT: Final = WordSets(
    needed=(MONEY | {"paid", "paypal", "bank", "account", "card"}, _LATEST),
    barred=phrases(
        "how much, why, not, never, hasn't, isn't, label, page, seller, order, was it, did it, already, still, lost, "
        "which card, another card, method, where"
    ),
    most=16,
)
_NEXT_ALONE: Final = words(
    "and then what after afterwards that next so from there on when date day follows happens is it the at latest "
    "earliest ok comes hm well"
)
_FOLLOWS: Final = words("then after afterwards next follows")
_AFTER_THAT: Final = phrases(
    "after that, after that date, after that day, after then, from then, from there, once that"
)
_SURE: Final = WordSets(
    needed=(
        phrases(
            "sure, certain, guaranteed, a guarantee, a promise, promised, reliable, definite, definitely, for real, "
            "count on, rely on, fixed, firm"
        ),
    ),
    known=words(
        "and so is are that thats that's it it's this these those sure certain guaranteed a guarantee promise promised "
        "reliable definite definitely for real can could i we count rely on fixed firm date dates then really ok okay "
        "but you for me the days times"
    ),
    most=10,
)


def names_only_day(said: str) -> bool:
    """Whether a message says no more than a day, and what puts it in the place of another or goes on with it."""
    spoken = pieces(said)
    if not 0 < len(spoken) <= MOST_WORDS or not names_day(said):
        return False
    return all(word in _AROUND_A_DAY or names_day(word) for word in spoken)


def puts_day_right(said: str) -> bool:
    """Whether such a message corrects: "no, make that Thursday"."""
    return not _PUT_RIGHT.isdisjoint(pieces(said))


def goes_on_with_day(said: str) -> bool:
    """Whether such a message asks the same of another day: "and Saturday?", "what about the 20th?"."""
    spoken = pieces(said)
    return bool(spoken) and (spoken[0] in _GOING_ON or "?" in said)


def weekday_after(said: str) -> Optional[int]:
    """The weekday (Monday is 0) of "the Friday after", which follows a day that was named before; else None."""
    found = _DAY_AFTER.search(said)
    return _WEEKDAYS[found["weekday"].lower()] if found else None


def asks_for_money_next(said: str) -> bool:
    """Whether a message asks when the money comes after what was told: "and the money then, at the latest?"."""
    spoken = set(pieces(said))
    follows = not spoken.isdisjoint(("then", "so", "and", "after"))
    return follows and not names_day(said) and _MONEY_NEXT.fits(said)


def asks_what_is_next(said: str) -> bool:
    """Whether a message asks only what follows a day: "and then?", "and after that date?"."""
    spoken = pieces(said)
    if not 0 < len(spoken) <= MOST_WORDS or not _NEXT_ALONE.issuperset(spoken):
        return False
    return not _FOLLOWS.isdisjoint(spoken)


def asks_behind_date(said: str) -> bool:
    """Whether a message asks for something behind the last date: "and after that date, when is it on my card?"."""
    return any(each in " ".join(pieces(said)) for each in _AFTER_THAT)


def asks_if_sure(said: str) -> bool:
    """Whether a message asks only if the days that were told are sure: "and that's certain?"."""
    return _SURE.fits(said)
