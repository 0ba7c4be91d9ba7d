"""Whether a day is in time where a message states how long the window lasts, and when the parcel arrived."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from actions.dialogue.ages import ages_meant, tells_of_order
from actions.dialogue.last_answer import answers_before
from actions.dialogue.lateness import ANYBODY
from actions.dialogue.relative_dates import meant_day
from actions.dialogue.turn import LATELY, PAST, ActionContext, SaidDate, day_asked, earlier_messages, messages
from actions.replies.formatting import show_day, show_instant
from actions.replies.reply import Utterance
from core.follow_ups import corrects_age
from policy.facts import Facts
from policy.window import windows_from_arrival

BY_STATED = "utter_window_by_stated_"
#: Nobody asks of a day that lies farther ahead: it has been.
_FARTHEST = timedelta(days=180)


def by_stated_window(turn: ActionContext, facts: Facts, supposed: datetime | None = None) -> Utterance | None:
    """The last day of the window, and whether the day that is asked for, or today, is in time.

    None where the rules know no such window from arrival on, or the day of arrival is not told.

    Args:
        turn: The turn.
        facts: The rules.
        supposed: A day of arrival that the question itself counts from: the turn's day is another one that is judged.
    """
    arrived = supposed or _arrived(turn)
    if arrived is None:
        return None
    ends_on = dict(windows_from_arrival(arrived.date(), facts)).get(turn.window_length or 0)
    if ends_on is None:
        return None
    asked = max(turn.now, supposed) if supposed and turn.asked_day is None else _asked(turn)
    values = {
        "window_days": turn.window_length,
        "ends_on": show_day(ends_on, ANYBODY, turn.now),
        **{name: show_instant(day, ANYBODY, turn.now) for name, day in (("arrived", arrived), ("asked", asked))},
    }
    return Utterance(f"{BY_STATED}{'open' if asked.date() <= ends_on else 'closed'}", values)


def _arrived(turn: ActionContext) -> datetime | None:
    """When the parcel came: the day that is told, or so many days ago where they don't count from the order."""
    if turn.day_count is None:
        lately = list(islice(messages(turn.events), LATELY + 1))
        receipt = ages_meant(reversed(lately)).receipt
        if receipt is not None and any(corrects_age(text) for text, _ in lately):
            return turn.now - timedelta(days=receipt)
        return meant_day(turn.arrived_day, ANYBODY) if turn.arrived_day else None
    days = turn.day_count if turn.received_days is None else turn.received_days
    is_since_order = turn.received_days is None and not turn.counts_from_receipt and tells_of_order(turn.said)
    return None if is_since_order else turn.now - timedelta(days=days)


def _asked(turn: ActionContext) -> datetime:
    """The day that is asked for; one of the past where the next of its name lies far ahead."""
    asked = turn.asked_day or _asked_before(turn)
    day = meant_day(asked, ANYBODY) if asked else None
    if asked is None or day is None or day - turn.now <= _FARTHEST:
        return day or turn.now
    return meant_day(replace(asked, sense=PAST), ANYBODY) or day


def _asked_before(turn: ActionContext) -> SaidDate | None:
    """The day that the question before was about, where this one only names another length: "and with 15 days?"."""
    answers = islice(answers_before(turn.events), LATELY)
    if not any(each.response.startswith(BY_STATED) for said in answers for each in said):
        return None
    asked = (day_asked(text, its, turn.now) for text, its in islice(earlier_messages(turn.events), LATELY))
    return next(filter(None, asked), None)
