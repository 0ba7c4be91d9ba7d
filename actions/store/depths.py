"""How much waits in the queues of the return store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from actions.store.help_desk_tables import OutboxRow
from actions.store.reminder_tables import ReminderRow
from actions.store.sessions import reading

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
