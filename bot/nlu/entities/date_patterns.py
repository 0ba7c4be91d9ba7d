"""How customers write days, as patterns of spaCy's matcher by the rule that gives each its phrase."""

from __future__ import annotations

from typing import Any

from bot.nlu.entities.counts import COUPLE, NUMBERS
from bot.nlu.entities.day_names import (
    AGO,
    AGO_UNITS,
    BEFORE_A_WEEKDAY,
    DAY_OR_MONTH_FIRST,
    DAY_PATTERN,
    ISO,
    LOWER_WEEKDAYS,
    MONTHS,
    NAMED_DAYS,
    ORDINAL_PATTERN,
    ORDINALS,
    SHORT_WEEKDAYS,
    WEEKDAYS,
)


def date_patterns() -> dict[str, list[list[dict[str, Any]]]]:
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
