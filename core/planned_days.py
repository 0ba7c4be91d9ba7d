"""Whether a message asks if a parcel may be handed in on a day: "couldn't go today, is Friday ok?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from core.days_put_up import puts_up_day
from core.follow_ups import asks_in_time, names_day
from core.hand_in_words import HAND, HANDING, WAYS
from core.short_messages import MOST_WORDS, asked_pieces, pieces, words

_PART: Final = re.compile(r"[,;.!?\n\u2013\u2014]| - |\bso\b|\bbut\b")
_MAY: Final = words("can could may shall should")
_SPEAKERS: Final = words("i we")
_DEEDS: Final = HAND | HANDING | WAYS | words("go going drop-off hand-in")
#: What is asked with these is another question: where, who does it, what the page or the money does.
_ELSE: Final = words(
    "where how who what which why whose page site website status marked shows refund refunded money label code cancel "
    "remind reminder order ordered collect collected pick picked pick-up pickup courier driver call ring phone holiday "
    "return returned back cash exchange swap"
)
_PUT_UP: Final = words("instead rather then")
#: "Is that ok?", behind the plan that it is about.
_JUDGED: Final = words("ok okay fine alright good enough late possible")
_AROUND_JUDGED: Final = words("is that it this still too would be will then early soon all right or am i are we")
#: In words: what puts up a day is short.
_SHORT: Final = 6


def asks_if_day_does(said: str) -> bool:
    """Whether a message asks if a day that it names is one for handing in a parcel.

    Args:
        said: What the customer wrote, in English; that it is about a parcel, others know.
    """
    if len(pieces(said)) > 2 * MOST_WORDS or not names_day(said) or not _ELSE.isdisjoint(pieces(said)):
        return False
    if puts_up_day(said) or asks_in_time(said):
        return True
    parts = [part for part in _PART.split(said.lower()) if pieces(part)]
    return any(_asks(part) for part in parts) or ("?" in said and _is_put_up(parts))


def _asks(part: str) -> bool:
    """Whether a part asks it in a sentence: "can I drop it off on Monday", "would Friday be fine"."""
    spoken = asked_pieces(part)
    may = any(first in _MAY and second in _SPEAKERS for first, second in pairwise(spoken[:3]))
    if may and names_day(part) and not _DEEDS.isdisjoint(spoken):
        return True
    judged, _, deed = part.partition(" to " if " to " in part else " if ")
    return asks_in_time(judged) and (not deed or not _DEEDS.isdisjoint(pieces(deed)))


def _is_put_up(parts: Sequence[str]) -> bool:
    """Whether the last part puts up a day, or asks if the one before it is fine: "Thursday instead", "is that ok"."""
    last = pieces(parts[-1])
    if len(parts) == 1 or len(last) > _SHORT:
        return False
    if names_day(parts[-1]):
        return not _PUT_UP.isdisjoint(last) or len(last) <= len(("on", "the", "16th"))
    return not _JUDGED.isdisjoint(last) and _JUDGED.union(_AROUND_JUDGED).issuperset(last)
