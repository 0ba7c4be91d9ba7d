"""What waits to be delivered, and who is delivering it.

Any number of processes may empty the outbox. Each takes a row by a lease that runs out by itself, so that a process
that dies keeps nothing back; deliveries to one target about one ticket go out in the order in which they were written.
A row is gone once it is delivered, and waits as long as it takes until then.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import Enum
from typing import Any, Optional

from sqlalchemy import and_, delete, exists, func, insert, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql import Select

from actions.help_desk.ticket import Ticket, TicketMessage, message_value, ticket_row, ticket_value
from actions.store.leases import LONGEST_REST, free, pause_after
from actions.store.tables.help_desk import OutboxRow, TicketMessageRow, TicketRow
from core.clock import Clock, SystemClock
from core.database.sessions import reading, writing
from core.tracing import trace_kept

#: How long one process may take over a delivery before another may think that it died.
LEASE = timedelta(seconds=90)
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=15)
_ANY_TIME = datetime(2000, 1, 1, tzinfo=timezone.utc)
_LONGEST_TROUBLE = 300


class Target(str, Enum):
    """Whom something is for."""

    HELP_DESK = "help_desk"
    CUSTOMER = "customer"


class Kind(str, Enum):
    """What is to be told."""

    OPEN = "open"
    MESSAGE = "message"
    CLOSED = "closed"
    TAKEN = "taken"


@dataclass(frozen=True)
class Delivery:
    """Something to deliver, leased to whoever holds this.

    `key` is the same at every try; `tries` counts this one; `trace` is the id of the trace that it came of, if any.
    """

    id: int
    ticket_seq: int
    message_seq: Optional[int]
    target: Target
    kind: Kind
    key: str
    tries: int
    lease: str
    trace: Optional[str] = None


def enqueue(
    session: Session, ticket_seq: int, target: Target, kind: Kind, key: str, message_seq: Optional[int] = None
) -> None:
    """Write something to the outbox within the caller's transaction."""
    session.execute(
        insert(OutboxRow).values(
            ticket_seq=ticket_seq,
            message_seq=message_seq,
            target=target.value,
            kind=kind.value,
            key=key,
            tries=0,
            due_at=_ANY_TIME,
            **trace_kept(),
        )
    )


class Outbox:
    """The outbox of a store. Every method raises `StoreUnavailable` when the database does not answer.

    Args:
        engine: A migrated database, from `open_engine`.
        clock: Tells when a pause is over. Always one that runs, also where the shop's clock is frozen.
    """

    def __init__(self, engine: Engine, clock: Optional[Clock] = None) -> None:
        self._engine = engine
        self._clock = clock or SystemClock()

    def take(self) -> Optional[Delivery]:
        """Lease the next delivery that is due, None where nothing is."""
        now = self._clock.now()
        # Looking costs little, and there is seldom anything; only who has found something asks for the right to write.
        with reading(self._engine) as session:
            if _next(session, now) is None:
                return None
        lease = str(uuid.uuid4())
        with writing(self._engine, lasting=False) as session:
            row = _next(session, now)
            if row is None:
                return None
            found = Delivery(
                id=row.seq,
                ticket_seq=row.ticket_seq,
                message_seq=row.message_seq,
                target=Target(row.target),
                kind=Kind(row.kind),
                key=row.key,
                tries=row.tries + 1,
                lease=lease,
                trace=row.trace,
            )
            # Two processes may have found the same row. The condition lets the first one have it.
            taken = session.connection().execute(
                update(OutboxRow)
                .where(OutboxRow.seq == found.id, OutboxRow.key == found.key, free(OutboxRow, now))
                .values(lease=lease, leased_until=now + LEASE, tries=found.tries)
            )
            return found if taken.rowcount else None

    def delivered(self, delivery: Delivery, reference: Optional[str] = None) -> None:
        """Take the row away.

        Args:
            delivery: What has arrived.
            reference: The help desk's own id for the ticket, where it has just opened it.
        """
        with writing(self._engine) as session:
            if reference is not None:
                session.execute(
                    update(TicketRow).where(TicketRow.seq == delivery.ticket_seq).values(reference=reference[:100]),
                    execution_options={"synchronize_session": False},
                )
            session.execute(
                delete(OutboxRow).where(OutboxRow.seq == delivery.id, OutboxRow.key == delivery.key),
                execution_options={"synchronize_session": False},
            )

    def failed(self, delivery: Delivery, trouble: str, pause: Optional[timedelta] = None) -> None:
        """Put a delivery back, unless somebody else has taken it meanwhile.

        Args:
            delivery: What could not be delivered.
            trouble: What went wrong, for whoever looks after the help desk.
            pause: How long to wait at least; by default it grows with each try.
        """
        due = self._clock.now() + pause_after(delivery.tries, FIRST_PAUSE, LONGEST_PAUSE, pause)
        with writing(self._engine) as session:
            session.execute(
                update(OutboxRow)
                .where(OutboxRow.seq == delivery.id, OutboxRow.lease == delivery.lease)
                .values(lease=None, leased_until=None, due_at=due, trouble=trouble[:_LONGEST_TROUBLE]),
                execution_options={"synchronize_session": False},
            )

    def waiting(self) -> dict[int, str]:
        """Tickets, by row, about which something waits, each with its last trouble; empty where there was none yet."""
        statement = select(OutboxRow.ticket_seq, func.max(OutboxRow.trouble)).group_by(OutboxRow.ticket_seq)
        with reading(self._engine) as session:
            return {int(seq): trouble or "" for seq, trouble in session.execute(statement)}

    def undelivered(self, number: str) -> dict[int, str]:
        """The messages of a ticket that have not reached its customer, each with the last trouble; "" of none yet.

        What waits behind something that could not be delivered has the trouble of that.
        """
        wanted = OutboxRow.ticket_seq == ticket_row(number), OutboxRow.target == Target.CUSTOMER.value
        statement = select(OutboxRow.message_seq, OutboxRow.trouble).where(*wanted).order_by(OutboxRow.seq)
        found, last = {}, ""
        with reading(self._engine) as session:
            for seq, trouble in session.execute(statement):
                last = trouble or last
                if seq is not None:
                    found[int(seq)] = last
        return found

    def subject(self, delivery: Delivery) -> tuple[Ticket, Optional[TicketMessage]]:
        """The ticket that a delivery is about, and the message in it.

        Raises:
            LookupError: The ticket has been deleted meanwhile.
        """
        with reading(self._engine) as session:
            ticket = session.get(TicketRow, delivery.ticket_seq)
            if ticket is None:
                raise LookupError("the ticket has been deleted")
            message = session.get(TicketMessageRow, delivery.message_seq) if delivery.message_seq else None
            return ticket_value(ticket), message_value(message) if message is not None else None


def _next(session: Session, now: datetime) -> Optional[OutboxRow]:
    """What is due, free, and the oldest of its ticket and target."""
    # Each by the index of `due_at`, which both at once would not use.
    for rested in (OutboxRow.due_at <= now, OutboxRow.due_at > now + LONGEST_REST):
        row: Optional[OutboxRow] = session.execute(_due(rested, now)).scalars().first()
        if row is not None:
            return row
    return None


def _due(rested: Any, now: datetime) -> Select:
    older = aliased(OutboxRow)
    same = and_(older.ticket_seq == OutboxRow.ticket_seq, older.target == OutboxRow.target)
    in_line = exists().where(and_(same, older.seq < OutboxRow.seq))
    return (
        select(OutboxRow)
        .where(rested, free(OutboxRow, now), ~in_line)
        .order_by(OutboxRow.due_at, OutboxRow.seq)
        .limit(1)
    )
