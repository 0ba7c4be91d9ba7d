"""The date behind an answer: which one it is, how it was counted, and how far away it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from actions.answers.hand_in_by_country import anybody_there
from actions.dialogue.hand_ins_reckoned import hand_in_reckoned
from actions.dialogue.lateness import ANYBODY, ANYWHERE
from actions.dialogue.relative_dates import meant_day
from actions.dialogue.turn import ActionContext
from actions.replies.due_phrases import show_due
from actions.replies.formatting import show_country, show_day, show_days, show_instant, show_list, show_moment
from actions.replies.reply import Phrase
from actions.replies.return_case import Case
from core.calendar_questions import numbers_named
from policy.calendars import holidays_left_out, latest, local_date, logistics_place
from policy.deadlines import Deadline, DeadlineKind, open_deadlines
from policy.drop_off import DropOffKind, drop_off_outlook
from policy.fact import SPANS, Unit
from policy.facts import Facts
from policy.model import Customer
from policy.own_cost import follows_times

#: What counts from a hand-in.
FROM_HAND_IN: Mapping[str, DeadlineKind] = MappingProxyType(
    {"update.dropoff": DeadlineKind.DROP_OFF_UPDATE, "parcel.lost": DeadlineKind.LOST_PARCEL}
)
_DAYS_A_WEEK: Mapping[Unit, int] = MappingProxyType({Unit.WORKING_DAYS: 5, Unit.DAYS: 7})


def span_named(turn: ActionContext, behind: Sequence[str], case: Case | None, facts: Facts) -> str | None:
    """The span that a message names by its number ("that 17") or by the date that it ends on ("why the 22nd?").

    Args:
        turn: The turn.
        behind: The rules behind the answer before; of spans with the same number one of theirs is meant.
        case: The return in hand.
        facts: The rules.
    """
    numbers = {*numbers_named(turn.said), *([turn.day_count] if turn.day_count else [])}
    named = [each for each, fact in facts.items() if fact.unit in SPANS and numbers.intersection(fact.numbers)]
    told = [each for each in behind if each in named]
    counted = [
        each for each in behind if facts[each].unit is Unit.PER_MONTH and numbers.intersection(facts[each].numbers)
    ]
    if counted and not told:
        # "Why only 5?" behind the free returns of a month asks of no days.
        return counted[0]
    if told or len(named) == 1:
        return (told or named)[0]
    if turn.asked_day is None or case is None or "/" in turn.asked_day.phrase:
        return None
    day = meant_day(turn.asked_day, case.customer)
    ends = open_deadlines(case.found, case.customer, case.now, facts) if day else ()
    zone = case.customer.timezone
    return next((each.because for each in ends if day and each.due_on(zone) == local_date(day, zone)), None)


def own_deadline(behind: Sequence[str], case: Case | None, facts: Facts) -> Deadline | None:
    """The date of the customer's own return that follows from what was said."""
    if case is None:
        return None
    found = open_deadlines(case.found, case.customer, case.now, facts)
    return next((each for fact in behind for each in found if each.because == fact), None)


def deadline_reckoned(turn: ActionContext, fact: str, case: Case | None, facts: Facts) -> Deadline | None:
    """The date that follows from the hand-in which the messages before were about, while the records have none."""
    said = hand_in_reckoned(turn) if fact in FROM_HAND_IN else None
    if said is None or (case is not None and not (follows_times(case.found, facts) and is_not_handed_in(case, facts))):
        return None
    there = anybody_there(turn) or (ANYBODY, ANYWHERE)
    customer, place = (case.customer, logistics_place(case.found.order, case.customer)) if case else there
    day = meant_day(said, customer)
    if day is None or (case is None and "/" in said.phrase):
        return None
    return Deadline(FROM_HAND_IN[fact], day, None, latest(day, facts[fact], place), fact, place)


def is_not_handed_in(case: Case, facts: Facts) -> bool:
    """Whether the records have no hand-in of a return that waits for one."""
    return drop_off_outlook(case.found, case.customer, (), case.now, facts).kind is DropOffKind.NO_DROP_OFF


def how_counted(deadline: Deadline, customer: Customer, now: datetime, facts: Facts) -> list[Phrase]:
    """How a date comes about: from when, how many of which days, and which holidays are left out."""
    fact = facts[deadline.because]
    if deadline.place == ANYWHERE and fact.unit is Unit.WORKING_DAYS:
        # Whose holidays count is not known.
        return []
    show = show_moment if fact.unit is Unit.HOURS else show_instant
    values = {
        "longest": fact.longest,
        "starts": show(deadline.starts, customer, now),
        "due": show_due(deadline, customer, now),
        "country": show_country(deadline.place.country),
    }
    counted = [Phrase(f"counted_{fact.unit}", values)]
    if fact.unit is Unit.WORKING_DAYS:
        began = local_date(deadline.starts, deadline.place.timezone)
        left_out = holidays_left_out(began, fact.longest, deadline.place)
        days = [show_day(day, customer, now) for day in left_out]
        counted += [Phrase("counted_holidays", {"days": show_list(days)})] if days else []
    return counted


def in_weeks(fact_id: str, facts: Facts) -> list[Phrase]:
    """The longest time of a rule in weeks, where it is counted in days and longer than one."""
    fact = facts[fact_id]
    days = _DAYS_A_WEEK.get(fact.unit)
    if days is None or fact.longest <= days:
        return []
    return [Phrase(f"weeks_{fact.unit}", {"longest": fact.longest, "weeks": -(-fact.longest // days)})]


def time_until(deadline: Deadline, customer: Customer, now: datetime) -> Phrase:
    """How many days it is from today to the end of a deadline, or since."""
    days = deadline.days_left(now, customer.timezone)
    kind = "today" if days == 0 else "ahead" if days > 0 else "over"
    return Phrase(f"left_{kind}", {"days": show_days(abs(days)), "due": show_due(deadline, customer, now)})
