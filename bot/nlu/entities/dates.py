"""When something happened or will: "last Friday", "3 days ago", "on 9 October", "two or three days ago"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Optional

from babel import Locale
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from bot.nlu.entities.clauses import SHUT, WHOLE, Clauses
from bot.nlu.entities.corrected_counts import CORRECTS, FILLS, bare_correction
from bot.nlu.entities.counts import COUPLE, NUMBERS
from bot.nlu.entities.detail import Detail, Kind, Sense
from bot.nlu.entities.dropped_days import is_called_wrong, is_dropped
from bot.nlu.entities.number_words import NumberWords
from bot.nlu.entities.stances import ME, NO_SOONER, NOTS, UNCHANGED, Stance, words
from core.hand_in_words import HANDED

ENGLISH = Locale("en")
# "Sun", "Sat", "Mon" and "Wed" are words or names without their capital; the others are taken in any case.
SAFE_SHORT_WEEKDAYS = {
    **dict.fromkeys(("tue", "tues"), "Tuesday"),
    "weds": "Wednesday",
    **dict.fromkeys(("thu", "thur", "thurs"), "Thursday"),
    "fri": "Friday",
}
WEEKDAYS: dict[str, str] = {name.lower(): name for name in ENGLISH.days["format"]["wide"].values()}
SHORT_WEEKDAYS = {name[:3]: name for name in WEEKDAYS.values()} | SAFE_SHORT_WEEKDAYS
MONTHS: dict[str, str] = {name.lower(): name for name in ENGLISH.months["format"]["wide"].values()}
MONTHS |= {name[:3]: full for name, full in MONTHS.items()} | {"sept": "September"}
MONTHS |= {f"{short}.": name for short, name in MONTHS.items() if len(short) <= 4}

# The others in lower case, behind a word that only a day can follow.
LOWER_WEEKDAYS = {name[:3].lower(): name for name in WEEKDAYS.values()}
BEFORE_A_WEEKDAY = ["on", "last", "since", "until", "till", "before", "by", "about"]

# Days with a name of their own, by the words before their last one.
NAMED_DAYS = {
    **dict.fromkeys(("christmas eve", "xmas eve", "x-mas eve"), "24 December"),
    **dict.fromkeys(("christmas day", "xmas day"), "25 December"),
    "boxing day": "26 December",
    **dict.fromkeys(("new year 's eve", "new year ’s eve", "new years eve", "new year eve", "nye"), "31 December"),
    **dict.fromkeys(("new year 's day", "new year ’s day", "new years day"), "1 January"),
    **dict.fromkeys(("halloween", "hallowe'en"), "31 October"),
}

TODAY = "today"
#: "And the day after?", which the day before it tells; around it a message says nothing else.
DAY_LATER, DAY_EARLIER = "the day after", "the day before"
#: "Not last Thursday, the one before": the same day of the week before the one that was named.
WEEK_EARLIER = "the week before"
# Words for the days of a month; two of them beside each other, "the first, not the ninth", are days where one is too
# late in a list to be a place in it.
_FIRST_TEN = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_SECOND_TEN = (
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth"),
    *("sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"),
)
ORDINALS = {word: number for number, word in enumerate((*_FIRST_TEN, *_SECOND_TEN), 1)}
LAST_IN_A_LIST = 5
AROUND_A_DAY_LATER = words("and or what how about if on then so ok okay maybe also even just , . ? ! … ...")
YESTERDAY = "yesterday"
AGO_UNITS = {
    **dict.fromkeys(("day", "days", "d"), "days"),
    **dict.fromkeys(("week", "weeks", "wk", "wks"), "weeks"),
    **dict.fromkeys(("month", "months", "mth", "mths"), "months"),
    **dict.fromkeys(("year", "years"), "years"),
    **dict.fromkeys(("hour", "hours", "hrs", "h"), "hours"),
    **dict.fromkeys(("minute", "minutes", "min", "mins", "moment", "moments"), "minutes"),
    **dict.fromkeys(("fortnight", "fortnights"), "fortnights"),
}
AGO = frozenset(["ago", "back", "earlier"])
# A weekday after one of these lies ahead, or is none in particular.
NOT_PAST = words("next by until till before every each coming per to")

# Every date has a digit or one of these words.
ANCHORS = frozenset(
    [
        *WEEKDAYS,
        *(short.lower() for short in SHORT_WEEKDAYS),
        *("today", "tonight", "this", "yesterday", "yday", "yest", "last", "ago", "back"),
        *("tomorrow", "tmrw", "tomorow", "next", "coming", "weekend", "other", "earlier"),
        *ORDINALS,
        *("just", "now", "after", "later", "following", "before", "sooner", "previous"),
        *(name.split()[-1] for name in NAMED_DAYS),
    ]
)
# A word that follows "the 12th" where that is a day and not the twelfth of something.
AFTER_A_DAY = words(
    "and but so at in to because now already with i it the still yet or then when of my around about before after "
    "please we as a"
)
# "Is the 20th too late?", "would the 2nd still be ok?": what says of a day that it is early enough, and what may stand
# between the two.
FITS = words("late early ok okay fine soon enough alright possible works goes work go do")
BEFORE_FITS = words("too also is was be would will still even 's a bit just")
# "24/7" is a phrase; "7/15/30" is how the rules write their return windows.
NOT_DATES = frozenset(["24/7", "7/15/30"])

ISO = re.compile(r"(?P<y>(19|20)\d\d)[/.-](?P<m>\d\d?)[/.-](?P<d>\d\d?)")
DAY_OR_MONTH_FIRST = re.compile(r"(?P<a>\d\d?)[/.-](?P<b>\d\d?)([/.-](?P<y>\d{4}|\d\d))?")
ORDINAL_PATTERN = r"^([1-9]|[12]\d|3[01])(st|nd|rd|th)$"
DAY_PATTERN = r"^(0?[1-9]|[12]\d|3[01])(st|nd|rd|th)?$"


AHEAD_BY_ITSELF = frozenset(["TOMORROW", "DAY_AFTER", "NEXT", "IN_DAYS"])
PAST_BY_ITSELF = words("YESTERDAY DAY_BEFORE LAST AGO AGO_RANGE AGO_VAGUE WORKING_AGO")
OF_A_WEEK = frozenset(["WEEKDAY", "NEXT"])
SENSES = {
    Stance.NOT: Sense.NOT,
    Stance.AHEAD: Sense.AHEAD,
    Stance.ASKED: Sense.AHEAD,
    Stance.SUPPOSED: Sense.SUPPOSED,
    Stance.OTHER: Sense.OTHER,
}

# Between a weekday and the date of the same day; between a day and the one that corrects it; between two of which one
# is meant.
JOINS = words(", the on ( - – i.e.")
CHOOSES = words("or on the maybe perhaps even possibly , to and")
LONGEST_GAP = 8
LONGEST_JUDGEMENT = 5
# "If nothing has changed by Friday": so many words at most from "if" to the day, and what is waited for.
LONGEST_WAIT = 10
SUPPOSING = words("if case unless should suppose supposing assume assuming imagine")
DENIALS = NOTS | {"no"}
# In words: what may stand between "just" and the deed.
CLOSE = 3
# "No wait, that was my neighbour's, mine was": so many words at most, and what follows the "no" there.
LONGEST_CORRECTION = 16
MINE = words("that mine my this")


@dataclass(frozen=True)
class Day:
    """A date of a message: its tokens, the rule that found it, and its phrase."""

    start: int
    end: int
    rule: str
    phrase: str


class DateFinder:
    """Finds dates and gives each as a phrase that dateparser resolves, "last Friday" as "Friday".

    Only `actions/dialogue/relative_dates.py`, told the customer's time zone and the current time, turns them into days;
    this class knows neither. A weekday beside a date is one phrase with it ("Monday 5 October"), days of which one is
    meant are joined by "or", the later of which is reckoned with, and what the customer takes back is left out.
    """

    def __init__(self, nlp: Language, numbers: NumberWords) -> None:
        self._numbers = numbers
        self._matcher = Matcher(nlp.vocab)
        self._phrase_of: dict[str, Callable[[Span], Optional[str]]] = {
            "TODAY": lambda span: TODAY,
            "NOW": lambda span: TODAY,
            "YESTERDAY": lambda span: YESTERDAY,
            "DAY_BEFORE": lambda span: "the day before yesterday",
            "TOMORROW": lambda span: "tomorrow",
            "DAY_AFTER": lambda span: "in 2 days",
            "DAY_LATER": lambda span: _beside_a_day(span, DAY_LATER),
            "DAY_EARLIER": lambda span: _beside_a_day(span, DAY_EARLIER),
            "WEEK_EARLIER": _a_week_earlier,
            "IN_WORDS": _in_words,
            "LAST": _last,
            "NEXT": lambda span: _weekday_name(span[-1].text),
            "IN_DAYS": self._in_days,
            "WEEKDAY": _weekday,
            "NAMED": lambda span: NAMED_DAYS[" ".join(token.lower_ for token in span)],
            "THE_DAY": _the_day,
            "AGO": self._ago,
            "AGO_RANGE": self._ago_range,
            "AGO_VAGUE": _ago_vague,
            "WORKING_AGO": self._working_ago,
            "MONTH_DAY": _month_day,
            "NUMERIC": _numeric,
        }
        for rule, patterns in _patterns().items():
            self._matcher.add(rule, patterns, greedy="LONGEST")

    def find(self, doc: Doc, clauses: Clauses) -> Iterator[Detail]:
        """The dates of a message, each with what its clause says of it."""
        if not any(token.lower_ in ANCHORS or token.text[0].isdigit() for token in doc):
            return
        days: list[Day] = []
        # "Handed in 3 days ago" is not "in 3 days".
        spans = [each for each in self._matcher(doc, as_spans=True) if each.label_ != "IN_DAYS" or not _is_ago(each)]
        named = sorted(filter_spans(spans), key=lambda found: found.start)
        # "I just handed it in", unless it goes on "on Friday"; "forget Friday, it was just now".
        days_named = [each for each in named if each.label_ != "NOW"]
        dropped = [is_dropped(each.start, clauses) or _is_denied(each.start, clauses) for each in days_named]
        now = [each for each in named if each.label_ == "NOW" and _is_now(each, clauses, any(dropped))]
        for span in [*days_named, *now[:1]] if all(dropped) else days_named:
            phrase = self._phrase_of[span.label_](span)
            if phrase == WEEK_EARLIER and days:
                phrase = f"{phrase} {days[-1].phrase}"
            if phrase is not None:
                add_day(days, Day(span.start, span.end, span.label_, phrase), clauses)
        for day, sense in said_days(days, clauses):
            span = doc[day.start : day.end]
            yield Detail(Kind.DATE, span.start_char, span.end_char, day.phrase, sense=sense)

    def _ago(self, span: Span) -> Optional[str]:
        number = [token for token in span if token.like_num]
        if number:
            count = self._numbers.value(span.doc[number[0].i : number[-1].i + 1])
        else:
            count = 2 if any(token.lower_ == "couple" for token in span) else 1
        corrected = bare_correction(span.doc, span.end, self._numbers, _denied_before(span))
        count = count if corrected is None else corrected
        unit = next(AGO_UNITS[token.lower_] for token in reversed(span) if token.lower_ in AGO_UNITS)
        if count is None:
            return None
        if unit == "fortnights":
            return f"{count * 2} weeks ago"
        return f"{count} {unit.removesuffix('s') if count == 1 else unit} ago"

    def _in_days(self, span: Span) -> Optional[str]:
        ago = self._ago(span)
        return f"in {ago.removesuffix(' ago')}" if ago else None

    def _ago_range(self, span: Span) -> Optional[str]:
        """ "3 days ago or 2 days ago": the days between which it was."""
        counts = [self._numbers.value(span.doc[token.i : token.i + 1]) for token in span if token.like_num]
        unit = AGO_UNITS[span[-2].lower_]
        return None if None in counts else " or ".join(f"{count} {unit} ago" for count in counts)

    def _working_ago(self, span: Span) -> Optional[str]:
        number = [token for token in span if token.like_num]
        count = self._numbers.value(span.doc[number[0].i : number[-1].i + 1])
        return f"{count} working days ago" if count else None


def _patterns() -> dict[str, list[list[dict[str, Any]]]]:
    ago = {"LOWER": {"IN": sorted(AGO)}}
    unit = {"LOWER": {"IN": list(AGO_UNITS)}}
    day = {"TEXT": {"REGEX": DAY_PATTERN}}
    ordinal = {"TEXT": {"REGEX": ORDINAL_PATTERN}}
    month = {"LOWER": {"IN": list(MONTHS)}}
    # "may" is a word: before its day it needs its capital, "May 5", while "5 may" is plain.
    leading_month = {"LOWER": {"IN": [name for name in MONTHS if name != "may"]}}
    year = {"TEXT": {"REGEX": r"^20\d\d$"}}
    comma = {"TEXT": ",", "OP": "?"}
    digits = {"TEXT": {"REGEX": r"^\d{1,4}$"}}
    dash = {"TEXT": "-"}
    working = [{"LOWER": {"IN": ["working", "business", "work"]}}, {"LOWER": {"IN": ["day", "days"]}}]
    coming = {"LOWER": {"IN": ["next", "coming"]}}
    last = {"LOWER": {"IN": ["last", "this", "past", "on", "previous"]}, "OP": "{0,2}"}
    return {
        "TODAY": [
            [{"LOWER": {"IN": ["today", "tonight"]}}],
            [{"LOWER": "this"}, {"LOWER": {"IN": ["morning", "afternoon", "evening"]}}],
        ],
        "NOW": [[{"LOWER": "just"}], [{"LOWER": {"IN": ["just", "right"]}, "OP": "?"}, {"LOWER": "now"}]],
        "YESTERDAY": [[{"LOWER": {"IN": ["yesterday", "yday", "yest"]}}], [{"LOWER": "last"}, {"LOWER": "night"}]],
        "DAY_BEFORE": [[{"LOWER": "the", "OP": "?"}, {"LOWER": "day"}, {"LOWER": "before"}, {"LOWER": "yesterday"}]],
        "TOMORROW": [[{"LOWER": {"IN": ["tomorrow", "tmrw", "tomorow"]}}]],
        "DAY_AFTER": [[{"LOWER": "the", "OP": "?"}, {"LOWER": "day"}, {"LOWER": "after"}, {"LOWER": "tomorrow"}]],
        "DAY_LATER": [
            [{"LOWER": "the"}, {"LOWER": "day"}, {"LOWER": "after"}, {"LOWER": "that", "OP": "?"}],
            [{"LOWER": "the"}, {"LOWER": {"IN": ["next", "following"]}}, {"LOWER": "day"}],
            [{"LOWER": {"IN": ["a", "one"]}}, {"LOWER": "day"}, {"LOWER": "later"}],
        ],
        "DAY_EARLIER": [
            [{"LOWER": "the"}, {"LOWER": "day"}, {"LOWER": "before"}, {"LOWER": "that", "OP": "?"}],
            [{"LOWER": "the"}, {"LOWER": "previous"}, {"LOWER": "day"}],
            [{"LOWER": {"IN": ["a", "one"]}}, {"LOWER": "day"}, {"LOWER": {"IN": ["earlier", "sooner"]}}],
        ],
        "WEEK_EARLIER": [
            [{"LOWER": "the"}, {"LOWER": {"IN": ["one", "week", *WEEKDAYS]}}, {"LOWER": "before"}],
            [{"LOWER": "a"}, {"LOWER": "week"}, {"LOWER": {"IN": ["earlier", "before"]}}],
        ],
        "IN_WORDS": [[{"LOWER": "the"}, {"LOWER": {"IN": list(ORDINALS)}}]],
        "LAST": [
            [{"LOWER": {"IN": ["last", "past"]}}, {"LOWER": {"IN": ["week", "weekend", "month", "year"]}}],
            [{"LOWER": {"IN": ["over", "at", "on", "during"]}}, {"LOWER": "the"}, {"LOWER": "weekend"}],
        ],
        "NEXT": [[coming, {"LOWER": {"IN": list(WEEKDAYS)}}], [coming, {"TEXT": {"IN": list(SHORT_WEEKDAYS)}}]],
        "IN_DAYS": [[{"LOWER": "in"}, *number, unit] for number in NUMBERS],
        "THE_DAY": [[{"LOWER": "the", "OP": "?"}, ordinal]],
        "WEEKDAY": [
            [last, {"LOWER": {"IN": list(WEEKDAYS)}}],
            [last, {"TEXT": {"IN": list(SHORT_WEEKDAYS)}}],
            [{"LOWER": {"IN": BEFORE_A_WEEKDAY}}, {"LOWER": {"IN": list(LOWER_WEEKDAYS)}}],
        ],
        "NAMED": [[{"LOWER": word} for word in name.split()] for name in NAMED_DAYS],
        "AGO": [
            *([*number, unit, ago] for number in NUMBERS),
            [*COUPLE, unit, ago],
            [{"LOWER": {"IN": ["a", "an"]}}, unit, ago],
        ],
        "AGO_RANGE": [
            [{"LIKE_NUM": True}, {"LOWER": {"IN": ["or", "to"]}}, {"LIKE_NUM": True}, unit, ago],
            [{"IS_DIGIT": True}, {"TEXT": {"IN": ["-", "–", "/"]}}, {"IS_DIGIT": True}, unit, ago],
        ],
        "AGO_VAGUE": [
            [{"LOWER": {"IN": ["few", "several", "some"]}}, unit, ago],
            [{"LOWER": "the"}, {"LOWER": "other"}, {"LOWER": "day"}],
            [{"LOWER": "earlier"}, {"LOWER": "this"}, {"LOWER": "week"}],
        ],
        "WORKING_AGO": [[*number, *working, ago] for number in NUMBERS],
        "MONTH_DAY": [
            [{"LOWER": "the", "OP": "?"}, day, {"LOWER": "of", "OP": "?"}, month],
            [{"LOWER": "the", "OP": "?"}, day, {"LOWER": "of", "OP": "?"}, month, comma, year],
            [leading_month, {"LOWER": "the", "OP": "?"}, day],
            [leading_month, {"LOWER": "the", "OP": "?"}, day, comma, year],
            [{"TEXT": "May"}, day],
            [{"TEXT": "May"}, day, comma, year],
        ],
        "NUMERIC": [
            [{"TEXT": {"REGEX": rf"^{DAY_OR_MONTH_FIRST.pattern}$"}}],
            [{"TEXT": {"REGEX": rf"^{ISO.pattern}$"}}],
            [digits, dash, digits, dash, digits],
        ],
    }


def _weekday(span: Span) -> Optional[str]:
    first = span.start + (span[0].lower_ in NOT_PAST)
    before = [WHOLE.get(token.lower_, token.lower_) for token in span.doc[max(0, first - LONGEST_WAIT) : first]]
    waits = before[-1:] == ["by"] and looks_again(before)
    if before and before[-1] in NOT_PAST and not waits and not (before[-1] in NO_SOONER and "not" in before):
        return None
    return _weekday_name(span[-1].text)


def looks_again(before: Sequence[str]) -> bool:
    """Whether the words before a day make it one to look again: "if nothing has changed by", "if it's still so on"."""
    led = list(before)[-LONGEST_WAIT:]
    since = max((place for place, word in enumerate(led) if word in SUPPOSING), default=len(led))
    is_mine = not ME.isdisjoint(led)
    waits = not UNCHANGED.isdisjoint(led[since:]) or (not DENIALS.isdisjoint(led[since:]) and not is_mine)
    # "If it still says not returned" is of the page.
    deeds = HANDED if is_mine else HANDED - {"returned"}
    return waits and deeds.isdisjoint(led[since:])


def _weekday_name(text: str) -> Optional[str]:
    return WEEKDAYS.get(text.lower()) or SHORT_WEEKDAYS.get(text) or LOWER_WEEKDAYS.get(text.lower())


def _last(span: Span) -> Optional[str]:
    """ "last week"; "the last week of September" is none."""
    is_of = span.end < len(span.doc) and span.doc[span.end].lower_ == "of"
    return None if is_of else f"last {span[-1].lower_}"


def _beside_a_day(span: Span, phrase: str) -> Optional[str]:
    """The day after or before one that was named before; None where the message tells which."""
    around = [*span.doc[: span.start], *span.doc[span.end :]]
    return phrase if AROUND_A_DAY_LATER.issuperset(token.lower_ for token in around) else None


def _a_week_earlier(span: Span) -> Optional[str]:
    """The same day a week before the one that was named; None where more follows: "the week before Easter"."""
    behind = span.doc[span.end].lower_ if span.end < len(span.doc) else ""
    if behind.isalpha() and behind not in ("that", "last", "please", "sorry"):
        return _weekday_name(span[1].text)
    named = _weekday_name(span[1].text)
    before = {_weekday_name(token.text) for token in span.doc[max(0, span.start - LONGEST_CORRECTION) : span.start]}
    return WEEK_EARLIER if named is None or named in before else named


def _in_words(span: Span) -> Optional[str]:
    """ "The first, not the ninth"; None where it may be the first of a list."""
    near = span.doc[max(0, span.start - LONGEST_CORRECTION) : span.end + LONGEST_CORRECTION]
    said = [ORDINALS[token.lower_] for token in near if token.lower_ in ORDINALS]
    is_told = not CORRECTS.isdisjoint(token.lower_ for token in near)
    number = ORDINALS[span[-1].lower_]
    return f"the {number}{_ending(number)}" if len(said) > 1 and max(said) > LAST_IN_A_LIST and is_told else None


def _ending(day: int) -> str:
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _the_day(span: Span) -> Optional[str]:
    """ "the 12th"; None for the twelfth of something."""
    before = [token.text for token in span.doc[max(0, span.start - 2) : span.start] if token.text != ","][-1:]
    after = span.doc[span.end].lower_ if span.end < len(span.doc) else ""
    leads = len(span) > 1 or any(word.lower() in ("on", "since") or _weekday_name(word) for word in before)
    is_day = not after.isalpha() or after in AFTER_A_DAY or _is_judged(span)
    return f"the {span[-1].lower_}" if leads and is_day else None


def _is_judged(span: Span) -> bool:
    """Whether what follows says that a day is early enough or too late."""
    behind = (token.lower_ for token in span.doc[span.end : span.end + LONGEST_JUDGEMENT])
    return next((word for word in behind if word not in BEFORE_FITS), "") in FITS


def _ago_vague(span: Span) -> str:
    """The latest day that it can have been, "or earlier"."""
    if span[-1].lower_ not in ("ago", "back"):
        return "yesterday or earlier"
    return f"2 {AGO_UNITS[span[1].lower_]} ago or earlier"


def _is_now(span: Span, clauses: Clauses, drops_another: bool) -> bool:
    """Whether "just" or "now" is when a parcel is handed in: "just handed it in", "dropping it off right now"; behind a
    day that is dropped "just now" alone is."""
    stance = clauses.own_stance(span.start)
    if stance is None and drops_another:
        return len(span) > 1 and span[0].lower_ == "just"
    if stance is Stance.AHEAD:
        return span[-1].lower_ == "now"
    is_close = any(token.lower_ in HANDED for token in span.doc[span.end : span.end + CLOSE])
    return stance is Stance.DONE and (len(span) > 1 or (span[0].lower_ == "just" and is_close))


def _is_ago(span: Span) -> bool:
    return span.end < len(span.doc) and span.doc[span.end].lower_ in AGO


def add_day(days: list[Day], day: Day, clauses: Clauses) -> None:
    """Put a date behind those before it: by itself, as one with the last, or in its place."""
    if days and day.phrase.startswith(WEEK_EARLIER) and day.phrase != WEEK_EARLIER:
        # "Not last Thursday, the one before" means one day.
        days[-1] = day
        return
    if days and is_dropped(day.start, clauses):
        return
    gap = clauses.words_between(days[-1].end, day.start) if days else []
    is_one_day = "," not in gap and bool(days) and _is_one_day(days[-1], day, gap)
    is_void = bool(days) and is_dropped(days[-1].start, clauses) and not is_one_day
    if is_void or (days and (is_called_wrong(gap) or _takes_back(gap))):
        days[-1] = day
        return
    if not days or len(gap) > LONGEST_GAP:
        days.append(day)
        return
    last, apart = days[-1], set(gap)
    if _is_one_day(last, day, gap):
        weekday, date = (last, day) if last.rule in OF_A_WEEK else (day, last)
        days[-1] = Day(last.start, day.end, date.rule, f"{weekday.phrase} {date.phrase}")
    elif apart & CORRECTS and apart <= CORRECTS | FILLS and gap[-1] != "not":
        days[-1] = day
    elif _leaves_open(last, apart, clauses):
        days[-1] = replace(last, end=day.end, phrase=f"{last.phrase} or {day.phrase}")
    else:
        days.append(day)


def _is_one_day(first: Day, second: Day, gap: Sequence[str]) -> bool:
    """Whether a weekday and the date beside it are one day: "Monday, the 5th"."""
    one_is_a_weekday = (first.rule in OF_A_WEEK) != (second.rule in OF_A_WEEK)
    return one_is_a_weekday and len(gap) < 3 and JOINS.issuperset(gap)


def _denied_before(span: Span) -> bool:
    return span.start > 0 and span.doc[span.start - 1].lower_ == "not"


def _is_denied(start: int, clauses: Clauses) -> bool:
    return clauses.words_before(start, 1) == ["not"]


def said_days(days: list[Day], clauses: Clauses) -> Iterator[tuple[Day, Sense]]:
    """The days that a message means, each with what is said of it."""
    if len(days) > 1:
        # "It's Tuesday today" tells the date, not when anything happened.
        days = [day for day in days if day.rule != "TODAY" or " " not in day.phrase] or days
    denied = [_is_denied(day.start, clauses) or is_dropped(day.start, clauses) for day in days]
    for day, is_denied in zip(days, denied, strict=True):
        if not is_denied or all(denied):
            yield day, Sense.NOT if is_denied else _sense(day, clauses)


def _takes_back(gap: list[str]) -> bool:
    """Whether a sentence between two days corrects the first: "Sunday. No wait, that was hers, mine was Monday"."""
    if len(gap) > LONGEST_CORRECTION or "was" not in gap[-2:] or gap[-1] not in ("was", "on"):
        return False
    if not SHUT.isdisjoint(gap):
        # "On Sunday they were shut, it was Monday."
        return True
    first, second = ([word for word in gap if word not in FILLS] + ["", ""])[:2]
    return first in CORRECTS and (first != "no" or second in CORRECTS | MINE)


def _leaves_open(first: Day, apart: set[str], clauses: Clauses) -> bool:
    """Whether a day and the one behind it are "Friday or Saturday", "between Friday and Sunday"."""
    if " or " in first.phrase or not apart <= CHOOSES:
        return False
    return not apart.isdisjoint(("or", "to")) or clauses.words_before(first.start, 1) == ["between"]


def _sense(day: Day, clauses: Clauses) -> Sense:
    if looks_again(clauses.words_before(day.start + 1, LONGEST_WAIT)):
        return Sense.OTHER
    stance = clauses.stance_at(day.start)
    sense = SENSES.get(stance, Sense.PAST) if stance else Sense.PAST
    if day.rule == "IN_DAYS" and sense is Sense.PAST:
        return Sense.OTHER
    if day.rule in AHEAD_BY_ITSELF:
        return sense if sense in (Sense.NOT, Sense.OTHER) else Sense.AHEAD
    if day.rule in PAST_BY_ITSELF and sense is Sense.AHEAD:
        return Sense.SUPPOSED if stance is not Stance.ASKED else Sense.PAST
    return sense


def _month_day(span: Span) -> str:
    words = [token.lower_ for token in span if token.lower_ not in ("the", "of", ",")]
    month = next(MONTHS[word] for word in words if word in MONTHS)
    day, *year = [re.sub(r"\D", "", word) for word in words if word not in MONTHS]
    return " ".join([str(int(day)), month, *year])


def _numeric(span: Span) -> Optional[str]:
    """The date as written if it can be one; "24/7" and "1.5" cannot."""
    text = span.text
    if text in NOT_DATES:
        return None
    found = ISO.fullmatch(text)
    if found:
        return text if _is_day_and_month(found["d"], found["m"]) else None
    found = DAY_OR_MONTH_FIRST.fullmatch(text)
    if not found or ("/" not in text and not found["y"]):
        return None
    if _is_day_and_month(found["a"], found["b"]) or _is_day_and_month(found["b"], found["a"]):
        return text
    return None


def _is_day_and_month(day: str, month: str) -> bool:
    return 1 <= int(day) <= 31 and 1 <= int(month) <= 12
