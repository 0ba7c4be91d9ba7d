"""Which reminders about a return are due: before a date, once a promised date has passed, and when its status changes.

Everything follows from the return's events and from what its customer asked for. A reminder has a key that says what it
is about, so that whoever sends it can see to it that each is sent once: the same date gives the same key however often
it is worked out, and a date that has moved another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from policy.calendars import utc
from policy.deadlines import Deadline, DeadlineKind, open_deadlines
from policy.facts import Facts
from policy.model import Customer, ReturnRequest, Word
from policy.status import AT_WAREHOUSE, SENT, History, Status, return_state
from policy.window import WindowKind, return_window

BEFORE_SHIP_BY: Final = timedelta(days=1)
BEFORE_WINDOW_END: Final = timedelta(days=3)
REST: Final = timedelta(hours=4)
"""Who has just asked for reminders has just seen the dates."""
STILL_NEWS: Final = timedelta(days=3)
"""How long after a promised date it is of use to hear that it has passed."""

OWN_DEEDS: Final = (Status.REQUESTED, Status.CANCELLED)
"""What only the customer does, and knows."""


class ReminderKind(Word):
    """What a reminder is about."""

    SHIP_BY = "ship_by"
    """The advised time for handing in ends soon."""
    WINDOW_END = "window_end"
    """The time in which items of a return that was not sent can go back for free ends soon."""
    PASSED = "passed"
    """A promised date is over, and what was promised has not happened."""
    STATUS = "status"
    """The return's status has changed."""


@dataclass(frozen=True)
class QuietHours:
    """The part of the day in which nobody is disturbed, by the customer's clock: from `start` on, before `end`.

    It may run over midnight. The same time twice is no part of the day at all.
    """

    start: time
    end: time

    def holds(self, instant: datetime, timezone: str) -> bool:
        """Whether an aware instant falls into it, in the time zone (IANA name)."""
        clock = utc(instant).astimezone(ZoneInfo(timezone)).time()
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end

    def end_after(self, instant: datetime, timezone: str) -> datetime:
        """An aware instant, in UTC, or the end of the quiet hours into which it falls, in the time zone (IANA name)."""
        if not self.holds(instant, timezone):
            return utc(instant)
        local = utc(instant).astimezone(ZoneInfo(timezone))
        day = local.date() + timedelta(days=local.time() >= self.end)
        return utc(datetime.combine(day, self.end, ZoneInfo(timezone)))


@dataclass(frozen=True)
class Wish:
    """What a customer asked for: reminders about one return.

    Args:
        since: When they asked, an aware instant. What had passed by then is no news to them.
        mark: The status that they knew then or were told since, from `status_mark`.
    """

    since: datetime
    mark: str


@dataclass(frozen=True)
class Reminder:
    """Something to remind a customer of.

    Args:
        kind: What it is about.
        about: The instant that it names (UTC): the date ahead, the date passed, or when the status changed.
        key: The same for the same thing, unique within a customer's conversation; ASCII without blanks.
    """

    kind: ReminderKind
    about: datetime
    key: str


@dataclass(frozen=True)
class Planned:
    """A reminder of a date ahead.

    Args:
        kind: What it is about.
        at: From when on it is sent, an instant in UTC.
        about: The date ahead that it names.
    """

    kind: ReminderKind
    at: datetime
    about: datetime


def reminders_ahead(
    ret: ReturnRequest, customer: Customer, now: datetime, facts: Facts, quiet: QuietHours
) -> tuple[Planned, ...]:
    """When a customer who asks at `now` (an aware instant) is reminded of dates that lie ahead, the soonest first.

    Args:
        ret: The return.
        customer: Whose it is.
        now: When they ask.
        facts: The rules.
        quiet: When nobody is disturbed; a reminder waits until it is over.

    Source of the rules: those of `open_deadlines` and `return_window`.
    """
    found = []
    for kind, due, lead in _ends_ahead(ret, customer, now, facts):
        at = quiet.end_after(max(due - lead, utc(now) + REST), customer.timezone)
        if at < due:
            found.append(Planned(kind, at, due))
    return tuple(sorted(set(found), key=lambda each: (each.at, each.about)))


def _ends_ahead(
    ret: ReturnRequest, customer: Customer, now: datetime, facts: Facts
) -> Iterator[tuple[ReminderKind, datetime, timedelta]]:
    for deadline in open_deadlines(ret, customer, now, facts):
        if deadline.kind is DeadlineKind.SHIP_BY:
            yield ReminderKind.SHIP_BY, deadline.due, BEFORE_SHIP_BY
    for ends in _window_ends(ret, customer, now, facts):
        yield ReminderKind.WINDOW_END, ends, BEFORE_WINDOW_END


def due_reminders(
    ret: ReturnRequest,
    customer: Customer,
    now: datetime,
    facts: Facts,
    wish: Wish,
    told: Collection[str],
    quiet: QuietHours,
) -> tuple[Reminder, ...]:
    """What to remind a customer of at `now`, the soonest date first; nothing in quiet hours.

    Args:
        ret: The return; events after `now` have not happened.
        customer: Whose it is; quiet hours and dates are those of their time zone.
        now: An aware instant.
        facts: The rules.
        wish: What they asked for.
        told: The keys of what was sent already.
        quiet: When nobody is disturbed.

    Source of the rules: those of `open_deadlines` and `return_window`.
    """
    if quiet.holds(now, customer.timezone):
        return ()
    found = (*_dates(ret, customer, now, facts, wish), *_windows(ret, customer, now, facts, wish))
    news = tuple(_status(ret, now, wish))
    distinct = {each.key: each for each in (*sorted(found, key=lambda each: (each.about, each.key)), *news)}
    return tuple(each for each in distinct.values() if each.key not in told)


def status_mark(ret: ReturnRequest, now: datetime) -> str:
    """The return's status by the records and since when, as a short text: another one where the status has changed."""
    state = return_state(ret.as_recorded().events, now)
    return state.status.value if state.since is None else f"{state.status.value}:{_instant(state.since)}"


def is_settled(ret: ReturnRequest, now: datetime) -> bool:
    """Whether nothing is left to remind of: the money has arrived."""
    return return_state(ret.events, now).status is Status.REFUND_SETTLED


def _dates(ret: ReturnRequest, customer: Customer, now: datetime, facts: Facts, wish: Wish) -> Iterator[Reminder]:
    for deadline in open_deadlines(ret, customer, now, facts):
        if deadline.kind is DeadlineKind.SHIP_BY:
            if _is_near(deadline.due, BEFORE_SHIP_BY, now, wish):
                yield _dated(ReminderKind.SHIP_BY, ret, deadline.due, customer)
        elif utc(wish.since) <= deadline.due < utc(now) <= deadline.due + STILL_NEWS:
            yield _passed(ret, deadline, customer)


def _windows(ret: ReturnRequest, customer: Customer, now: datetime, facts: Facts, wish: Wish) -> Iterator[Reminder]:
    """One for each end of a window among the items that have not been sent."""
    for ends in _window_ends(ret, customer, now, facts):
        if _is_near(ends, BEFORE_WINDOW_END, now, wish):
            yield _dated(ReminderKind.WINDOW_END, ret, ends, customer)


def _window_ends(ret: ReturnRequest, customer: Customer, now: datetime, facts: Facts) -> Iterator[datetime]:
    """When the windows that are open end, of a return that has not been sent."""
    if History.until(ret.events, now).has(*SENT, *AT_WAREHOUSE):
        return
    for item in ret.items:
        window = return_window(ret.order, item, now, facts, customer.timezone)
        if window.kind is WindowKind.OPEN and window.ends_at is not None:
            yield window.ends_at


def _status(ret: ReturnRequest, now: datetime, wish: Wish) -> Iterator[Reminder]:
    state, mark = return_state(ret.as_recorded().events, now), status_mark(ret, now)
    if mark != wish.mark and state.since is not None and state.status not in OWN_DEEDS:
        yield Reminder(ReminderKind.STATUS, state.since, f"{ReminderKind.STATUS}:{_name(ret)}:{mark}")


def _is_near(due: datetime, lead: timedelta, now: datetime, wish: Wish) -> bool:
    return max(due - lead, utc(wish.since) + REST) <= utc(now) < due


def _dated(kind: ReminderKind, ret: ReturnRequest, due: datetime, customer: Customer) -> Reminder:
    return Reminder(kind, due, f"{kind}:{_name(ret)}:{_day(due, customer)}")


def _passed(ret: ReturnRequest, deadline: Deadline, customer: Customer) -> Reminder:
    key = f"{ReminderKind.PASSED}:{_name(ret)}:{deadline.kind}:{_day(deadline.due, customer)}"
    return Reminder(ReminderKind.PASSED, deadline.due, key)


def _day(instant: datetime, customer: Customer) -> str:
    return utc(instant).astimezone(ZoneInfo(customer.timezone)).date().isoformat()


def _instant(instant: datetime) -> str:
    return utc(instant).strftime("%Y%m%dT%H%M%S.%fZ")


def _name(ret: ReturnRequest) -> str:
    """The return's number without what a key can't hold."""
    return "".join(sign for sign in ret.number.upper() if sign.isascii() and sign.isalnum())
