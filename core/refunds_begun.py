"""What short messages tell and ask of a refund that has begun: since when it runs, its first and its last day."""

from __future__ import annotations

from typing import Final

from core.follow_ups import names_day
from core.short_messages import asked_pieces, words
from core.word_sets import WordSets, phrases

_REFUND: Final = phrases("refund, my money, the money, refunded, repaid, paid back, paid me back, reimbursement")
_BEGAN: Final = phrases(
    "started, was started, began, begun, issued, initiated, released, sent, paid out, refunded, repaid, paid back, "
    "paid me back, processed, made, triggered, launched, went out, approved on, running since, since"
)
_BEGINS: Final = WordSets(
    needed=(_REFUND, _BEGAN),
    barred=phrases(
        "not started, hasn't, hasnt, didn't, never, if, suppose, once, will start, will be, would be, should, "
        "when was, why, label, parcel, package, waiting, wait, asked for, requested, sent it, sent them, sent my, "
        "i sent, we sent, sent back, dropped, handed, posted, delivered, arrived, warehouse, how much, seller, "
        "request, promised, said, order"
    ),
    most=22,
)
_AROUND_A_BOUND: Final = words(
    "so what which day date when is be would that the it and for my refund money case worst best at latest earliest "
    "soonest longest most then on by of in depends depend it's what's or to first last possible could can i there here "
    "with bad luck absolute very"
)
_LAST: Final = phrases("worst case, latest, longest, at most, last day, bad luck")
_FIRST: Final = phrases("best case, earliest, soonest, first day")
_AROUND_A_PLACE: Final = words(
    "i i'm im we we're live living am are in from it it's its is and so well here based my our account bank by the way "
    "that would be near sorry forgot to say ok okay hi country residing sit over btw"
)
_OF_PLACES: Final = 3
_FOLLOWS: Final = WordSets(
    needed=(
        phrases("follow, track, check on, watch, keep an eye, see, progress, look it up"),
        phrases("how, where, can i, could i, is there a way"),
        phrases("it, that, this, the amount, the sum, the money, the refund, my refund, progress"),
    ),
    known=words(
        "and so ok okay then how where can could do i we follow track check on watch keep an eye see the progress of "
        "is there a way to it that this amount sum money refund my online myself now somewhere look up be any"
    ),
    most=12,
)


def tells_refund_began(said: str) -> bool:
    """Whether a message tells on which day a refund began: "they issued the refund on the 2nd"."""
    return names_day(said) and _BEGINS.fits(said)


def asks_for_last_day(said: str) -> bool:
    """Whether a message asks only for the last day of what was told: "worst case?", "and at the latest?"."""
    return _is_bound(said, _LAST)


def asks_for_first_day(said: str) -> bool:
    """Whether a message asks only for the first day of what was told: "what's the earliest?"."""
    return _is_bound(said, _FIRST)


def tells_only_place(said: str) -> bool:
    """Whether a message says little more than where somebody is; that it names a place, others know."""
    others = [word for word in asked_pieces(said) if word not in _AROUND_A_PLACE]
    return 0 < len(others) <= _OF_PLACES and "?" not in said


def asks_to_follow(said: str) -> bool:
    """Whether a message asks where what was told can be followed: "how do I track that?", "where can I see it?"."""
    return _FOLLOWS.fits(said)


def _is_bound(said: str, bound: frozenset[str]) -> bool:
    spoken = asked_pieces(said)
    heard = f" {' '.join(spoken)} "
    return _AROUND_A_BOUND.issuperset(spoken) and any(f" {each} " in heard for each in bound)
