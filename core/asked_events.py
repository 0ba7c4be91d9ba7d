"""Questions whether a parcel was handed in or has arrived, and whether there is still time to send it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Optional

from core.short_messages import pieces, words
from core.supposed_facts import Supposed, supposed_in
from core.word_sets import WordSets, phrases

#: In words: a longer question tells a story.
_MOST_WORDS: Final = 14
_VERBS: Final = words(
    "was is has did have were are had wasn't isn't hasn't didn't haven't weren't wasnt isnt hasnt didnt havent"
)
_BEFORE: Final = words("so and but ok okay hey hi hello please sorry well um wait then hm hmm oh also or")
_SUBJECTS: Final = words(
    "it my the this that i we they he she anyone anybody someone somebody return parcel package box everything r you"
)
#: What stands around the names of several returns, and what means two of them.
_SEVERAL: Final = words("or and both either neither of them they these those the two my return returns parcel parcels")
_OF_TWO: Final = words("both either two")
_SHORTEST_NUMBER: Final = 5
#: "Did" takes the bare verb.
_DONE: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{"hand": "handed", "drop": "dropped", "post": "posted", "send": "sent", "ship": "shipped", "mail": "posted"},
        **{"arrive": "arrived", "reach": "reached", "get": "got", "receive": "received", "take": "took"},
    }
)
_BESIDE: Final = words("yet already ever actually really even now still just")
_EVENTS: Final = (Supposed.HANDED_IN, Supposed.AT_WAREHOUSE)
_OF_AN_EVENT: Final = WordSets(
    needed=(),
    barred=phrases(
        "normal, late, in time, when, how, why, which, where, what, who, if, refunded, money, refund, label, order, "
        "cancel, approved, fine, ok, okay, allowed, enough, free, or, days, from the day, you sent, you paid"
    ),
    most=_MOST_WORDS,
)
_TIME_LEFT: Final = WordSets(
    needed=(
        phrases(
            "send, post, ship, mail, hand in, hand it in, drop off, drop it off, bring, sending, posting, mailing, "
            "shipping, handing it in, dropping it off, drop it, hand it over, take it, posting it"
        ),
        phrases("too late, in time, late, still, early enough, soon enough, be ok, be okay, be fine, time left"),
    ),
    first=phrases(
        "is it, would, will, can i, can we, could i, may i, am i, are we, do i still, have i still, is there, "
        "what if i, if i, should i, is monday, is tuesday, is wednesday, is thursday, is friday, is saturday, "
        "is sunday, is tomorrow, is today, is the"
    ),
    barred=phrases(
        "cancel, refund, money, label, order, another, other, more, rest, again, new, back to me, photos, photo, "
        "second, also, page, change, why, still says, hasn't, handed, i sent, posted, arrive, arrives"
    ),
    most=_MOST_WORDS,
)


def event_asked_for(said: str) -> Optional[Supposed]:
    """What a question asks to have happened to a parcel, "was it posted?"; None where it asks something else.

    Args:
        said: What the customer wrote.
    """
    spoken = [word.replace("\u2019", "'") for word in pieces(said)]
    while spoken and spoken[0] in _BEFORE:
        spoken = spoken[1:]
    spoken = [*spoken[:1], *_as_one(spoken[1:])]
    if len(spoken) < len(("was", "it", "sent")) or spoken[0] not in _VERBS or spoken[1] not in _SUBJECTS:
        return None
    if not _OF_AN_EVENT.fits(" ".join(spoken)):
        return None
    asks_of_deed = spoken[0].startswith("did")
    rest = [_DONE.get(word, word) if asks_of_deed else word for word in spoken[1:] if word not in _BESIDE]
    # "Was my box sent?" puts up that it was sent.
    text = " ".join("was sent" if word == "sent" and not asks_of_deed else word for word in rest)
    return next((each for each in supposed_in(text) if each in _EVENTS), None)


def _as_one(subject: list[str]) -> list[str]:
    """The words behind a verb, "it" in the place of several returns: "R1001 or R1002", "both of them"."""
    rest = list(itertools.dropwhile(lambda word: word in _SEVERAL or _is_number(word), subject))
    of_several = subject[: len(subject) - len(rest)]
    tells_which = any(_is_number(word) or word in _OF_TWO for word in of_several)
    return ["it", *rest] if tells_which else subject


def _is_number(word: str) -> bool:
    return len(word) >= _SHORTEST_NUMBER and sum(map(str.isdigit, word)) >= _SHORTEST_NUMBER - 1


def asks_if_time_is_left(said: str) -> bool:
    """Whether a message asks if a parcel can still be sent: "would Saturday be too late to post it?"."""
    return _TIME_LEFT.fits(said)
