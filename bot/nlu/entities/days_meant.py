"""The days of a message: which of them are one, which is corrected or taken back, and what is said of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.nlu.entities.clauses import SHUT, Clauses
from bot.nlu.entities.corrected_counts import CORRECTS, FILLS
from bot.nlu.entities.detail import Sense
from bot.nlu.entities.dropped_days import is_called_wrong, is_dropped
from bot.nlu.entities.stances import ME, NOTS, UNCHANGED, Stance, words
from core.hand_in_words import HANDED

#: "Not last Thursday, the one before": the same day of the week before the one that was named.
WEEK_EARLIER = "the week before"
#: "Next Friday" is no tomorrow.
NEXT = "next "
AHEAD_BY_ITSELF = frozenset(["TOMORROW", "DAY_AFTER", "NEXT", "IN_DAYS"])
PAST_BY_ITSELF = words("YESTERDAY DAY_BEFORE LAST AGO AGO_RANGE AGO_VAGUE WORKING_AGO")
OF_A_WEEK = frozenset(["WEEKDAY", "NEXT"])
OF_A_DATE = frozenset(["MONTH_DAY", "NUMERIC", "THE_DAY", "NAMED"])
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
# "Tomorrow instead of today" means the first.
REPLACED = (["instead", "of"], ["rather", "than"])
# Behind a comma these put up another day.
INSTEAD_OF = words("instead rather")
# "If nothing has changed by Friday": so many words at most from "if" to the day, and what is waited for.
LONGEST_WAIT = 10
SUPPOSING = words("if case unless should suppose supposing assume assuming imagine")
DENIALS = NOTS | {"no"}
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


def looks_again(before: Sequence[str]) -> bool:
    """Whether the words before a day make it one to look again: "if nothing has changed by", "if it's still so on"."""
    led = list(before)[-LONGEST_WAIT:]
    since = max((place for place, word in enumerate(led) if word in SUPPOSING), default=len(led))
    is_mine = not ME.isdisjoint(led)
    waits = not UNCHANGED.isdisjoint(led[since:]) or (not DENIALS.isdisjoint(led[since:]) and not is_mine)
    # "If it still says not returned" is of the page.
    deeds = HANDED if is_mine else HANDED - {"returned"}
    return waits and deeds.isdisjoint(led[since:])


_NOT_ON = ["not", "on"]


def add_day(days: list[Day], day: Day, clauses: Clauses) -> None:
    """Put a date behind those before it: by itself, as one with the last, or in its place."""
    if days and day.phrase.startswith(WEEK_EARLIER) and day.phrase != WEEK_EARLIER:
        # "Not last Thursday, the one before" means one day.
        days[-1] = day
        return
    if days and (is_dropped(day.start, clauses) or clauses.words_before(day.start, 2) in REPLACED):
        return
    gap = clauses.words_between(days[-1].end, day.start) if days else []
    if days and "," in gap and _is_instead(days[-1], day, clauses):
        days.append(day)
        return
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
        days[-1] = Day(last.start, day.end, date.rule, f"{weekday.phrase.removeprefix(NEXT)} {date.phrase}")
    elif apart & CORRECTS and apart <= CORRECTS | FILLS and gap[-1] != "not" and gap[-2:] != _NOT_ON:
        days[-1] = day
    elif _leaves_open(last, apart, clauses):
        days[-1] = replace(last, end=day.end, phrase=f"{last.phrase} or {day.phrase}")
    else:
        days.append(day)


def _is_one_day(first: Day, second: Day, gap: Sequence[str]) -> bool:
    """Whether a weekday and the date beside it are one day: "Monday, the 5th"."""
    one_is_a_weekday = (first.rule in OF_A_WEEK) != (second.rule in OF_A_WEEK)
    return one_is_a_weekday and len(gap) < 3 and JOINS.issuperset(gap)


def _is_instead(first: Day, second: Day, clauses: Clauses) -> bool:
    """Whether a weekday is put up for a day that was missed: "not today, Thursday instead?"."""
    if second.rule not in OF_A_WEEK:
        return False
    missed = first.rule not in OF_A_WEEK | OF_A_DATE and clauses.own_stance(first.start) is Stance.NOT
    return missed or clauses.has_any(second.start, INSTEAD_OF)


def is_denied(start: int, clauses: Clauses) -> bool:
    """Whether "not" stands right before a day: "not Friday", "not on Friday"."""
    return clauses.words_before(start, 1) == ["not"] or clauses.words_before(start, 2) == _NOT_ON


def said_days(days: list[Day], clauses: Clauses) -> Iterator[tuple[Day, Sense]]:
    """The days that a message means, each with what is said of it."""
    if len(days) > 1:
        # "It's Tuesday today" tells the date, not when anything happened.
        days = [day for day in days if day.rule != "TODAY" or " " not in day.phrase] or days
    denied = [is_denied(day.start, clauses) or is_dropped(day.start, clauses) for day in days]
    for day, denies in zip(days, denied, strict=True):
        if not denies or all(denied):
            yield day, Sense.NOT if denies else _sense(day, clauses)


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
