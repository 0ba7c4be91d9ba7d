"""Questions how long the platform or the check takes, and if a last day moves that falls on a holiday."""

from __future__ import annotations

from typing import Final

from core.word_sets import WordSets, phrases

_HOW_LONG: Final = phrases("how long, how many days, how much time, by when, how soon, how quickly, how fast")
_PLATFORM: Final = WordSets(
    needed=(
        _HOW_LONG,
        phrases(
            "aliexpress, platform, the review, their review, this review, dispute, decision, decide, mediation, "
            "appeal, arbitration"
        ),
        phrases("take, takes, need, needs, have, last, lasts, decide, decided, decision, wait, before"),
    ),
    barred=phrases(
        "who, whose, seller, warehouse, check, inspection, refund, money, label, window, return it, send back, "
        "to send, to return, parcel, deliver, page, i have, have i, do i have, processed, process, approve"
    ),
    most=16,
)
_CHECK: Final = WordSets(
    needed=(
        _HOW_LONG,
        phrases("check, checking, checks, inspect, inspection, inspecting, looking it over, look it over"),
        phrases("take, takes, need, needs, last, lasts, until, wait"),
    ),
    barred=phrases("platform, aliexpress, seller, dispute, page, money, refund, label, window, if"),
    most=14,
)
_MOVES: Final = WordSets(
    needed=(
        phrases(
            "move, moves, moved, shift, shifts, shifted, roll, rolls, push, pushed, extend, extended, extends, "
            "next working day, next business day, next weekday, following monday, the monday after, instead"
        ),
        phrases("holiday, sunday, saturday, weekend, bank holiday, feast"),
        phrases("till, until, deadline, last day, window, ends, end, limit, it, that"),
    ),
    barred=phrases(
        "page, seller, warehouse, refund, money, parcel, package, post office, hand it, drop it, 17, 48, hours, "
        "moving, house, remind, shift work"
    ),
    most=24,
)


def asks_how_long_platform(said: str) -> bool:
    """Whether a message asks how long the platform takes for its decision: "how long do they need for the review?"."""
    return _PLATFORM.fits(said)


def asks_how_long_check(said: str) -> bool:
    """Whether a message asks how long the check at the warehouse takes: "and the inspection takes how long?"."""
    return _CHECK.fits(said)


def asks_if_end_moves(said: str) -> bool:
    """Whether a message asks if a last day on a weekend or a holiday moves: "that's a Sunday, is it extended?"."""
    return _MOVES.fits(said)
