"""What is being sent to remind customers, and what was: each once, whoever sends it.

Any number of processes may send. Each takes a reminder by a lease that runs out by itself, so that a process that dies
keeps nothing back. There is no queue: what is due is worked out anew each time, so that a reminder that has lost its
sense is not sent, however long it could not be.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Optional

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine

from actions.store.leases import due, free, pause_after
from actions.store.reminder_wishes import Waiting
from actions.store.tables.reminders import ReminderRow, ReminderWishRow
from actions.store.tables.shop import CustomerRow, ReturnRow
from actions.store.values import customer_value
from core.clock import Clock, SystemClock
from core.database.sessions import reading, writing
from core.identifiers import number_key, session_key
from policy.model import Customer
from policy.reminders import Reminder, ReminderKind

#: How long one process may take to send a reminder before another may think that it died.
LEASE = timedelta(seconds=90)
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)
_LONGEST_TROUBLE = 300


@dataclass(frozen=True)
class Taken:
    """A reminder to send, leased to whoever holds this. `key` is the same at every try; `tries` counts this one."""

    id: int
    conversation: str
    key: str
    tries: int
    lease: str


@dataclass(frozen=True)
class ReminderToTell:
    """What a reminder is about: the return's number, the date, and the customer in whose time zone to show it."""

    kind: ReminderKind
    about: datetime
    number: str
    customer: Customer


class Reminders:
    """The reminders of a store. Every method raises `StoreUnavailable` when the database does not answer.

    Args:
        engine: A migrated database, from `open_engine`.
        wall: Tells when a lease or a pause is over. Always a clock that runs, also where the shop's is frozen.
    """

    def __init__(self, engine: Engine, wall: Optional[Clock] = None) -> None:
        self._engine = engine
        self._wall = wall or SystemClock()

    def take(self, waiting: Waiting, reminder: Reminder) -> Optional[Taken]:
        """Lease a reminder that is due.

        Returns:
            None where it was sent, somebody else is sending it, or it failed just now and has to wait.
        """
        now, lease = self._wall.now(), str(uuid.uuid4())
        mine = (ReminderRow.conversation_key == session_key(waiting.conversation), ReminderRow.key == reminder.key)
        with writing(self._engine) as session:
            new = self._insert(ReminderRow).values(
                conversation=waiting.conversation,
                conversation_key=session_key(waiting.conversation),
                customer_id=waiting.customer.id,
                return_key=number_key(waiting.found.number),
                key=reminder.key,
                kind=reminder.kind.value,
                about=reminder.about,
                at=now,
                tries=0,
                due_at=now,
            )
            session.execute(new.on_conflict_do_nothing(index_elements=["conversation_key", "key"]))
            taken = session.connection().execute(
                update(ReminderRow)
                .where(*mine, ReminderRow.told_at.is_(None), due(ReminderRow, now), free(ReminderRow, now))
                # The date may have moved within its day since the last try.
                .values(lease=lease, leased_until=now + LEASE, tries=ReminderRow.tries + 1, about=reminder.about)
            )
            if not taken.rowcount:
                return None
            row = session.execute(select(ReminderRow).where(*mine)).scalars().one()
            return Taken(row.seq, row.conversation, row.key, row.tries, lease)

    def told(self, taken: Taken, waiting: Waiting, mark: Optional[str] = None) -> None:
        """Note that a reminder was sent.

        Args:
            taken: What was sent.
            waiting: The wish that it was sent for.
            mark: The status that the customer knows from it, None where it was about something else.
        """
        with writing(self._engine) as session:
            session.execute(
                update(ReminderRow)
                .where(ReminderRow.seq == taken.id, ReminderRow.key == taken.key)
                .values(told_at=self._wall.now(), lease=None, leased_until=None, trouble=None),
                execution_options={"synchronize_session": False},
            )
            if mark is not None:
                session.execute(
                    update(ReminderWishRow).where(ReminderWishRow.seq == waiting.id).values(mark=mark),
                    execution_options={"synchronize_session": False},
                )

    def failed(self, taken: Taken, trouble: str, pause: Optional[timedelta] = None) -> None:
        """Give a reminder back, unless somebody else has taken it meanwhile.

        Args:
            taken: What could not be sent.
            trouble: What went wrong, for whoever looks after the desk; it names no customer.
            pause: How long to wait at least; by default it grows with each try.
        """
        due = self._wall.now() + pause_after(taken.tries, FIRST_PAUSE, LONGEST_PAUSE, pause)
        with writing(self._engine) as session:
            session.execute(
                update(ReminderRow)
                .where(ReminderRow.seq == taken.id, ReminderRow.lease == taken.lease)
                .values(lease=None, leased_until=None, due_at=due, trouble=trouble[:_LONGEST_TROUBLE]),
                execution_options={"synchronize_session": False},
            )

    def to_tell(self, conversation: str, reminder_id: int) -> Optional[ReminderToTell]:
        """What to say in a conversation; None for a reminder of any other, or where its wish is over by now."""
        statement = (
            select(ReminderRow, ReturnRow.number, CustomerRow)
            .join(
                ReminderWishRow,
                (ReminderWishRow.conversation_key == ReminderRow.conversation_key)
                & (ReminderWishRow.return_key == ReminderRow.return_key)
                & (ReminderWishRow.customer_id == ReminderRow.customer_id),
            )
            .join(ReturnRow, ReturnRow.key == ReminderRow.return_key)
            .join(CustomerRow, CustomerRow.id == ReminderRow.customer_id)
            .where(ReminderRow.seq == reminder_id, ReminderRow.conversation_key == session_key(conversation))
            .where(ReminderRow.told_at.is_(None), ReminderWishRow.closed_at.is_(None))
        )
        with reading(self._engine) as session:
            found = session.execute(statement).first()
            if found is None:
                return None
            row, number, customer = found
            return ReminderToTell(ReminderKind(row.kind), row.about, number, customer_value(customer))

    def _insert(self, table: Any) -> Any:
        return (postgresql if self._engine.dialect.name == "postgresql" else sqlite).insert(table)
