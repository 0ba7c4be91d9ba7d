"""Short questions for a detail that an answer was about: how much it was, what is in it, which number it has, how long
it is by now, on which day something happened."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Optional

from core.money_questions import MONEY, PARCELS
from core.short_messages import MOST_WORDS, asked_pieces, pieces, words
from core.word_sets import WordSets, phrases

_COUNTED: Final = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_NUMBERS: Final = frozenset(_COUNTED)
_SPANS: Final = words("day days week weeks business working calendar")
_AROUND_A_SPAN: Final = _SPANS | words(
    "another of mine is it's it at and after what about if takes took take would be too long then still ok okay fine "
    "late that this my other parcel package second third has have been waiting waited now already by so even with "
    "only just or more than over nearly almost roughly since yet also hm but mine's on reached the a was were "
    "confirmed approved accepted received inspected checked issued passed ago not isn't all they you though anyway "
    "well no wait had it them there normal usual fine for that's thats either way innit right surely definitely anyway "
    "clearly far much longer in any case point still"
)
_AMOUNT: Final = words("much amount sum total")
_AGAIN: Final = words("again amount sum total refund money back")
_AMOUNT_AGAIN: Final = WordSets(
    needed=(_AMOUNT, _AGAIN, words("how what what's whats remind tell")),
    known=_AMOUNT
    | _AGAIN
    | words(
        "how was is it of that the what what's whats were you say said i get do will be for my return and so ok sorry "
        "remind me tell once more please exactly in all did would"
    ),
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

_SENT: Final = ("dropped_off", "carrier_scan")
_RECEIVED: Final = ("warehouse_received",)
_REFUNDED: Final = ("refund_issued",)
#: What customers call that which happens to a return, and what its events are called, the likelier one first.
_EVENTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        **dict.fromkeys(words("requested request applied apply submitted submit filed asked"), ("requested",)),
        **dict.fromkeys(words("approved approve accepted accept okayed"), ("approved",)),
        **dict.fromkeys(words("answered answer replied reply responded respond"), ("seller_responded",)),
        **dict.fromkeys(words("label code"), ("label_issued",)),
        **dict.fromkeys(words("handed hand dropped drop brought bring posted post mailed mail shipped ship"), _SENT),
        **dict.fromkeys(words("took take gave give"), _SENT),
        **dict.fromkeys(words("scanned scan"), ("carrier_scan",)),
        **dict.fromkeys(words("arrived arrive received receive reached reach delivered deliver got get"), _RECEIVED),
        **dict.fromkeys(
            words("checked check inspected inspect inspection passed pass failed fail"),
            ("inspection_passed", "inspection_failed"),
        ),
        **dict.fromkeys(words("cancelled cancel canceled"), ("cancelled",)),
        **dict.fromkeys(words("declined decline rejected reject refused refuse"), ("rejected",)),
        **dict.fromkeys(words("escalated"), ("escalated",)),
    }
)
_SENDING: Final = words("sent send")
_PAID_BACK: Final = _SENDING | words("paid pay issued issue refunded started start left")
_HAVING: Final = words("had have got holding")
_SPEAKER: Final = words("i we i've we've")
_PAST: Final = words("did was were had have has i've they've you've it's")
#: What is told of an order on its way to the customer, or of a wish, is no event of a return.
_ELSEWHERE: Final = words("order ordered ordering buy bought purchase purchased placed if will would should can could")
_HOW_MANY: Final = frozenset([("how", "many"), ("how", "long")])
_ON_WHICH_DAY: Final = frozenset([("what", "day"), ("which", "day"), ("what", "date"), ("which", "date")])
_AROUND_A_TIME_SO_FAR: Final = (
    _SPANS
    | _HAVING
    | words(
        "how many long is that it it's its that's been now already since then so far by today has passed gone in total "
        "the this they you them there with for ago was have exactly would be"
    )
)
_USUAL: Final = words("normally usually typically generally normal usual general average")
_AROUND_THE_USUAL: Final = words(
    "how long do does did will would should you they it that this these things one such a step take takes need needs "
    "for then in on to be is as rule me people with last lasts"
)
_DAYS_LEFT: Final = WordSets(
    needed=(
        phrases("how many, how long, how much time, until when, till when, by when, days, time"),
        phrases(
            "left, remaining, remain, still have, do i have, have i got, i have, i got, is that, to go, until when"
        ),
    ),
    barred=phrases("free, returns, refund, money, label, seller, check, in general, usually, normally, generally, if"),
    most=12,
)
_SEEING: Final = words("see seen look looked looking find found check checked read follow followed")


def is_bare_span(said: str) -> bool:
    """Whether a message holds a span against what was told and says no more: "mine is at 12 days"."""
    spoken = pieces(said)
    if not 1 < len(spoken) <= MOST_WORDS or _SPANS.isdisjoint(spoken):
        return False
    return all(word.isdecimal() or word in _AROUND_A_SPAN | _NUMBERS for word in spoken)


def asks_amount_again(said: str) -> bool:
    """Whether a message asks only for an amount that was told or is known: "how much was it again?"."""
    return _AMOUNT_AGAIN.fits(said)


_WHICH: Final = words("which what")
_CONTENTS: Final = words("things items articles products stuff")


def asks_what_is_in(said: str) -> bool:
    """Whether a message asks what is in a return: "is the charger in there as well?", "which things are in it?"."""
    spoken = asked_pieces(said)
    if spoken[:1] and spoken[0] in _WHICH and len(spoken) > 1 and spoken[1] in _CONTENTS:
        spoken = spoken[2:]
    if not 2 < len(spoken) <= MOST_WORDS or spoken[0] not in _IS:
        return False
    return bool(_INSIDE.intersection(itertools.pairwise(spoken)) or "included" in spoken)


def asks_which_number(said: str) -> bool:
    """Whether a message asks which of several returns a thing is in: "which number was the vase?"."""
    spoken = asked_pieces(said)
    if not 3 < len(spoken) <= MOST_WORDS or spoken[0] not in ("which", "what", "what's"):
        return False
    of_several = spoken[1] in ("number", "return") or spoken[1:4] in (["of", "the", "two"], ["of", "them", "is"])
    return of_several and not _IS.isdisjoint(spoken) and not words("the my a").isdisjoint(spoken[2:])


def asks_which_day(said: str) -> bool:
    """Whether a message asks only which day of the hand-in is noted: "what date have you got down for it?"."""
    spoken = asked_pieces(said)
    heard = set(spoken)
    if not 2 < len(spoken) <= MOST_WORDS or not heard <= _AROUND_A_NOTE or "you" not in heard:
        return False
    names_a_day = spoken[0] == "when" or (spoken[0] in ("which", "what") and spoken[1] in ("day", "date"))
    return names_a_day and bool(heard & _NOTED)


def wants_days_confirmed(said: str) -> bool:
    """Whether a message wants a number of days confirmed: "that's twelve days by now, right?"."""
    spoken = asked_pieces(said)
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


def event_asked(said: str) -> tuple[str, ...]:
    """The kinds of events of a return of which a message asks the day, the likelier one first; none where it asks for
    no such day: "when did I hand it in?", "since when have they had it?".
    """
    spoken = asked_pieces(said)
    heard = set(spoken)
    if not 2 < len(spoken) <= MOST_WORDS or heard & _ELSEWHERE or not _asks_day(spoken):
        return ()
    if heard & _SENDING and not heard & MONEY:
        return _SENT if heard & _SPEAKER or heard & PARCELS else _REFUNDED
    if heard & MONEY or "refunded" in heard:
        return _REFUNDED if heard & _PAID_BACK else ()
    named = next((_EVENTS[word] for word in spoken if word in _EVENTS and word not in _HAVING), None)
    if named is None and heard & _HAVING and not heard & _SPEAKER:
        return _RECEIVED
    if named is None and "got" in heard:
        return () if heard & _SPEAKER else _RECEIVED
    # "When did I get it?" asks for the day on which the order came.
    return () if named is None or (named == _RECEIVED and heard & _SPEAKER) else named


def asks_days_so_far(said: str) -> bool:
    """Whether a message asks how long something has lasted: "how many days is that now?", "how long is it by now?"."""
    spoken = asked_pieces(said)
    heard = set(spoken)
    if not 3 < len(spoken) <= MOST_WORDS or not heard <= _AROUND_A_TIME_SO_FAR:
        return False
    asks = tuple(spoken[:2]) in (("how", "many"), ("how", "long")) and (spoken[1] == "long" or bool(heard & _SPANS))
    return asks and not heard.isdisjoint(("now", "already", "since", "far", "been", "passed", "gone", "had"))


def asks_days_left(said: str) -> bool:
    """Whether a message asks how much time is left for what was told: "how many days left on that one?"."""
    return _DAYS_LEFT.fits(said)


def asks_usual_time(said: str) -> bool:
    """Whether a message asks only how long something takes as a rule: "how long do you normally need?"."""
    spoken = asked_pieces(said)
    heard = set(spoken)
    asks = tuple(spoken[:2]) == ("how", "long") and len(spoken) <= MOST_WORDS
    return asks and heard <= _AROUND_THE_USUAL | _USUAL and not heard.isdisjoint(_USUAL)


def asks_where_seen(said: str) -> bool:
    """Whether a message asks where that which was told is shown: "where could I have seen that?"."""
    spoken = asked_pieces(said)
    heard = set(spoken)
    points = not heard.isdisjoint(words("that this it those these myself"))
    return spoken[:1] == ["where"] and len(spoken) <= MOST_WORDS and points and not heard.isdisjoint(_SEEING)


def _asks_day(spoken: list[str]) -> bool:
    """Whether words ask for a day of the past: "when did", "since when have", "on which day was"."""
    asked = spoken[1:] if spoken[0] in ("on", "since", "from") else spoken
    pair = tuple(asked[:2])
    if pair[:1] == ("when",):
        return len(asked) > 1 and (asked[1] in _PAST or (spoken[0] == "since" and asked[1] in _IS | {"do", "does"}))
    if pair in _ON_WHICH_DAY:
        return len(asked) > 2 and asked[2] in _PAST
    if pair in _HOW_MANY and "since" in spoken:
        return "days" in spoken or pair[1] == "long"
    return pair == ("how", "long") and len(asked) > 2 and asked[2] in ("have", "has") and not _SPEAKER & set(asked)
