"""What a message says to happen on the day that it names: a parcel reaches the warehouse, a check ends, a label comes.

"Say it gets to them on Friday", "suppose the label comes tomorrow", "I asked for it on Sunday at six": no hand-in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from enum import Enum
from types import MappingProxyType
from typing import Final, Optional

from core.follow_ups import names_day
from core.money_questions import MONEY
from core.short_messages import MOST_WORDS, asked_pieces, pieces, words
from core.word_sets import WordSets, phrases


class DayOf(str, Enum):
    """What happens on a day; the values are those of `policy.chain.Happening`."""

    REQUESTED = "requested"
    LABELLED = "labelled"
    AT_WAREHOUSE = "at_warehouse"
    CHECKED = "checked"


_SUPPOSING: Final = words("if suppose supposing say assume assuming imagine pretend let's lets case provided")
_AS_SOON_AS: Final = words("when once as")
_PAGE: Final = phrases(
    "page, status, website, site, marked, label, labels, seller, order, ordered, my delivery, to me, reach me, "
    "reaches me, reached me, reaching me, here, home, cancel, remind, hand it, hand in, handed, drop, dropped, "
    "drop it, post it, posted, bring it, brought, send it, i send, i sent, window, who, where, how do"
)
_ARRIVES: Final = phrases(
    "book it in, books it in, booked in, booked it in, check it in, checked in, checks it in, register it, "
    "registers it, registered there, log it in, logged in there, sign for it, signs for it, signed for it, "
    "reaches them, reach them, reached them, reaching them, gets to them, get to them, got to them, comes to them, "
    "reaches you, reach you, reached you, gets to you, get to you, got to you, reaches the warehouse, "
    "reach the warehouse, reached the warehouse, gets to the warehouse, get to the warehouse, got to the warehouse, "
    "at the warehouse, in the warehouse, into the warehouse, warehouse on, arrives there, arrive there, arrived there, "
    "arrives with them, arrive with them, arrived with them, arrived with you, arrives with you, lands there, "
    "lands with them, they get it, they get the, they get my, they got it, they got the, they got my, they receive, "
    "they received, they've received, they have received, warehouse gets, warehouse got, warehouse receives, "
    "warehouse received, warehouse receiving, warehouse has, they have it, they've got it, they had it, you get it, "
    "you receive, you received, you have it, you've got it, delivered to them, delivered there, delivered to you, "
    "gets there, got there, makes it there, made it there, turns up there, turned up there, at their place, "
    "at your place, at your end, reaches their, reached their"
)
_CHECKED: Final = phrases(
    "passes the check, passed the check, passes inspection, passed inspection, passes the inspection, "
    "passed the inspection, check is done, check is over, check ends, check ended, check is finished, check finishes, "
    "check was done, check was finished, they finish checking, they finished checking, finished checking, "
    "done checking on, it is checked, it's checked, it was checked, was inspected, is inspected, inspection is done, "
    "inspection is over, inspection ends, inspection was, it gets checked, check it on, checked it on, checked it, "
    "they ok it, they okay it, they approve the items, passes on, passed on, it passes, it passed"
)
_GETS: Final = phrases(
    "get, got, gets, have, had, comes, come, came, arrives, arrive, arrived, issued, issue, sent, send, printed, "
    "print, downloaded, download, received, receive, ready, there, turns up, shows up, made"
)
_UNTIL: Final = phrases(
    "by when, until when, till when, when, how long, how late, late, latest, last day, gone, deadline, due, send it, "
    "hand it in, drop it, post it, go out, how many, too late, in time, have until"
)
_ASKED: Final = phrases(
    "asked the seller, asked for, asked for it, asked for the return, ask for, requested, request it, "
    "sent the request, sent my request, send the request, put the request in, put in the request, "
    "put in a request, applied, apply, filed, file it, file the, submitted, submit, opened a return, "
    "opened the return, started the return, my request, "
    "the request, made the request, sent the return request"
)
_ANSWER: Final = phrases(
    "seller, answer, answers, answered, reply, replies, replied, respond, responds, response, hear, processed, "
    "process, approved, approve, decide, react, 48, 24, shop, late, time"
)
_READ: Final[Mapping[DayOf, WordSets]] = MappingProxyType(
    {
        DayOf.CHECKED: WordSets(
            needed=(_CHECKED, MONEY | {"paid"}), barred=(_PAGE - {"here"}) | phrases("not, never, fails"), most=20
        ),
        DayOf.AT_WAREHOUSE: WordSets(
            needed=(_ARRIVES,),
            barred=(_PAGE - {"here"}) | phrases("not, never, by then, didn't, hasn't, isn't"),
            most=22,
        ),
        DayOf.LABELLED: WordSets(
            needed=(phrases("label, labels, code, qr, qr code"), _GETS, _UNTIL),
            barred=MONEY | phrases("seller, page, warehouse, handed, dropped, expire, expires, valid, runs out, lost"),
            most=20,
        ),
        DayOf.REQUESTED: WordSets(
            needed=(_ASKED, _ANSWER),
            barred=MONEY | phrases("parcel, package, box, handed, dropped, warehouse, can i, could i, window, label"),
            most=22,
        ),
    }
)
_SILENT: Final = phrases(
    "not a word, no word, no answer, no reply, no response, nothing, silence, silent, no reaction, hasn't answered, "
    "hasn't replied, didn't answer, never answered, doesn't answer, not answered, not replied, nobody, no news"
)
_CHECKS: Final = words("check checked checks checking inspect inspected inspection look looked through done finished")
_HOUR: Final = re.compile(
    r"\b(?:at |around |about )?(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?\s?"
    r"(?P<half>a\.?m\b|p\.?m\b|o['\u2019]?clock|in the (?:morning|afternoon|evening)|at night|uhr\b)?",
    re.IGNORECASE,
)
_HOURS: Final[Mapping[str, int]] = MappingProxyType(
    {
        **{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9},
        **{"ten": 10, "eleven": 11, "twelve": 12, "noon": 12},
    }
)
_NAMED_HOUR: Final = re.compile(rf"\bat (?P<hour>{'|'.join(_HOURS)})\b(?! days| hours)", re.IGNORECASE)
_LATE_HALF: Final = re.compile(r"p|afternoon|evening|night", re.IGNORECASE)
_SAID_LATE: Final = re.compile(r"\b(?:p\.?m|afternoon|evening|tonight|night)\b", re.IGNORECASE)
_NOON: Final = 12
_HOURS_A_DAY: Final = 24
_MINUTES: Final = 60
_REQUEST_BEFORE: Final = WordSets(
    needed=(words("sent asked put made did filed submitted applied wrote was requested opened"), words("i it that we")),
    barred=phrases(
        "parcel, package, box, post office, counter, courier, photo, photos, mail, e-mail, refund, money, label"
    ),
    most=12,
)


def event_of_day(said: str) -> Optional[DayOf]:
    """What happens on the day that a message names; None where it is a hand-in, or nothing that the rules count from.

    Args:
        said: What the customer wrote, in English; that it names a day, others know as well.
    """
    if not names_day(said):
        return None
    return next((each for each, reader in _READ.items() if reader.fits(said)), None)


def is_supposed(said: str) -> bool:
    """Whether a message supposes what it says: "say they get it on Friday"."""
    spoken = asked_pieces(said)
    return not _SUPPOSING.isdisjoint(spoken) or not _AS_SOON_AS.isdisjoint(spoken[:1])


def tells_of_silence(said: str) -> bool:
    """Whether a message tells that nobody has answered: "asked on Sunday, not a word since"."""
    heard = f" {' '.join(pieces(said))} "
    return any(f" {each} " in heard for each in _SILENT)


def asks_what_follows(said: str) -> bool:
    """Whether a message asks for the check or the money that follows, or asks at all."""
    spoken = pieces(said)
    return "?" in said or not (_CHECKS | MONEY | {"when"}).isdisjoint(spoken)


def tells_day_of_request(said: str) -> bool:
    """Whether a message tells of a day on which "it" was sent, which behind an answer about requests is a request."""
    return len(pieces(said)) <= MOST_WORDS and names_day(said) and _REQUEST_BEFORE.fits(said)


def hour_told(said: str) -> Optional[time]:
    """The time of day in a message, "at 6 in the evening", "18:30"; None where it names none."""
    named = _NAMED_HOUR.search(said)
    if named is not None:
        hour = _HOURS[named["hour"].lower()]
        is_late = _SAID_LATE.search(said) is not None and hour < _NOON
        return time(hour + _NOON if is_late else hour % _HOURS_A_DAY)
    for found in _HOUR.finditer(said):
        hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
        if half is None and found["minute"] is None:
            continue
        if half is not None and _LATE_HALF.match(half.removeprefix("in the ").removeprefix("at ")) and hour < _NOON:
            hour += _NOON
        if hour < _HOURS_A_DAY and minute < _MINUTES:
            return time(hour, minute)
    return None
