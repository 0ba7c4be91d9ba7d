"""When something happened or will: "last Friday", "3 days ago", "on 9 October", "two or three days ago"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Optional

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from bot.nlu.entities.clauses import WHOLE, Clauses
from bot.nlu.entities.corrected_counts import CORRECTS, bare_correction
from bot.nlu.entities.date_patterns import date_patterns
from bot.nlu.entities.day_names import (
    AFTER_A_DAY,
    AGO,
    AGO_UNITS,
    ANCHORS,
    AROUND_A_DAY_LATER,
    BEFORE_FITS,
    DAY_EARLIER,
    DAY_LATER,
    DAY_OR_MONTH_FIRST,
    FITS,
    ISO,
    LAST_IN_A_LIST,
    LOWER_WEEKDAYS,
    MONTHS,
    NAMED_DAYS,
    NOT_DATES,
    NOT_PAST,
    ORDINALS,
    SHORT_WEEKDAYS,
    TODAY,
    WEEKDAYS,
    YESTERDAY,
)
from bot.nlu.entities.days_meant import (
    LONGEST_CORRECTION,
    LONGEST_WAIT,
    NEXT,
    WEEK_EARLIER,
    Day,
    add_day,
    is_denied,
    looks_again,
    said_days,
)
from bot.nlu.entities.detail import Detail, Kind
from bot.nlu.entities.dropped_days import is_dropped
from bot.nlu.entities.number_words import NumberWords
from bot.nlu.entities.stances import NO_SOONER, Stance
from core.follow_ups import asks_in_time
from core.hand_in_words import HANDED

LONGEST_JUDGEMENT = 5
# In words: what may stand between "just" and the deed.
CLOSE = 3


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
            "NEXT": _next_weekday,
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
        for rule, patterns in date_patterns().items():
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
        dropped = [is_dropped(each.start, clauses) or is_denied(each.start, clauses) for each in days_named]
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


def _weekday(span: Span) -> Optional[str]:
    first = span.start + (span[0].lower_ in NOT_PAST)
    before = [WHOLE.get(token.lower_, token.lower_) for token in span.doc[max(0, first - LONGEST_WAIT) : first]]
    # "By Thursday, good enough?" puts up a day as "is Thursday good enough?" does.
    waits = before[-1:] == ["by"] and (looks_again(before) or asks_in_time(span.doc.text))
    if before and before[-1] in NOT_PAST and not waits and not (before[-1] in NO_SOONER and "not" in before):
        return None
    return _weekday_name(span[-1].text)


def _next_weekday(span: Span) -> Optional[str]:
    """ "next Friday" as it is said, which tomorrow is not; "coming Friday" as "Friday"."""
    name = _weekday_name(span[-1].text)
    return f"{NEXT}{name}" if name and span[0].lower_ == "next" else name


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


def _denied_before(span: Span) -> bool:
    return span.start > 0 and span.doc[span.start - 1].lower_ == "not"


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
