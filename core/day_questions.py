"""Short questions about days behind an answer: which one counts, whether a number of days is over, another month."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Optional

from core.short_messages import MOST_WORDS, asked_pieces, pieces, words
from core.word_sets import WordSets, phrases

_WEEK: Final = words(
    "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays "
    "sundays weekend weekends saturday's sunday's"
)
_AROUND_A_COUNT: Final = _WEEK | words(
    "you do does is are it as a an the work working business day days workday workdays count counts counted counting "
    "too also yes no right or not and so there here with for in your that this they then isn't it's that's thats "
    "normal considered taken treated treat take consider also ok hm"
)
_WORKDAY: Final = frozenset(
    f"{first} {last}" for first in ("work", "working", "business") for last in ("day", "days")
) | words("workday workdays")
_ORDINALS: Final[Mapping[str, int]] = MappingProxyType(
    {
        **{"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "tenth": 10},
        **{"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "twentieth": 20, "20th": 20, "10th": 10, "last": 0},
    }
)
_NTH: Final = re.compile(rf"\b(?P<nth>{'|'.join(_ORDINALS)}) (?:working |business |work )?day\b(?! of)", re.IGNORECASE)
_WHICH: Final = words("which what when would falls be")
_AROUND_NTH: Final = words(
    "so and the day would be which what when is that then one falls on it working business work date ok hm of those "
    "these 20 3 ends on for you"
)
_OVER: Final = re.compile(r"\b(?P<count>\d{1,3}|seventeen)[ -]days?\b", re.IGNORECASE)
_ALREADY: Final = WordSets(
    needed=(
        phrases(
            "already, over, up, passed, past, gone, by now, now, today, yet, isn't that, isnt that, aren't those, "
            "arent those, is that, are those, are the, have the, wasn't that, done, reached"
        ),
    ),
    barred=phrases(
        "why, when, from what, what day, which day, working, business, weekend, weekends, count, counts, seller, "
        "refund, money, 90, window, return it, still return, order, if"
    ),
    most=10,
)
_NOT_ARRIVED: Final = re.compile(
    r"\b(?:(?:has|have|had|is|was|did)(?:n['\u2019]?t| not)|never|not) (?:even |yet |been |really )?"
    r"(?:arriv\w+|delivered|shown up|turned up|there yet|got there|"
    r"reached (?:you|them|the warehouse|anyone|anybody))|\bnowhere to be (?:found|seen)\b",
    re.IGNORECASE,
)
_TWO_PARCELS: Final = WordSets(
    needed=(
        phrases("two, both, neither, the other, the second, another one, second one"),
        phrases("went, went off, sent, posted, dropped, handed, left, mailed, shipped, gone"),
        phrases("parcel, parcels, package, packages, return, returns, box, boxes, one, first"),
    ),
    barred=phrases("own label, own cost, ordered, bought, seller, label came, if"),
    most=40,
)
_MONTHS: Final = words("january february march april june july august september october november december month")
_AROUND_A_MONTH: Final = _MONTHS | words(
    "and in what about then next for the new it may how or is that ok so again start from if i wait until till could "
    "can would be free another"
)
_USED_UP: Final = WordSets(
    needed=(
        phrases("another, other, different order, new one, one more, also, too, sixth, 6th, now theres, now there's"),
        phrases("already, going, used, had, done, made, this month, so far, open, running, got 5, have 5, five, 5"),
        phrases("this month, month, 5, five, all of them, the limit"),
    ),
    barred=phrases("how many, arrived, came, missing, refund, money, days, where, late, stuck, lost"),
    most=24,
)
_ARRIVED_ON: Final = re.compile(
    r"^(?:and |so |well,? |ok,? |it['\u2019]s |no |sorry )*(?:it|they|mine|the \w+|my \w+|that one)(?: all| both)? "
    r"(?:arrived|came|got here|was delivered|were delivered|reached me|landed)\b[^?]{0,30}$",
    re.IGNORECASE,
)
_BEFORE_ARRIVAL: Final = WordSets(
    needed=(
        phrases("before, isn't here, hasn't come, hasn't arrived, not here yet, not arrived yet"),
        phrases(
            "gets here, get here, got here, arrives, arrived, comes, come, i have it, i've got it, i get it, "
            "i receive it, it's here, it is here, is delivered, reaches me, delivery, i've received it"
        ),
        phrases(
            "return it, send it back, give it back, start a return, ask for a return, return that, return the, return"
        ),
        phrases("can i, could i, may i, possible, am i, can we, could we"),
    ),
    barred=phrases("warehouse, label, parcel back, seller, refund, money, until, late, page, post office, ago, came"),
    most=16,
)
_WAITING: Final = WordSets(
    needed=(
        phrases("wait, waiting, leave it, put it off, hold on, hold off, sit on it"),
        phrases("if i, if we, can i, could i, may i, when i, suppose i"),
        phrases("still, ok, okay, fine, in time, too late, alright, possible, good"),
    ),
    barred=phrases("refund, money, page, status, seller, warehouse, label, parcel, package, answer"),
    most=16,
)
_GOING: Final = WordSets(
    needed=(words("go going"), phrases("if i, if we, what if i, suppose i, can i, could i")),
    barred=phrases(
        "page, status, website, change, refund, money, cancel, late on, seller, warehouse, label, before, unchanged, "
        "still, nothing, yesterday, was, did, dropped, handed"
    ),
    most=MOST_WORDS,
)


_LATE: Final = WordSets(
    needed=(words("late overdue"), words("is it's its that's thats isn't isnt now already so")),
    barred=phrases(
        "too late, how late, if, refund, money, warehouse, seller, or, order, when, why, not late, fee, later, "
        "to send, to return, to hand, to bring, tomorrow, day, remind"
    ),
    most=MOST_WORDS,
)
_HOW_LATE: Final = WordSets(
    needed=(phrases("how late, how overdue, how many days late, since when is it late, late by how much"),),
    barred=phrases("can i, could i, may i, how late can, open, send, return, hand"),
    most=10,
)
_ONE_OR_OTHER: Final = re.compile(r"\b(?:was|is) (?:it|that)\b[^?]{0,20}\bor\b", re.IGNORECASE)


def asks_if_late(said: str) -> bool:
    """Whether a message asks if what was told is late: "so it's late?", "says the same still. Is that overdue?"."""
    return _LATE.fits(said)


def asks_how_late(said: str) -> bool:
    """Whether a message asks only how late something is by now."""
    return _HOW_LATE.fits(said)


_MOVES_DATE: Final = re.compile(
    r"\b(?:does|do|will|would|can|could|it|that|this|so)\b.{0,30}"
    r"\b(?:change|changes|move|moves|shift|shifts|affect|affects|extend|extends|delay|delays|push|pushes)\b.{0,15}"
    r"\b(?:date|deadline|days|day|it|that|count|17)\b",
    re.IGNORECASE,
)
_HAPPENED: Final = words(
    "scan scanned tracking problem exception customs stuck strike delay delayed carrier courier sorting depot stood"
)


def asks_if_date_moves(said: str) -> bool:
    """Whether a message asks if what happened to a parcel on its way changes a date: "a problem in the depot, does that
    move the deadline?"."""
    spoken = pieces(said)
    is_short = len(spoken) <= 2 * MOST_WORDS
    return is_short and not _HAPPENED.isdisjoint(spoken) and _MOVES_DATE.search(said) is not None


def asks_which_of_two(said: str) -> bool:
    """Whether a message asks which of two days it was: "was that Monday or Tuesday?"; others know the days."""
    return len(pieces(said)) <= MOST_WORDS and _ONE_OR_OTHER.search(said) is not None


def asks_if_workday(said: str) -> bool:
    """Whether a message asks if a weekday is a working day: "Sunday you count as work day yes?"."""
    spoken = pieces(said)
    if not 2 < len(spoken) <= MOST_WORDS or not _AROUND_A_COUNT.issuperset(spoken) or _WEEK.isdisjoint(spoken):
        return False
    heard = f" {' '.join(spoken)} "
    return any(f" {each} " in heard for each in _WORKDAY)


def nth_day_asked(said: str) -> Optional[int]:
    """Which day of a span a message asks for, "so the third day would be which?"; 0 is the last, None asks for none."""
    found, spoken = _NTH.search(said), pieces(said)
    if found is None or len(spoken) > MOST_WORDS or _WHICH.isdisjoint(spoken):
        return None
    return _ORDINALS[found["nth"].lower()] if (_AROUND_NTH | set(_ORDINALS)).issuperset(spoken) else None


def days_asked_over(said: str) -> Optional[int]:
    """The number of days of which a message asks if they are over: "isn't that 17 days already?"; else None."""
    found = _OVER.search(said)
    if found is None or not _ALREADY.fits(said):
        return None
    return int(found["count"]) if found["count"].isdigit() else 17


def tells_of_no_delivery(said: str) -> bool:
    """Whether a message tells that a parcel has not arrived where it goes: "it hasn't been delivered anywhere"."""
    return _NOT_ARRIVED.search(said) is not None


def tells_of_two_parcels(said: str) -> bool:
    """Whether a message tells of two parcels that went on their way: "one left on Monday, the second on Friday"."""
    return _TWO_PARCELS.fits(said)


def asks_of_month(said: str) -> bool:
    """Whether a message asks only of another month: "and in November?"."""
    spoken = asked_pieces(said)
    return 0 < len(spoken) <= MOST_WORDS and not _MONTHS.isdisjoint(spoken) and _AROUND_A_MONTH.issuperset(spoken)


def tells_of_further_return(said: str) -> bool:
    """Whether a message tells of one more thing to return beside those of this month: "5 so far, now a sixth"."""
    return _USED_UP.fits(said)


def tells_only_of_arrival(said: str) -> bool:
    """Whether a message tells only when an order came: "it arrived on the 9th"."""
    return len(pieces(said)) <= MOST_WORDS // 2 + 1 and _ARRIVED_ON.match(said.strip()) is not None


def asks_before_arrival(said: str) -> bool:
    """Whether a message asks if something can be returned that has not come yet."""
    return _BEFORE_ARRIVAL.fits(said)


def asks_to_wait(said: str) -> bool:
    """Whether a message asks if there is still time if its writer waits: "if I leave it till the 3rd, still fine?"."""
    return _WAITING.fits(said)


def asks_of_going(said: str) -> bool:
    """Whether a message asks what holds if its writer hands in the parcel on a day: "and if I only go on Monday?"."""
    return _GOING.fits(said)
