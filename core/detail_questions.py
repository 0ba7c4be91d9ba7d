"""Short questions for a detail that an answer was about: how much it was, what is in it, which number it has, how long
it is by now."""

from __future__ import annotations

import itertools
from typing import Final, Optional

from core.short_messages import BEFORE_ASKING, MOST_WORDS, pieces, words

_COUNTED: Final = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_NUMBERS: Final = frozenset(_COUNTED)
_SPANS: Final = words("day days week weeks business working calendar")
_AROUND_A_SPAN: Final = _SPANS | words(
    "another of mine is it's it at and after what about if takes took take would be too long then still ok okay fine "
    "late that this my other parcel package second third has have been waiting waited now already by so even with "
    "only just or more than over nearly almost roughly since yet also hm but mine's on reached the a"
)
_AMOUNT: Final = words("much amount sum total")
_AGAIN: Final = words("again amount sum total refund money back")
_AROUND_AN_AMOUNT: Final = (
    _AMOUNT
    | _AGAIN
    | words(
        "how was is it of that the what what's whats were you say said i get do will be for my return and so ok sorry "
        "remind me tell once more please exactly in all did would"
    )
)
_INSIDE: Final = frozenset(itertools.product(("in",), words("there it that this"))) | {("part", "of")}
_IS: Final = words("is are was were")
_AROUND_A_CHECK: Final = (
    _NUMBERS
    | _SPANS
    | words(
        "right correct yes far it it's its is was that's that were so now by already since then been about ok and "
        "isn't wasn't i think have waited handed in sent the ago for"
    )
)
_NOTED: Final = words("note noted write written wrote recorded record down got put counted count")
_AROUND_A_NOTE: Final = _NOTED | words(
    "which what when day date did do does have you me is was the for my it that this of hand-in handing in handed "
    "parcel package return then now again there on as"
)
_CHECKS: Final = words("right correct yes isn't wasn't")


def is_bare_span(said: str) -> bool:
    """Whether a message holds a span against what was told and says no more: "mine is at 12 days"."""
    spoken = pieces(said)
    if not 1 < len(spoken) <= MOST_WORDS or _SPANS.isdisjoint(spoken):
        return False
    return all(word.isdecimal() or word in _AROUND_A_SPAN | _NUMBERS for word in spoken)


def asks_amount_again(said: str) -> bool:
    """Whether a message asks only for an amount that was told or is known: "how much was it again?"."""
    heard = set(pieces(said))
    if len(pieces(said)) > MOST_WORDS or not heard <= _AROUND_AN_AMOUNT:
        return False
    return bool(heard & _AMOUNT and heard & _AGAIN) and not heard.isdisjoint(words("how what what's whats remind tell"))


def asks_what_is_in(said: str) -> bool:
    """Whether a message asks if something is in a return: "is the charger in there as well?"."""
    spoken = _asked(said)
    if not 2 < len(spoken) <= MOST_WORDS or spoken[0] not in _IS:
        return False
    return bool(_INSIDE.intersection(itertools.pairwise(spoken)) or "included" in spoken)


def asks_which_number(said: str) -> bool:
    """Whether a message asks which of several returns a thing is in: "which number was the vase?"."""
    spoken = _asked(said)
    if not 3 < len(spoken) <= MOST_WORDS or spoken[0] not in ("which", "what", "what's"):
        return False
    of_several = spoken[1] in ("number", "return") or spoken[1:4] in (["of", "the", "two"], ["of", "them", "is"])
    return of_several and not _IS.isdisjoint(spoken) and not words("the my a").isdisjoint(spoken[2:])


def asks_which_day(said: str) -> bool:
    """Whether a message asks only which day of the hand-in is noted: "what date have you got down for it?"."""
    spoken = _asked(said)
    heard = set(spoken)
    if not 2 < len(spoken) <= MOST_WORDS or not heard <= _AROUND_A_NOTE or "you" not in heard:
        return False
    names_a_day = spoken[0] == "when" or (spoken[0] in ("which", "what") and spoken[1] in ("day", "date"))
    return names_a_day and bool(heard & _NOTED)


def wants_days_confirmed(said: str) -> bool:
    """Whether a message wants a number of days confirmed: "that's twelve days by now, right?"."""
    spoken = _asked(said)
    if not 1 < len(spoken) <= MOST_WORDS or spoken[-1] not in _CHECKS | {"it"} or _CHECKS.isdisjoint(spoken):
        return False
    if not all(word.isdecimal() or word in _AROUND_A_CHECK for word in spoken):
        return False
    return any(word.isdecimal() or word in _NUMBERS for word in spoken)


def days_confirmed(said: str) -> Optional[int]:
    """The first number of a message, in digits or as a word."""
    named = next((word for word in pieces(said) if word.isdecimal() or word in _NUMBERS), None)
    if named is None:
        return None
    return int(named) if named.isdecimal() else _COUNTED.index(named) + 1


def _asked(said: str) -> list[str]:
    return list(itertools.dropwhile(BEFORE_ASKING.__contains__, pieces(said)))
