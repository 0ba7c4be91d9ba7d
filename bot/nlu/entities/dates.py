"""When something happened: "last Friday", "3 days ago", "on 9 October"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Optional

from babel import Locale
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from bot.nlu.entities.counts import COUPLE, NUMBERS
from bot.nlu.entities.detail import Detail, Kind
from bot.nlu.entities.number_words import NumberWords

ENGLISH = Locale("en")
# "Sun", "Sat", "Mon" and "Wed" are words or names without their capital; the others are taken in any case.
SAFE_SHORT_WEEKDAYS = {
    **dict.fromkeys(("tue", "tues"), "Tuesday"),
    **dict.fromkeys(("thu", "thur", "thurs"), "Thursday"),
    "fri": "Friday",
}
WEEKDAYS: dict[str, str] = {name.lower(): name for name in ENGLISH.days["format"]["wide"].values()}
SHORT_WEEKDAYS = {name[:3]: name for name in WEEKDAYS.values()} | SAFE_SHORT_WEEKDAYS
MONTHS: dict[str, str] = {name.lower(): name for name in ENGLISH.months["format"]["wide"].values()}
MONTHS |= {name[:3]: full for name, full in MONTHS.items()} | {"sept": "September"}
MONTHS |= {f"{short}.": name for short, name in MONTHS.items() if len(short) <= 4}

TODAY = "today"
YESTERDAY = "yesterday"
AGO_UNITS = {
    **dict.fromkeys(("day", "days", "d"), "days"),
    **dict.fromkeys(("week", "weeks", "wk", "wks"), "weeks"),
    **dict.fromkeys(("month", "months", "mth", "mths"), "months"),
    **dict.fromkeys(("year", "years"), "years"),
    **dict.fromkeys(("hour", "hours", "hrs", "h"), "hours"),
    **dict.fromkeys(("fortnight", "fortnights"), "fortnights"),
}
# A weekday after one of these lies ahead, or is none in particular.
NOT_PAST = frozenset(["next", "by", "until", "till", "before", "every", "each", "coming", "per", "to"])

# Every date has a digit or one of these words.
ANCHORS = frozenset(
    [
        *WEEKDAYS,
        *(short.lower() for short in SHORT_WEEKDAYS),
        *("today", "this", "yesterday", "yday", "yest", "last", "ago", "back", "earlier"),
    ]
)
# "24/7" is a phrase; "7/15/30" is how the rules write their return windows.
NOT_DATES = frozenset(["24/7", "7/15/30"])

ISO = re.compile(r"(?P<y>(19|20)\d\d)[/.-](?P<m>\d\d?)[/.-](?P<d>\d\d?)")
DAY_OR_MONTH_FIRST = re.compile(r"(?P<a>\d\d?)[/.-](?P<b>\d\d?)([/.-](?P<y>\d{4}|\d\d))?")
DAY_PATTERN = r"^(0?[1-9]|[12]\d|3[01])(st|nd|rd|th)?$"


class DateFinder:
    """Finds dates in the past and gives each as a phrase that dateparser resolves, "last Friday" as "Friday".

    Only dateparser, told the customer's time zone and the current time, turns them into days; this class knows neither.
    """

    def __init__(self, nlp: Language, numbers: NumberWords) -> None:
        self._numbers = numbers
        self._matcher = Matcher(nlp.vocab)
        self._phrase_of: dict[str, Callable[[Span], Optional[str]]] = {
            "TODAY": lambda span: TODAY,
            "YESTERDAY": lambda span: YESTERDAY,
            "DAY_BEFORE": lambda span: "the day before yesterday",
            "LAST_UNIT": lambda span: f"1 {span[-1].lower_} ago",
            "WEEKDAY": _weekday,
            "AGO": self._ago,
            "MONTH_DAY": _month_day,
            "NUMERIC": _numeric,
        }
        for rule, patterns in _patterns().items():
            self._matcher.add(rule, patterns, greedy="LONGEST")

    def find(self, doc: Doc) -> Iterator[Detail]:
        """The dates of a message."""
        if not any(token.lower_ in ANCHORS or token.text[0].isdigit() for token in doc):
            return
        for span in sorted(filter_spans(self._matcher(doc, as_spans=True)), key=lambda found: found.start):
            phrase = self._phrase_of[span.label_](span)
            if phrase is not None:
                yield Detail(Kind.DATE, span.start_char, span.end_char, phrase)

    def _ago(self, span: Span) -> Optional[str]:
        number = [token for token in span if token.like_num]
        if number:
            count = self._numbers.value(span.doc[number[0].i : number[-1].i + 1])
        else:
            count = 2 if any(token.lower_ == "couple" for token in span) else 1
        unit = next(AGO_UNITS[token.lower_] for token in reversed(span) if token.lower_ in AGO_UNITS)
        if count is None:
            return None
        if unit == "fortnights":
            return f"{count * 2} weeks ago"
        return f"{count} {unit.removesuffix('s') if count == 1 else unit} ago"


def _patterns() -> dict[str, list[list[dict[str, Any]]]]:
    ago = {"LOWER": {"IN": ["ago", "back", "earlier"]}}
    unit = {"LOWER": {"IN": list(AGO_UNITS)}}
    day = {"TEXT": {"REGEX": DAY_PATTERN}}
    month = {"LOWER": {"IN": list(MONTHS)}}
    # "may" is a word: before its day it needs its capital, "May 5", while "5 may" is plain.
    leading_month = {"LOWER": {"IN": [name for name in MONTHS if name != "may"]}}
    year = {"TEXT": {"REGEX": r"^20\d\d$"}}
    comma = {"TEXT": ",", "OP": "?"}
    digits = {"TEXT": {"REGEX": r"^\d{1,4}$"}}
    dash = {"TEXT": "-"}
    last = {"LOWER": {"IN": ["last", "this", "past", "on", "previous"]}, "OP": "{0,2}"}
    return {
        "TODAY": [[{"LOWER": "today"}], [{"LOWER": "this"}, {"LOWER": {"IN": ["morning", "afternoon", "evening"]}}]],
        "YESTERDAY": [[{"LOWER": {"IN": ["yesterday", "yday", "yest"]}}], [{"LOWER": "last"}, {"LOWER": "night"}]],
        "DAY_BEFORE": [[{"LOWER": "the", "OP": "?"}, {"LOWER": "day"}, {"LOWER": "before"}, {"LOWER": "yesterday"}]],
        "LAST_UNIT": [[{"LOWER": "last"}, {"LOWER": {"IN": ["week", "month", "year"]}}]],
        "WEEKDAY": [[last, {"LOWER": {"IN": list(WEEKDAYS)}}], [last, {"TEXT": {"IN": list(SHORT_WEEKDAYS)}}]],
        "AGO": [
            *([*number, unit, ago] for number in NUMBERS),
            [*COUPLE, unit, ago],
            [{"LOWER": {"IN": ["a", "an"]}}, unit, ago],
        ],
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
    before = span.doc[span.start - 1].lower_ if span.start else ""
    if before in NOT_PAST:
        return None
    return WEEKDAYS.get(span[-1].lower_) or SHORT_WEEKDAYS[span[-1].text]


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
