"""Questions what happens to a count or an advised day: whether it begins again, what holds behind it."""

from __future__ import annotations

from enum import Enum
from typing import Final, Optional

from core.follow_ups import names_day
from core.short_messages import pieces, words
from core.word_sets import WordSets, phrases

_AGAIN: Final = phrases(
    "reset, resets, restart, restarts, renew, renews, renewed, refill, refills, begin again, begins again, "
    "start again, starts again, start over, starts over, begin anew, start anew, from zero, back to zero, "
    "start fresh, starts fresh, run again, runs again, count again, counts again, from the beginning, begin from"
)
#: What a count may go by: the calendar, or a number of days that moves along.
_ROLLING: Final = phrases("rolling, sliding, calendar month, calendar months, per calendar")


class Count(str, Enum):
    """What may begin again."""

    MONTH = "month"
    SELLER = "seller"


_MONTH: Final = WordSets(
    needed=(
        _AGAIN,
        phrases(
            "month, monthly, calendar, free, limit, five, 5, 1st, first, counter, allowance, november, december, it, "
            "that"
        ),
    ),
    barred=phrases("48, seller, hours, request, return a, password, refund, 17, label, window"),
    most=20,
)
_MONTH_GOES_BY: Final = WordSets(
    needed=(
        _ROLLING,
        phrases("limit, five, 5, free, allowance, count, counts, counted, returns, times, month, months"),
    ),
    barred=phrases("48, seller, hours, request, refund, 17, label, window, ordered, received, came, arrived"),
    most=22,
)
_SELLER: Final = WordSets(
    needed=(_AGAIN, phrases("48, 48h, forty-eight, hours, seller")), barred=phrases("month, free, refund"), most=20
)
_BEHIND: Final = phrases(
    "what happens after, happens after, what happens then, after that, after those, what if, if i miss, if i'm late, "
    "miss it, missed, deadline, expire, expires, void, lapse, lapses, too late, longer, strict, otherwise"
)
_ADVISED: Final = WordSets(
    needed=(phrases("5 days, five days, 5 day, five day, 5-day, five-day"), _BEHIND),
    barred=phrases(
        "ago, already, seller, refund hasn't, page, status, warehouse, arrived, came, received, dropped, handed, "
        "posted, been, no money, account, bank, answer, 17, 90, 30, 15, 7, window, order, ordered, left"
    ),
    most=24,
)
_CANNOT: Final = phrases(
    "cannot, can't, cant, don't make it, dont make it, do not make it, not make it, miss it, miss that, miss the day, "
    "not manage, don't manage, not able, unable, don't get there, didn't make it"
)
_GONE: Final = phrases(
    "lost, gone, lose, void, too late, expired, over, forfeited, problem, bad, still return, still send, all over"
)
_MISSED: Final = WordSets(
    needed=(_CANNOT, _GONE, phrases("if, suppose, in case")),
    barred=phrases(
        "parcel, package, tracking, carrier, courier, seller, warehouse, log, login, print, open, find, page, label"
    ),
    most=16,
)
_GOING_ALL: Final = WordSets(
    needed=(
        phrases("i go, i'll go, i will go, i take, i'll take, i bring, i'll bring, i send, i'll send, going, i post"),
        phrases("in time, soon enough, early enough, too late, ok for, okay for, fine for, enough for, late for"),
    ),
    barred=phrases("page, status, refund, money, cancel, seller, warehouse, yesterday, did, dropped, handed, where"),
    most=20,
)
_FIVE: Final = words("5 five")
_ALL: Final = words("all everyone everything each every both three two them these")


def count_restarted(said: str) -> Optional[Count]:
    """What a message asks to begin again: "does the limit reset in November?", "do the 48 hours start over?"."""
    if _SELLER.fits(said):
        return Count.SELLER
    return Count.MONTH if _MONTH.fits(said) or _MONTH_GOES_BY.fits(said) else None


def names_free_returns(said: str) -> bool:
    """Whether a message names what the rules limit in a month: "five free ones", "the limit of 5", "each month"."""
    spoken = frozenset(pieces(said))
    return "month" in said.lower() or "free" in spoken or ("limit" in spoken and not _FIVE.isdisjoint(spoken))


def asks_behind_advice(said: str) -> bool:
    """Whether a message asks what holds behind the advised five days: "they say 5 days, what if I'm later?"."""
    return _ADVISED.fits(said)


def asks_if_missed_costs(said: str) -> bool:
    """Whether a message asks if all is lost where a day is missed: "if I don't make it Friday, is it gone?"."""
    return _MISSED.fits(said)


def asks_if_going_is_in_time(said: str) -> bool:
    """Whether a message plans a day for handing in and asks if it is in time: "I go Monday, soon enough?"."""
    return names_day(said) and _GOING_ALL.fits(said)


def means_all(said: str) -> bool:
    """Whether a message speaks of all its writer's parcels."""
    return not _ALL.isdisjoint(pieces(said))
