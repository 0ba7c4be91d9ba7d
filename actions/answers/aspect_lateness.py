"""Whether what a return waits for is late, since when, and from which day its parcel counts as lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from actions.answers.asked_of_stage import AskedOfStage
from actions.answers.aspect_in_view import InView
from actions.answers.return_facts import scans_of
from actions.answers.return_status import COUNTED_IN_HOURS, person_choice
from actions.dialogue.relative_dates import meant_day
from actions.dialogue.turn import PAST, earlier_days
from actions.replies.formatting import show_days, show_instant, show_moment
from actions.replies.reply import Phrase, Reply, Utterance
from policy.calendars import local_date
from policy.deadlines import open_deadlines
from policy.drop_off import DropOffKind, DropOffOutlook, drop_off_outlook

#: The rule that advises, and limits nothing.
ADVICE: Final = "ship.within"
_UPDATE: Final = "update.dropoff"
#: Where a parcel travels, as far as anybody knows.
_TRAVELS: Final = frozenset({DropOffKind.WAIT, DropOffKind.LATE})
_DUE: Final = _TRAVELS | {DropOffKind.DELIVERED, DropOffKind.DELIVERED_LATE}


def _outlook(asked: AskedOfStage) -> DropOffOutlook:
    """What is known of the parcel; by the day that the customer told in this chat where nothing is recorded."""
    case, turn = asked.case, asked.turn
    told = next((each for each in earlier_days(turn.events, turn.now) if each.sense == PAST), None)
    claimed = meant_day(told, case.customer) if told is not None and told.phrase else None
    scans = scans_of(case, asked.services)
    return drop_off_outlook(case.found, case.customer, scans, case.now, asked.services.facts, claimed)


def _due(asked: AskedOfStage) -> tuple[datetime, str] | None:
    """When that was or is due which the return waits for, and the rule; None where no date follows."""
    outlook = _outlook(asked)
    if outlook.kind in _DUE and outlook.due is not None:
        return outlook.due, outlook.because
    case, step = asked.case, asked.step
    waits = open_deadlines(case.found, case.customer, case.now, asked.services.facts)
    return next(((each.due, each.because) for each in waits if each.because == step.because), None)


def late(view: InView) -> Reply | None:
    """Whether it is late: no and until when, or yes and since when."""
    if view.asked is None:
        return None
    due, case = _due(view.asked), view.asked.case
    if due is None:
        return None
    at, because = due
    if because == ADVICE:
        return view.asked.lines([Phrase("aspect_not_late"), view.asked.next()], because)
    if at < case.now:
        return view.asked.lines([Phrase("aspect_late"), *_told_late(at, because, view)], because, person=True)
    show = show_moment if view.asked.step.kind in COUNTED_IN_HOURS else show_instant
    lines = [Phrase("aspect_not_late_until", {"due": show(at, case.customer, case.now)})]
    return view.asked.lines(lines, because)


def how_late(view: InView) -> Reply | None:
    """Since when it is late, and by how many days; that it is not where it is not."""
    due = _due(view.asked) if view.asked else None
    if view.asked is None or due is None or due[1] == ADVICE or due[0] >= view.asked.case.now:
        return late(view)
    return view.asked.lines(_told_late(*due, view), due[1], person=True)


def _told_late(due: datetime, because: str, view: InView) -> list[Phrase]:
    """Since when it is late, and what to do about it."""
    zone = view.customer.timezone
    days = (local_date(view.turn.now, zone) - local_date(due, zone)).days
    values = {"due": show_instant(due, view.customer, view.turn.now), "days": show_days(days)}
    since = [Phrase("aspect_since", values)] if days else []
    if because == _UPDATE:
        return [*since, Phrase("next_get_help_update_late")]
    return [*since, *([view.asked.next()] if view.asked and person_choice(view.asked.step) else [])]


def lost(view: InView) -> Reply | None:
    """That a parcel which travels does not count as lost yet, and from which day it does."""
    told = lost_from(view)
    if told is None:
        return None
    not_yet = Utterance("utter_check_seen", {"lines": [Phrase("aspect_not_lost")]})
    return replace(told, utterances=(not_yet, *told.utterances))


def lost_from(view: InView) -> Reply | None:
    """From which day a parcel counts as lost that travels."""
    if view.asked is None:
        return None
    outlook, case = _outlook(view.asked), view.asked.case
    lost_on, handed_in = outlook.lost_refund_on, outlook.dropped_off_at
    if outlook.kind not in _TRAVELS or lost_on is None or handed_in is None:
        return None
    days = (("lost_on", lost_on), ("handed_in", handed_in))
    shown = {name: show_instant(day, case.customer, case.now) for name, day in days}
    told = Utterance("utter_lost_on", shown, "parcel.lost")
    return Reply((told,), {"customer_number": case.found.number, "offer": None})
