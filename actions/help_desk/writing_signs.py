"""Signs that the customer or the person of a ticket is writing just now.

A sign holds for some seconds and ends by itself, so nobody has to take it back and a process that dies leaves none
behind. It stands beside the ticket in the store, as any process may be asked for it; the worker that brings answers to
the chat brings the person's.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final, Optional

from sqlalchemy import or_, select, update
from sqlalchemy.engine import Engine

from actions.help_desk.asked_by import still_theirs
from actions.help_desk.ticket import Ticket, ticket_row, ticket_value
from actions.help_desk.tickets import EMBEDDED
from actions.store.tables.help_desk import TicketRow
from core.database.sessions import reading, writing
from core.identifiers import WEB, session_key

#: How long a sign is shown after somebody has written.
HOLDS: Final = timedelta(seconds=7)
#: How long one counts before the next is kept, so that nothing is written to the store with each key.
RESTS: Final = timedelta(seconds=3)


class WritingSigns:
    """Keeps them. Every method raises `StoreUnavailable` when the database does not answer, and takes the current
    instant of a clock that runs, also where the shop's is frozen.

    Args:
        engine: A migrated database, from `open_engine`.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def customer_writes(self, conversation: str, now: datetime) -> None:
        """Note that a customer writes to the person who has their ticket; nothing where none listens.

        Args:
            conversation: Rasa's sender id.
            now: The current instant, aware.
        """
        theirs = TicketRow.open_key == session_key(conversation), TicketRow.listening, still_theirs()
        self._keep(TicketRow.customer_writes_at, theirs, now)

    def person_writes(self, number: str, person: str, now: datetime) -> None:
        """Have the customer's chat show that a person writes, where that person has the ticket and there is a chat.

        Args:
            number: The ticket's.
            person: Who writes.
            now: The current instant, aware.
        """
        theirs = TicketRow.seq == ticket_row(number), TicketRow.claimed_by == person
        in_chat = TicketRow.conversation.startswith(WEB, autoescape=True)
        self._keep(TicketRow.person_writes_at, (*theirs, in_chat), now)

    def take(self, now: datetime) -> Optional[Ticket]:
        """A ticket whose person writes and whose customer was not shown it yet; each sign is taken once.

        Args:
            now: The current instant, aware.
        """
        given, shown = TicketRow.person_writes_at, TicketRow.writing_shown_at
        holds = given > now - HOLDS, given <= now + HOLDS, TicketRow.open_key.is_not(None)
        new = *holds, or_(shown.is_(None), shown < given)
        with reading(self._engine) as session:
            row = session.execute(select(TicketRow).where(*new).order_by(given).limit(1)).scalars().first()
            if row is None:
                return None
            ticket, at = ticket_value(row), row.person_writes_at
        # Several processes may have found it. The condition lets the first one have it.
        return ticket if self._set({"writing_shown_at": at}, (TicketRow.token == ticket.token, *new)) else None

    def _keep(self, column: Any, theirs: tuple[Any, ...], now: datetime) -> None:
        """Note the instant, unless one was a moment ago. Only who has something to note asks for the right to write."""
        here = TicketRow.desk == EMBEDDED, TicketRow.closed_at.is_(None)
        rested = or_(column.is_(None), column <= now - RESTS, column > now)
        with reading(self._engine) as session:
            found = session.execute(select(TicketRow.seq).where(*theirs, *here, rested)).first()
        if found is not None:
            self._set({column.key: now}, (*theirs, *here, rested))

    def _set(self, values: dict[str, datetime], wanted: tuple[Any, ...]) -> bool:
        with writing(self._engine, lasting=False) as session:
            changed = session.connection().execute(update(TicketRow).where(*wanted).values(**values))
            return bool(changed.rowcount)


def is_shown(since: Optional[datetime], now: datetime) -> bool:
    """Whether a sign that was given then still holds."""
    return since is not None and now - HOLDS < since <= now + HOLDS
