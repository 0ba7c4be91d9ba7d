"""The dates, counts and countries of a message in another language than English, by the table of its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Optional

from bot.nlu.entities.clauses import Clauses
from bot.nlu.entities.compound_numbers import room_behind
from bot.nlu.entities.counts import DAYS_OF_UNIT, LONGEST_DAYS, MOST_ITEMS
from bot.nlu.entities.day_names import DAY_OR_MONTH_FIRST, ISO, MONTHS, NOT_DATES, NOT_PAST, WEEKDAYS
from bot.nlu.entities.days_meant import Day, add_day, said_days
from bot.nlu.entities.detail import Detail, Kind, Sense
from bot.nlu.entities.stances import Stance
from bot.nlu.entities.told_clauses import DEEDS, ToldClauses
from bot.nlu.entities.vocabulary import COUNTRY, PERHAPS, Vocabulary, Word

#: What is a day by itself: its phrase, and the rule of `dates` whose days it is like.
NAMED = {
    **{"today": "TODAY", "yesterday": "YESTERDAY", "the day before yesterday": "DAY_BEFORE"},
    **{"tomorrow": "TOMORROW", "in 2 days": "DAY_AFTER", "yesterday or earlier": "AGO_VAGUE"},
    **dict.fromkeys(("last week", "last weekend", "last month", "last year"), "LAST"),
}
MONTH_NAMES = tuple(dict.fromkeys(MONTHS.values()))
WORKING = "working days"
UNITS = frozenset(["minutes", "hours", "days", "weeks", "months", "years", WORKING])
#: What a number is followed by where it is no day.
NO_DAY = UNITS | frozenset(["amount", "item"])
RANGES = frozenset(["or", "to", "-", "/"])
#: Before a span that has gone by: "for a week" is a week, "a week" alone may be none.
HAS_GONE = frozenset(["since", "for", "after", "ago before"])
LIMITS = frozenset(["in", "within", "until", "next", "every"])
MINE = frozenset(["of", "the", "my", "else"])
TOLD = frozenset([Stance.DONE, Stance.NOT, Stance.AHEAD, Stance.ASKED, Stance.SUPPOSED])
#: In words: a message that says no more than a day.
_ALONE = 4
#: "Hace más o menos unos 3 días": so many words at most between a number and what says of it that it has gone by.
_MOST_FILLS = 2
#: In words: so far before a number stands the page or the shop that states it.
_STATED = 6
_SIGNS = frozenset(".!?;,\n")
#: In words: what may stand between a number and the one that corrects it, what says that one does, and what else.
_LONGEST_CORRECTION = 6
_CORRECTS = frozenset(["sorry", "no"])
_AROUND_A_CORRECTION = _CORRECTS | frozenset(["not", "it", "was", "i", "but", "ago before", "for", "that", *",.;-–—…("])
#: What shops allow, in days or weeks; any other number of them may be how long somebody has waited.
_USUAL = frozenset([2, 7, 14, 15, 30, 90])


class Told(NamedTuple):
    """The details of a message, by kind."""

    stated: list[Detail]
    dates: list[Detail]
    counts: list[Detail]
    countries: list[Detail]


class _Told(NamedTuple):
    """A count of days, and the place behind its unit."""

    end: int
    days: Detail


@dataclass(frozen=True)
class _Span:
    """A length of time: its number and unit, the word behind it, and whether the number is "a" or "a few"."""

    count: int
    unit: str
    end: int
    word: str = ""

    def __str__(self) -> str:
        return f"{self.count} {self.unit.removesuffix('s') if self.count == 1 else self.unit}"


class ToldDetails:
    """Finds the details of messages in one language, dates as the English phrases of `dates.DateFinder`.

    Args:
        tag: The language's, which has a table in words/.
    """

    def __init__(self, tag: str) -> None:
        self._vocabulary = Vocabulary(tag)

    def find(self, text: str) -> Told:
        """The details of a text whose signs are plain."""
        words = self._vocabulary.read(text)
        clauses = ToldClauses(words)
        reader = _Reader(text, words, clauses)
        said = clauses.hand_in()
        sense = Sense.NOT if said is Stance.NOT else Sense.AHEAD
        stated = [Detail(Kind.HAND_IN, 0, len(text), sense.value)] if said else []
        return Told(stated, list(reader.dates()), list(reader.counts()), list(reader.countries()))


class _Reader:
    """Reads the words of one message, each a bounded number of times."""

    def __init__(self, text: str, words: Sequence[Word], clauses: Clauses) -> None:
        self._text, self._words, self._clauses = text, words, clauses

    def dates(self) -> Iterator[Detail]:
        days: list[Day] = []
        place = 0
        rules = (self._named, self._numeric, self._month_day, self._ago, self._in_days, self._weekday, self._the_day)
        while place < len(self._words):
            day = next(filter(None, (rule(place) for rule in rules)), None)
            if day is not None:
                add_day(days, day, self._clauses)
            place = day.end if day else place + 1
        for day, sense in said_days(days, self._clauses):
            start, end = self._words[day.start].start, self._words[day.end - 1].end
            yield Detail(Kind.DATE, start, end, day.phrase, sense=sense)

    def counts(self) -> Iterator[Detail]:
        counted = 0
        told: list[_Told] = []
        for place in range(len(self._words)):
            before = self._says(place - 1)
            for at in range(place - 1, place - 1 - _MOST_FILLS, -1):
                if not self._says(at) & (MINE | {"about"}):
                    break
                before |= self._says(at - 1)
            if place < counted or self._ends_a_range(place):
                continue
            span = self._span(place)
            if span is not None and not self._says(place) & {"about"}:
                counted = span.end
                if told and self._corrects(told[-1].end, place):
                    told.pop()
                days = self._day_count(place, span, before)
                told += [_Told(span.end, days)] if days else []
            yield from self._item_count(place, before)
        yield from (each.days for each in told)

    def countries(self) -> Iterator[Detail]:
        for word in self._words:
            for code in (each for each in word.says if each.startswith(COUNTRY)):
                first = self._text[word.start]
                if not code.endswith(PERHAPS) or first.isupper() or first.lower() == first.upper():
                    yield Detail(Kind.COUNTRY, word.start, word.end, code.strip(COUNTRY + PERHAPS))
                    break

    def _says(self, place: int) -> frozenset[str]:
        return self._words[place].says if 0 <= place < len(self._words) else frozenset()

    def _sign(self, place: int) -> str:
        return self._words[place].text if 0 <= place < len(self._words) else ""

    def _joined(self, place: int) -> bool:
        """Whether a word follows the one before it without a blank."""
        return 0 < place < len(self._words) and self._words[place - 1].end == self._words[place].start

    def _leads(self, place: int) -> bool:
        """Whether only a day can follow the word before a place."""
        return bool(self._says(place - 1) & {"the day", "since", "last"}) or self._weekday_at(place - 1) is not None

    def _number(self, place: int) -> Optional[tuple[int, int]]:
        """A number, and the place behind it."""
        text = self._sign(place)
        if text.isdecimal():
            part = (
                self._joined(place) and self._sign(place - 1) in (".", ",", "/") and self._sign(place - 2).isdecimal()
            )
            return (int(text), place + 1) if len(text) <= 4 and not part else None
        value, end = self._spelled(place), place + 1
        while value is not None:
            # "Cento e oitenta e cinco": what stands behind a number is added where it has room for it.
            behind = end + (self._sign(end) == "-" or "and" in self._says(end))
            rest = self._spelled(behind)
            if rest is None or not 0 < rest <= room_behind(value):
                return value, end
            value, end = value + rest, behind + 1
        return None

    def _spelled(self, place: int) -> Optional[int]:
        """The number that one word spells."""
        return next((int(each) for each in sorted(self._says(place)) if each.isdecimal()), None)

    def _span(self, place: int) -> Optional[_Span]:
        """A number with its unit, or a word for both: "deux semaines", "שבועיים"."""
        place += "about" in self._says(place)
        for each in self._says(place):
            number, _, unit = each.partition(" ")
            if number.isdecimal() and unit in UNITS and "half" not in self._says(place + 1):
                return _Span(int(number), unit, place + 1, "a" if number == "1" else "")
        word = next((each for each in ("few", "a") if each in self._says(place)), "")
        number_at = (2, place + 1) if word == "few" else self._number(place)
        if number_at is None:
            return None
        count, behind = number_at
        behind += "whole" in self._says(behind)
        unit = next((each for each in self._says(behind) if each in UNITS), "")
        return _Span(count, unit, behind + 1, word) if unit and "half" not in self._says(behind + 1) else None

    def _ago(self, place: int) -> Optional[Day]:
        first = place + ("ago before" in self._says(place))
        number = self._number(first)
        ranges = number is not None and (self._says(number[1]) | {self._sign(number[1])}) & RANGES
        span = self._span(number[1] + 1 if ranges and number else first)
        if span is None or (first == place and "ago" not in self._says(span.end)):
            return None
        right = None if ranges else self._correction(span)
        told_at = self._told_at(place, right)
        stance = self._clauses.stance_at(told_at)
        if first != place and "that" in self._says(span.end) and stance is not Stance.DONE:
            return None
        # "Hace 3 días" is "for 3 days" as well.
        if "for" in self._says(place) and stance is None and len(self._words) > _ALONE:
            return None
        end = span.end + ("ago" in self._says(span.end))
        if span.unit == WORKING:
            return Day(place, end, "WORKING_AGO", f"{span.count} {WORKING} ago") if not ranges else None
        if span.word == "few":
            return Day(place, end, "AGO_VAGUE", f"{span} ago or earlier")
        if right is not None:
            # What is said of the number that holds is said of the day.
            return Day(told_at, right[1].end, "AGO", f"{replace(span, count=right[1].count)} ago")
        counts = [number[0], span.count] if ranges and number else [span.count]
        return Day(place, end, "AGO", " or ".join(f"{_Span(each, span.unit, end)} ago" for each in counts))

    def _in_days(self, place: int) -> Optional[Day]:
        span = self._span(place + 1) if "in" in self._says(place) else None
        if span is None or span.unit == WORKING or "ago" in self._says(span.end):
            return None
        return Day(place, span.end, "IN_DAYS", f"in {span}")

    def _named(self, place: int) -> Optional[Day]:
        if self._clauses.words_before(place, 1) in (["to"], ["until"], ["before"]):
            return None
        for each in self._says(place):
            phrase = each.rstrip(PERHAPS)
            # "24 December": Christmas Eve.
            rule = "NAMED" if phrase.partition(" ")[2] in MONTH_NAMES else NAMED.get(phrase)
            if rule and (phrase == each or self._clauses.stance_at(place) is Stance.DONE):
                return Day(place, place + 1, rule, phrase)
        return None

    def _weekday_at(self, place: int) -> Optional[str]:
        names = (each.rstrip(PERHAPS) for each in self._says(place))
        return next((name for name in names if name in WEEKDAYS.values()), None)

    def _weekday(self, place: int) -> Optional[Day]:
        at = place + bool(self._says(place) & {"last", "next"})
        name = self._weekday_at(at)
        if name is None:
            return None
        leads = self._clauses.words_before(place, 1)
        # Neither "until Friday" is a day nor "Tuesday next week" the next Tuesday.
        if (leads and leads[0] in NOT_PAST) or "soon" in self._says(place - 1) | self._says(at + 1):
            return None
        around = self._says(at - 1) | self._says(at + 1)
        is_sure = name in self._says(at) or around & {"last", "on", "since", "the day", "or"} or len(self._words) <= 2
        if not is_sure and self._clauses.stance_at(at) not in TOLD - {Stance.ASKED}:
            return None
        counted = self._says(at + 1) & (UNITS | {"item"}) and "the day" not in self._says(at + 1)
        if name not in self._says(at) and counted:
            return None
        end = at + 1 + bool(self._says(at + 1) & {"last", "next"})
        return Day(place, end, "NEXT" if "next" in self._says(place) | self._says(end - 1) else "WEEKDAY", name)

    def _month_at(self, place: int) -> Optional[str]:
        names = (each.rstrip(PERHAPS) for each in self._says(place))
        return next((name for name in names if name in MONTH_NAMES), None)

    def _month_day(self, place: int) -> Optional[Day]:
        if self._month_at(place) in self._says(place):
            # "Octubre 9".
            number = self._number(place + 1) if self._sign(place + 1).isdecimal() else None
            is_day = number is not None and 1 <= number[0] <= 31 and self._ends_a_day(number[1])
            return (
                Day(place, place + 2, "MONTH_DAY", f"{number[0]} {self._month_at(place)}")
                if is_day and number
                else None
            )
        number = self._number(place)
        if number is None or not 1 <= number[0] <= 31:
            return None
        at = self._behind_marks(number[1])
        at += self._sign(at) == "." and self._joined(at)
        while self._says(at) & {"of", "on"}:
            at += 1
        month = self._month_at(at)
        if month is None:
            return None
        behind = at + 1 + (self._sign(at + 1) in (",", ".") or "of" in self._says(at + 1))
        year = self._sign(behind) if len(self._sign(behind)) == 4 and self._sign(behind).startswith("20") else ""
        end = behind + 1 if year else at + 1
        return Day(place, end, "MONTH_DAY", " ".join(filter(None, (str(number[0]), month, year))))

    def _behind_marks(self, place: int) -> int:
        """The place behind the "º" or "-го" of an ordinal."""
        at = place + (self._sign(place) == "-" and self._joined(place))
        return at + 1 if self._joined(at) and self._says(at) & {"th", "day mark"} else place

    def _the_day(self, place: int) -> Optional[Day]:
        """ "am 12.", "12-го": a day of no month."""
        text = self._sign(place)
        if not text.isdecimal() or len(text) > 2 or not 1 <= int(text) <= 31:
            return None
        end = self._behind_marks(place + 1)
        marked = "day mark" in self._says(end - 1) or "day mark" in self._says(end)
        end += "day mark" in self._says(end)
        behind = end + (self._sign(end) == "." and self._joined(end))
        # "El 3 o el 4 de noviembre": the month is that of both.
        is_first = self._says(behind) & RANGES and any(map(self._month_day, (behind + 1, behind + 2)))
        if is_first or not (marked or self._leads(place)) or self._glued(place) or not self._ends_a_day(end):
            return None
        alone = self._weekday_at(place - 1) is not None or len(self._words) <= _ALONE
        if not alone and self._clauses.stance_at(place) is None:
            return None
        return Day(place, end, "THE_DAY", f"the {int(text)}{_ending(int(text))}")

    def _ends_a_day(self, place: int) -> bool:
        """Whether what follows a number lets it be a day: not "el 12 %", "le 9 colis", "am 12:30"."""
        sign, says = self._sign(place), self._says(place)
        if self._joined(place) and self._joined(place + 1) and self._sign(place + 1).isdecimal():
            return False
        return not says & (NO_DAY | {"of"}) and (bool(says) or not sign or sign in ".,!?;)-\n")

    def _glued(self, place: int) -> bool:
        """Whether a number continues what stands before it, as in "R-10"."""
        return (
            self._joined(place)
            and not self._says(place - 1) & {"on", "the day", "since"}
            and (self._sign(place - 1) not in "(,:;\"'")
        )

    def _numeric(self, place: int) -> Optional[Day]:
        if not self._sign(place).isdecimal() or self._glued(place):
            return None
        start = self._words[place].start
        found = ISO.match(self._text, start) or DAY_OR_MONTH_FIRST.match(self._text, start)
        if found is None or found.group() in NOT_DATES:
            return None
        end = place
        while end < len(self._words) and self._words[end].start < found.end():
            end += 1
        dotted = self._sign(end) == "." and self._joined(end)
        phrase = _written(found.group(), dotted)
        if phrase is None or self._words[end - 1].end != found.end() or self._says(end + dotted) & NO_DAY:
            return None
        if (dotted or self._sign(end) in ("-", "/", ":")) and self._joined(end + 1) and self._sign(end + 1).isdecimal():
            return None
        has_year, slashed = len(phrase.split()) == 3 or phrase.count("-") == 2, "/" in phrase
        padded = len(found.group()) == len("09.10")
        is_told = (dotted or padded) and (self._clauses.stance_at(place) in TOLD or len(self._words) <= end + 1)
        if not (has_year or slashed or is_told or self._leads(place) or "dated" in self._says(place - 1)):
            return None
        return Day(place, end + (dotted and not has_year and not slashed), "NUMERIC", phrase)

    def _ends_a_range(self, place: int) -> bool:
        joins = self._says(place - 1) | {self._sign(place - 1)}
        return bool(joins & RANGES) and (self._number(place - 2) is not None)

    def _corrects(self, end: int, place: int) -> bool:
        """Whether what stands at a place is put in the place of what ends before: "95 días, perdón, 59"."""
        between = range(end, place)
        if not 0 < len(between) <= _LONGEST_CORRECTION or "not" in self._says(place - 1) - {"no"}:
            return False
        said = [self._says(each) or {self._sign(each)} for each in between]
        return any(each & _CORRECTS for each in said) and all(each & _AROUND_A_CORRECTION for each in said)

    def _correction(self, span: _Span) -> Optional[tuple[int, _Span]]:
        """The number that a message puts in the place of a span's own, and that has no unit: where it stands, and the
        span with it; None where there is none."""
        end = span.end + ("ago" in self._says(span.end))
        for place in range(end + 1, min(len(self._words), end + _LONGEST_CORRECTION + 1)):
            number = self._number(place)
            if number is not None:
                behind = self._says(number[1])
                is_bare = not behind & NO_DAY and (bool(behind) or not self._sign(number[1]).isalpha())
                right = replace(span, count=number[0], end=number[1])
                return (place, right) if is_bare and self._corrects(end, place) else None
        return None

    def _told_at(self, place: int, right: Optional[tuple[int, _Span]]) -> int:
        """Where it is said what happened so long ago: beside the number that holds, or the one before it."""
        return right[0] if right and self._clauses.stance_at(right[0]) is not None else place

    def _day_count(self, place: int, span: _Span, before: frozenset[str]) -> Optional[Detail]:
        is_past = "ago" in self._says(span.end)
        if span.word == "few" or (span.word == "a" and not (is_past or before & HAS_GONE)):
            return None
        if (before & LIMITS and not is_past) or "left" in self._says(span.end):
            return None
        if not (is_past or before & HAS_GONE) and self._is_stated(place, span):
            return None
        right = self._correction(span)
        kind = Kind.WORKING_DAY_COUNT if span.unit == WORKING else Kind.DAY_COUNT
        count = right[1].count if right else span.count
        days = round(count * DAYS_OF_UNIT.get(span.unit, 1.0 if span.unit == WORKING else 0.0))
        if not 0 < days <= LONGEST_DAYS:
            return None
        is_done = self._clauses.stance_at(self._told_at(place, right)) is Stance.DONE
        sense = Sense.PAST if is_done else None
        return Detail(kind, self._words[place].start, self._words[span.end - 1].end, days, sense=sense)

    def _is_stated(self, place: int, span: _Span) -> bool:
        """Whether a span is what a page or a shop allows, and not how long ago anything was: "laut Seite 15 Tage"."""
        behind = self._says(span.end)
        if behind & {"after", "since"} or self._clauses.stance_at(place) is Stance.DONE:
            return False
        if "page" in behind:
            return True
        for away in range(1, _STATED + 1):
            if self._sign(place - away) in _SIGNS:
                return False
            says = self._says(place - away)
            if "page" in says or ("you" in says and span.count in _USUAL and "not" not in behind):
                return True
            if says & (DEEDS | {"other"}):
                return False
        return False

    def _item_count(self, place: int, before: frozenset[str]) -> Iterator[Detail]:
        both = "both" in self._says(place)
        number = (2, place + 1) if both else self._number(place)
        if number is None or not 0 < number[0] <= MOST_ITEMS or "a" in self._says(place) or self._glued(place):
            return
        at = number[1]
        for _ in range(2):
            at += bool(self._says(at) & (MINE | {"whole"}))
        named = "item" in self._says(at)
        goods = self._sign(number[1]).isalpha() and not self._says(number[1]) and not self._joined(number[1])
        sent = bool((before | self._says(number[1] + 1)) & DEEDS) or bool(before & {"give back"})
        sent = sent or "give back" in self._says(number[1] + 1)
        if not (named or (goods and sent and not both) or (both and self._has_any_deed(place))):
            return
        if self._happened(place):
            return
        end = at + 1 if named else number[1] + (goods and not both)
        yield Detail(Kind.ITEM_COUNT, self._words[place].start, self._words[end - 1].end, number[0])

    def _has_any_deed(self, place: int) -> bool:
        near = range(max(0, place - 5), min(len(self._words), place + 6))
        return any(self._says(each) & (DEEDS | {"give back"}) for each in near)

    def _happened(self, place: int) -> bool:
        near = range(max(0, place - 6), min(len(self._words), place + 7))
        return any("refunded" in self._says(each) for each in near)


def _written(text: str, dotted: bool) -> Optional[str]:
    """A date in digits as a phrase: with slashes as written, since it depends on the country which is the month."""
    iso = ISO.fullmatch(text)
    if iso:
        return "-".join((iso["y"], iso["m"].zfill(2), iso["d"].zfill(2))) if _is_day(iso["d"], iso["m"]) else None
    found = DAY_OR_MONTH_FIRST.fullmatch(text)
    if found is None:
        return None
    if text[found.end("a")] == "/":
        return text if _is_day(found["a"], found["b"]) or _is_day(found["b"], found["a"]) else None
    year = found["y"] or ""
    if not _is_day(found["a"], found["b"]):
        return None
    day = f"{int(found['a'])} {MONTH_NAMES[int(found['b']) - 1]}"
    return f"{day} {year if len(year) == 4 else f'20{year}'}" if year else day


def _is_day(day: str, month: str) -> bool:
    return 1 <= int(day) <= 31 and 1 <= int(month) <= 12


def _ending(day: int) -> str:
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
