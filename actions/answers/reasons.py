"""Why an answer says what it says: the rule, the day that is doubted, and something new each time that it is asked."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from actions.answers.counted_dates import how_counted, time_until
from actions.dialogue.last_answer import answers_before
from actions.dialogue.relative_dates import meant_day
from actions.dialogue.turn import ASKED, PAST, ActionContext
from actions.replies.due_phrases import show_due
from actions.replies.formatting import show_day, show_list
from actions.replies.item_windows import TO_PERSON
from actions.replies.reply import Choice, Phrase, Shown
from core.calendar_questions import is_of_working_days
from core.why_questions import asks_why_it_matters, numbers_doubted
from policy.calendars import ONE_DAY, DayKind, day_kind, holidays_left_out, local_date, weekend
from policy.deadlines import Deadline
from policy.fact import SPANS, Fact, Unit
from policy.facts import Facts
from policy.fees import free_returns_counted
from policy.model import Customer, ReturnRequest

WHY = "utter_why"
#: What the sources state without a reason.
_WITHOUT_REASON = frozenset(
    {
        *("request.processing", "seller.silence", "window.order", "window.receipt", "window.general", "parcel.lost"),
        *("fee.first", "fee.monthly_limit", "fee.next", "update.dropoff", "request.cancel", "request.amend"),
        "label.download",
    }
)
#: So many days are named one by one.
_FEW = 5
Lines = tuple[list[Phrase], tuple[Choice, ...]]


def why_told(
    turn: ActionContext,
    fact: str,
    deadline: Deadline | None,
    customer: Customer,
    returns: Sequence[ReturnRequest],
    facts: Facts,
) -> Lines:
    """The lines that give a reason, and the buttons below them.

    The rule comes first, with how the date was counted. Whoever asks on is told which days count, then that the rules
    give no reason, then who can tell more; never the same again.

    Args:
        turn: The turn.
        fact: The rule that the answer before rests on.
        deadline: The date that was counted by it.
        customer: Who asks.
        returns: The customer's returns, where they are known.
        facts: The rules.
    """
    reason = Phrase(f"reason_{fact.replace('.', '_')}")
    checked = [Phrase("reason_inspection_checks")] if fact == "inspection" else []
    counted = how_counted(deadline, customer, turn.now, facts) if deadline else []
    of_day = _of_day(turn, deadline, customer, facts[fact]) if deadline else []
    times = _times_told(turn, fact)
    if of_day:
        return [*of_day, *([reason, *counted] if not times else _one_by_one(deadline, customer, turn, facts[fact]))], ()
    of_unit = facts[fact].unit is Unit.WORKING_DAYS and is_of_working_days(turn.said)
    if times == 0 and (of_unit or _doubts_number(turn, facts[fact])):
        return [reason, *checked, *counted, *([] if checked else [Phrase("why_unstated")])], ()
    used = _free_returns(fact, customer, returns, turn)
    if times == 0:
        late = [time_until(deadline, customer, turn.now)] if deadline and deadline.overdue(turn.now) else []
        unstated = fact in _WITHOUT_REASON and not used and (not counted or asks_why_it_matters(turn.said))
        return [reason, *counted, *used, *late, *([Phrase("why_unstated")] if unstated else [])], ()
    each = _one_by_one(deadline, customer, turn, facts[fact])
    if times == 1 and (each or used or fact not in _WITHOUT_REASON):
        return [*each, *used, Phrase("why_unstated")], ()
    return [Phrase("rules_leave_open")], (TO_PERSON,)


def _doubts_number(turn: ActionContext, fact: Fact) -> bool:
    return fact.unit in SPANS and numbers_doubted(turn.said, fact.numbers)


def _times_told(turn: ActionContext, fact: str) -> int:
    """How often running the reason of this rule was just told."""
    told = (
        any(each.response == WHY and each.facts[:1] == (fact,) for each in said) for said in answers_before(turn.events)
    )
    return sum(1 for _ in itertools.takewhile(bool, told))


def _of_day(turn: ActionContext, deadline: Deadline, customer: Customer, fact: Fact) -> list[Phrase]:
    """How the day stands in a count that a message names: "why not Tuesday?", "why does yesterday not count?"."""
    if fact.unit is Unit.HOURS or turn.asked_day is None:
        return []
    zone = deadline.place.timezone
    start, end = local_date(deadline.starts, zone), local_date(deadline.due, zone)
    readings = (meant_day(replace(turn.asked_day, sense=sense), customer) for sense in (PAST, ASKED))
    span = [end - ONE_DAY * before for before in range((end - start) // ONE_DAY + 1)]
    named = {local_date(each, customer.timezone) for each in readings if each is not None}
    # Of a weekday that is named the last one in the span is meant.
    day = next((each for each in span if each in named or f"{each:%A}" == turn.asked_day.phrase), None)
    if day is None:
        return []
    shown = show_day(day, customer, turn.now)
    if day == start:
        return [Phrase("why_day_start", {"day": shown})]
    if fact.unit is Unit.WORKING_DAYS and day not in days_of(deadline, fact):
        kind = day_kind(day, deadline.place)
        return [] if kind is DayKind.WORKING else [Phrase(f"calendar_{kind}", {"day": shown})]
    days_before = days_of(deadline, fact)
    return [Phrase("why_day_counted", {"day": shown, "place": days_before.index(day) + 1, "longest": fact.longest})]


def days_of(deadline: Deadline, fact: Fact) -> list[date]:
    """Each day of a span, without those that are left out."""
    place = deadline.place
    start, end = local_date(deadline.starts, place.timezone), local_date(deadline.due, place.timezone)
    days = [start + timedelta(days=after) for after in range(1, (end - start) // ONE_DAY + 1)]
    if fact.unit is not Unit.WORKING_DAYS:
        return days
    left_out = {*holidays_left_out(start, fact.longest, place)}
    return [day for day in days if day.weekday() not in weekend(place.country) and day not in left_out]


def _one_by_one(deadline: Deadline | None, customer: Customer, turn: ActionContext, fact: Fact) -> list[Phrase]:
    """Which days count: each of a few, the first and the last of many."""
    if deadline is None:
        return []
    if fact.unit is Unit.HOURS:
        return [time_until(deadline, customer, turn.now)]
    days: list[Shown] = [show_day(each, customer, turn.now) for each in days_of(deadline, fact)]
    if not days:
        return []
    if len(days) <= _FEW:
        return [Phrase("counted_each", {"days": show_list(days)})]
    return [Phrase("counted_first", {"first": days[0], "due": show_due(deadline, customer, turn.now)})]


def _free_returns(fact: str, customer: Customer, returns: Sequence[ReturnRequest], turn: ActionContext) -> list[Phrase]:
    """Which returns of this month were free, where a limit to these is asked about."""
    if not fact.startswith("fee."):
        return []
    used = [each.number for each in free_returns_counted(returns, turn.now, customer.timezone)]
    return [Phrase("fee_used", {"used": len(used), "returns": ", ".join(used)})] if used else []
