"""Short questions about how days are counted: which ones count, and until when the last of them holds."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, Optional

from core.short_messages import BEFORE_ASKING, MOST_WORDS, pieces, without_details, words
from core.word_sets import WordSets, phrases

_WEEK: Final = words("monday tuesday wednesday thursday friday saturday sunday weekend")
_DAYS: Final = _WEEK | words("today tomorrow yesterday holiday")
_COUNTING: Final = words("count counted counting included include work working open closed")
_ASKS: Final = words("is are do does did was were will would isn't aren't don't doesn't")
_HAND_IN: Final = words(
    "hand drop bring take send post refund money label cancel handed dropped brought taken sent posted"
)
_UNTIL: Final = words("till until til by or up")
_ONLY_UNTIL: Final = phrases("up to, until it, till it, until then, before it, the day before, just until, only until")
_OF_DAY_END: Final = (
    WordSets(needed=(_UNTIL, words("hour midnight o'clock oclock")), barred=_HAND_IN),
    WordSets(needed=(_UNTIL, words("day"), words("all whole entire full end")), barred=_HAND_IN),
    # "That Sunday counts too, or only up to it?"
    WordSets(
        needed=(_WEEK | {"day"}, words("count counts counted included inclusive including"), _ONLY_UNTIL),
        barred=_HAND_IN,
    ),
)
_WORKING: Final = words("working business work")
#: "Weekends count in that?", "Sunday's not included then?"
_AROUND_A_COUNT: Final = words(
    "in that it there too also then as well the this these those any all for of part and innit right not never out "
    "left up or are is do does bank public national"
)
_COUNTED: Final = _COUNTING - words("open closed work working")
_TAGS: Final = frozenset(itertools.product(words("was is wasn't isn't wasnt isnt"), words("it that")))
_WORKDAYS: Final = words("workday workdays working-day working-days")
_DELAYS: Final = words("longer slower slow delay delayed late later backlog because")
_INSIDE: Final = frozenset(itertools.product(("in",), words("there that it them those these")))
_OUTSIDE: Final = words("excluded skipped omitted ignored")
#: What customers call holidays, and what these are called in calendars.
_HOLIDAYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{
            name: name
            for name in (
                *("thanksgiving", "christmas", "easter monday", "good friday", "boxing day", "epiphany", "whit monday"),
                *("columbus day", "independence day", "memorial day", "veterans day", "labor day", "victoria day"),
                *("canada day", "australia day", "anzac day", "juneteenth", "yom kippur", "rosh hashanah", "sukkot"),
                *("unity day", "republic day", "all saints", "armistice day", "victory day", "assumption", "ascension"),
            )
        },
        **{"xmas": "christmas", "labour day": "labor day", "passover": "pesach", "easter": "easter monday"},
        **dict.fromkeys(("new year", "new year's", "new years"), "new year's day"),
    }
)
_UNITS: Final = words("calendar weekdays consecutive") | _WORKDAYS
_AROUND_UNITS: Final = _UNITS | words(
    "those these that this the is are it they in or and as well too also just all normal every ordinary plain day days "
    "working business week do you mean i take then so right hm counted even straight with by your hours both ok but"
)
_COUNTS: Final = words("count counts counted counting run runs running")
_BEGINS: Final = words("start starts started starting begin begins beginning")
_AROUND_A_START: Final = (
    _COUNTS
    | _BEGINS
    | words(
        "is are that this those these the it they do does did i we you from since when which what day date moment or "
        "point and so ok but hm exactly on of as well after before my days working business calendar hours weeks order "
        "ordered ordering paid bought purchase arrived arrival received got came delivery delivered reception sent "
        "send posted handed in dropped off took today yesterday now parcel package warehouse has had clock itself "
        "issued refunded then"
    )
)
#: In characters: "17-day".
_LONGEST_SPAN: Final = 6
_ORDINAL: Final = re.compile(r"\d\d?(?:st|nd|rd|th)")
_NUMBER: Final = re.compile(r"\b\d{1,3}\b")


def asks_of_calendar(said: str) -> bool:
    """Whether a message asks which days count: "is Monday a holiday for you?", "do weekends count?"."""
    spoken = _question(said)
    heard = {word.removesuffix("s") for word in spoken} | set(spoken)
    if len(spoken) > MOST_WORDS or heard & (_HAND_IN | _DELAYS):
        return False
    if _counts_bare(spoken):
        return True
    is_of_holidays = "holiday" in heard or holiday_named(said) is not None
    if heard.isdisjoint(_ASKS):
        return False
    if "holiday" in heard and tuple(spoken[-2:]) in _TAGS:
        # "Monday was no holiday here, was it?"
        return True
    names_a_day = (
        is_of_holidays or bool(heard & _DAYS) or any(word[:1].isdigit() and not word.isdigit() for word in spoken)
    )
    if spoken[0] not in _ASKS:
        # "It was a holiday, did that count?", "the 17 days, are Sundays in there?"
        return (is_of_holidays and bool(heard & _COUNTS)) or (names_a_day and _says_whether_counted(spoken))
    if "holiday" in heard:
        return True
    return names_a_day and (_names_working_days(spoken) or bool(heard & _COUNTING) or _says_whether_counted(spoken))


def _counts_bare(spoken: Sequence[str]) -> bool:
    """Whether words only ask if days of a kind count: "weekends count in that?"."""
    days = [word for word in spoken if word.removesuffix("s") in _WEEK | {"holiday", "weekday"}]
    known = _AROUND_A_COUNT | _COUNTED
    rest = [word for word in spoken if word not in days]
    return bool(days) and not _COUNTED.isdisjoint(rest) and known.issuperset(rest)


def asks_of_unit(said: str) -> bool:
    """Whether a message asks what kind of days a span has: "17 days, working days?", "business or calendar days?"."""
    spoken = _question(said)
    if not 0 < len(spoken) <= MOST_WORDS or not all(word in _AROUND_UNITS or word.isdecimal() for word in spoken):
        return False
    in_days = not {"days", "weekdays", "workdays", "working-days"}.isdisjoint(spoken)
    return in_days and (_names_working_days(spoken) or not _UNITS.isdisjoint(spoken))


def asks_whether_counted(said: str) -> bool:
    """Whether a message that asks which days count asks it of a span: "are weekends in there?", "do holidays count?".

    "Does Sunday count as a working day?" asks for the calendar, whatever the span.
    """
    spoken = _question(said)
    if asks_of_unit(said):
        return True
    heard = set(spoken)
    counted = _says_whether_counted(spoken) or bool(heard & (_COUNTS | words("included include excluded")))
    return asks_of_calendar(said) and counted and not _names_working_days(spoken)


def asks_from_when(said: str) -> bool:
    """Whether a message asks only what a span counts from: "counted from when?", "is that from the day it arrived?"."""
    spoken = _question(said)
    heard = set(spoken)
    if puts_up_start(said):
        return True
    if not 1 < len(spoken) <= MOST_WORDS or not all(word in _AROUND_A_START or word.isdecimal() for word in spoken):
        return False
    if heard.isdisjoint(("when", "which", "what", "or", "day")):
        return False
    of_a_span = bool(heard & (_COUNTS | {"days", "clock"})) or any(map(str.isdecimal, spoken))
    if heard & _BEGINS and of_a_span:
        return True
    return not heard.isdisjoint(("from", "since")) and (of_a_span or spoken[0] in _ASKS | {"from", "since"})


def puts_up_start(said: str) -> bool:
    """Whether a message puts up a day from which a span counts: "so the 20 days start on the 10th?"."""
    spoken = _question(said)
    known = all(word in _AROUND_A_START or word.isdecimal() or _ORDINAL.fullmatch(word) for word in spoken)
    if not 1 < len(spoken) <= MOST_WORDS or not known or "days" not in spoken:
        return False
    return not (_BEGINS | _COUNTS).isdisjoint(spoken) and any(map(_ORDINAL.fullmatch, spoken))


def holiday_named(said: str) -> Optional[str]:
    """The holiday that a message names, as calendars call it in English; None where it names none."""
    spoken = f" {' '.join(pieces(said))} "
    return next((called for name, called in _HOLIDAYS.items() if f" {name} " in spoken), None)


def numbers_named(said: str) -> frozenset[int]:
    """The short numbers in a message, in digits; a day such as "22nd" is none."""
    return frozenset(int(number) for number in _NUMBER.findall(said))


def is_of_working_days(said: str) -> bool:
    """Whether a message names working days or holidays."""
    return _names_working_days(pieces(said)) or "holiday" in said.lower()


def asks_in_weeks(said: str) -> bool:
    """Whether a message asks for a number of days in weeks: "what's that in weeks?"."""
    spoken = pieces(said)
    asked = any(a == "in" and b in ("week", "weeks", "months") for a, b in itertools.pairwise(spoken))
    # A span may be named beside it, an order's number not.
    spans = [word for word in spoken if any(map(str.isdigit, word))]
    most = MOST_WORDS if spans else MOST_WORDS // 2
    return asked and len(spoken) <= most and all(len(word) <= _LONGEST_SPAN for word in spans)


def asks_of_day_end(said: str) -> bool:
    """Whether a message asks until when on its last day something holds: "all of that day, or till some hour?"."""
    return any(each.fits(said) for each in _OF_DAY_END)


def _question(said: str) -> list[str]:
    return [word for word in without_details(pieces(said)) if word not in BEFORE_ASKING]


def _says_whether_counted(spoken: Sequence[str]) -> bool:
    pairs = set(itertools.pairwise(spoken))
    return bool(pairs & (_INSIDE | {("left", "out"), ("part", "of")})) or not _OUTSIDE.isdisjoint(spoken)


def _names_working_days(spoken: Sequence[str]) -> bool:
    pairs = itertools.pairwise(spoken)
    return not _WORKDAYS.isdisjoint(spoken) or any(a in _WORKING and b in ("day", "days") for a, b in pairs)
