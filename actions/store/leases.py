"""Rows that one process at a time works on: when one is free, how long it rests after a failure, how many wait."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.engine import Engine

from actions.store.tables.help_desk import OutboxRow
from actions.store.tables.reminders import ReminderRow
from core.database.sessions import reading

#: What was to be said and could not be for longer than this is given up, and waits no more.
REMINDERS_WAIT = timedelta(days=1)


def waiting_deliveries(engine: Engine) -> Mapping[str, int]:
    """What has to get to the help desk (`tickets`) and to customers (`agent_replies`).

    Raises:
        StoreUnavailable: The database did not answer.
    """
    counted = select(OutboxRow.target, func.count()).group_by(OutboxRow.target)
    with reading(engine) as session:
        found = {str(target): int(count) for target, count in session.execute(counted)}
    return {"tickets": found.get("help_desk", 0), "agent_replies": found.get("customer", 0)}


def waiting_reminders(engine: Engine, now: datetime) -> Mapping[str, int]:
    """The `reminders` that were begun and have not been said.

    Args:
        engine: The return store.
        now: The current instant by the machine's clock, aware.

    Raises:
        StoreUnavailable: The database did not answer.
    """
    # By the index of `at`: those that were said are kept, and are many.
    begun = select(func.count()).where(ReminderRow.at > now - REMINDERS_WAIT, ReminderRow.told_at.is_(None))
    with reading(engine) as session:
        return {"reminders": int(session.execute(begun).scalar_one())}


#: Keeps the power of two within what a duration can hold.
_MOST_DOUBLINGS = 20


#: Longer than any lease, and than any pause that was asked for. What ends later was begun by a clock that was ahead.
_LONGEST_LEASE = timedelta(minutes=5)
LONGEST_REST = timedelta(days=2)


def free(row: Any, now: datetime) -> Any:
    """The condition that nobody holds a row of this table, or no longer; `now` is an aware instant."""
    return or_(row.leased_until.is_(None), row.leased_until <= now, row.leased_until > now + _LONGEST_LEASE)


def due(row: Any, now: datetime) -> Any:
    """The condition that a row of this table has rested long enough; `now` is an aware instant."""
    return or_(row.due_at <= now, row.due_at > now + LONGEST_REST)


def pause_after(tries: int, first: timedelta, longest: timedelta, asked: timedelta | None = None) -> timedelta:
    """How long to wait after so many failed tries: twice as long each time, and at least as long as was asked for."""
    grown: timedelta = min(longest, first * 2 ** min(tries - 1, _MOST_DOUBLINGS))
    return max(grown, asked or timedelta())
