"""The English words of days: their names, what stands around them, and the shapes of dates in digits."""

from __future__ import annotations

import re

from babel import Locale

from bot.nlu.entities.stances import words

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
