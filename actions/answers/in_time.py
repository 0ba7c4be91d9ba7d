"""Whether a day is early enough to send the items of a return: "is that too late?", "would the 30th still be fine?"."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from actions.dialogue.relative_dates import meant_day
from actions.dialogue.turn import LATELY, ActionContext, approval_day, messages
from actions.replies.formatting import show_day, show_days, show_instant
from actions.replies.item_names import item_name
from actions.replies.reply import Phrase, Utterance
from actions.replies.return_case import Case
from core.follow_ups import asks_in_time
from policy.calendars import customer_place, latest, local_date
from policy.deadlines import Deadline, DeadlineKind, open_deadlines
from policy.drop_off import DropOffKind, drop_off_outlook
from policy.facts import Facts
from policy.model import Customer, Item
from policy.window import ReturnWindow, WindowKind, return_window

IN_TIME = "utter_in_time"


def in_time(day: datetime, case: Case, facts: Facts) -> Utterance | None:
    """A day against the advised last day to send the items and against the window of each; None where there is neither
    or the parcel is on its way.

    Args:
        day: Any instant of the day that is meant.
        case: The return.
        facts: The rules.
    """
    if drop_off_outlook(case.found, case.customer, (), case.now, facts).kind is not DropOffKind.NO_DROP_OFF:
        return None
    is_told = local_date(day, case.customer.timezone) < local_date(case.now, case.customer.timezone)
    advised = _advised(day, case, facts)
    if is_told and advised is not None:
        return Utterance(IN_TIME, {"lines": [Phrase("by_your_word", {"news": advised})]}, "ship.within")
    windows = _windows(day, case, facts)
    if advised is None and not windows:
        return None
    lines = [*([advised] if advised else []), *windows]
    return Utterance(IN_TIME, {"lines": lines}, "ship.within" if advised else "window.order")


def is_too_late(day: datetime, case: Case, facts: Facts, *, for_window: bool = False) -> bool:
    """Whether a day lies behind the advised last day to send a return, or behind a window of it; today never does.

    Args:
        day: Any instant of the day that is meant.
        case: The return.
        facts: The rules.
        for_window: Whether the windows alone count, as the advice is none where something else is asked.
    """
    on = local_date(day, case.customer.timezone)
    if on == local_date(case.now, case.customer.timezone):
        # Nothing is sooner than today.
        return False
    ends = [window.ends_on for _, window in _open_windows(case, facts)]
    ship_by = None if for_window else _ship_by(case, facts)
    last = ship_by.due_on(case.customer.timezone) if ship_by is not None else None
    return any(end is not None and on > end for end in (*ends, last))


def has_advised_day(case: Case, facts: Facts) -> bool:
    """Whether a return has a day by which it is advised to send it."""
    return _advised(case.now, case, facts) is not None


def _advised(day: datetime, case: Case, facts: Facts) -> Phrase | None:
    """How the day lies to the day by which it is advised to hand in the parcel."""
    ship_by = _ship_by(case, facts)
    return None if ship_by is None else advised_line(day, ship_by.due, case.customer, case.now)


def _ship_by(case: Case, facts: Facts) -> Deadline | None:
    open_now = open_deadlines(case.found, case.customer, case.now, facts)
    return next((each for each in open_now if each.kind is DeadlineKind.SHIP_BY), None)


def advised_line(day: datetime, due: datetime, customer: Customer, now: datetime) -> Phrase:
    """How a day lies to an advised last day."""
    spare = (local_date(due, customer.timezone) - local_date(day, customer.timezone)).days
    kind = "last_day" if spare == 0 else "open" if spare > 0 else "over"
    shown = {"day": show_instant(day, customer, now), "due": show_instant(due, customer, now)}
    return Phrase(f"line_advised_{kind}", {**shown, "days": show_days(abs(spare))})


def by_approval(turn: ActionContext, customer: Customer, facts: Facts) -> Utterance | None:
    """A day against the advised days from the day on which the customer says that the return is approved, in this
    message or shortly before a question whether it is too late; None where they tell of none."""
    lately = [*islice(messages(turn.events), LATELY + 1 if asks_in_time(turn.said) else 1)]
    told = (approval_day(text, entities, turn.now) for text, entities in lately)
    approved = next(filter(None, told), None)
    began = meant_day(approved, customer) if approved else None
    day = meant_day(turn.asked_day, customer) if turn.asked_day else None
    if began is None or day is None:
        return None
    due = latest(began, facts["ship.within"], customer_place(customer))
    return Utterance(IN_TIME, {"lines": [advised_line(day, due, customer, turn.now)]}, "ship.within")


def _windows(day: datetime, case: Case, facts: Facts) -> list[Phrase]:
    """Whether the window of each item is open on the day, of those whose window has an end."""
    order, zone = case.found.order, case.customer.timezone
    lines = []
    for item, window in _open_windows(case, facts):
        if window.ends_on is None or window.days_left is None:
            continue
        values = {
            "title": item_name(item, order),
            "asked": show_instant(day, case.customer, case.now),
            "ends_on": show_day(window.ends_on, case.customer, case.now),
            "days_left": show_days(window.days_left),
        }
        lines.append(Phrase(f"line_then_{'open' if local_date(day, zone) <= window.ends_on else 'closed'}", values))
    return lines


def _open_windows(case: Case, facts: Facts) -> list[tuple[Item, ReturnWindow]]:
    order, zone = case.found.order, case.customer.timezone
    windows = [(item, return_window(order, item, case.now, facts, zone)) for item in case.found.items]
    return [(item, window) for item, window in windows if window.kind is WindowKind.OPEN]
