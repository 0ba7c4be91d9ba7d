"""The open tickets as a queue: who waits since when, and what nobody has read yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Optional

from sqlalchemy import select
from sqlalchemy.engine import Engine

from actions.help_desk.ticket import Author, Priority, Ticket, ticket_value
from actions.store.tables.help_desk import TicketMessageRow, TicketRow
from core.database.sessions import reading

#: A customer who waits as long as this stands out, where the shop has promised nothing else.
OVERDUE: Final = timedelta(minutes=15)
#: How many open tickets are shown; the oldest are.
MOST: Final = 200


@dataclass(frozen=True)
class Waiting:
    """A ticket in the queue.

    Args:
        ticket: The ticket.
        since: Since when its customer waits for an answer; None where they have the last word that a person wrote.
        unread: How many messages its person, or where it is nobody's anybody, has not seen.
    """

    ticket: Ticket
    since: Optional[datetime]
    unread: int

    def is_overdue(self, now: datetime, after: timedelta = OVERDUE) -> bool:
        """Whether the customer waits too long at an aware instant, which is after that time."""
        return self.since is not None and now - self.since >= after


def waiting_tickets(engine: Engine) -> list[Waiting]:
    """The open tickets: first those whose customers wait, the urgent and then who waits longest before others.

    Raises:
        StoreUnavailable: The database did not answer.
    """
    open_ones = select(TicketRow).where(TicketRow.closed_at.is_(None)).order_by(TicketRow.seq).limit(MOST)
    said = TicketMessageRow
    with reading(engine) as session:
        rows = list(session.execute(open_ones).scalars())
        query = select(said.ticket_seq, said.seq, said.author, said.at)
        query = query.where(said.ticket_seq.in_([row.seq for row in rows])).order_by(said.seq)
        messages: Mapping[int, list[Any]] = defaultdict(list)
        for message in session.execute(query):
            messages[message.ticket_seq].append(message)
        found = [_entry(ticket_value(row), messages[row.seq]) for row in rows]
    return sorted(found, key=_place)


def _entry(ticket: Ticket, messages: Iterable[Any]) -> Waiting:
    since: Optional[datetime] = ticket.opened_at
    unread = 0
    for message in messages:
        if message.author == Author.AGENT.value:
            since = None
            continue
        unread += message.seq > ticket.seen
        # A note that the customer went back says that they don't wait; that they ask again comes while they do.
        if since is None and (message.author == Author.CUSTOMER.value or ticket.listening):
            since = message.at
    return Waiting(ticket, since, unread)


def _place(entry: Waiting) -> tuple[bool, bool, datetime]:
    return (entry.since is None, entry.ticket.priority is not Priority.HIGH, entry.since or entry.ticket.opened_at)
