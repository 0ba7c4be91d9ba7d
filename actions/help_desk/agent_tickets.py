"""Tickets as people answer them here: each belongs to the one who has claimed it, so that no two answer at once."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Optional

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from actions.help_desk.outbox import Kind, Target, enqueue
from actions.help_desk.ticket import ticket_row
from actions.help_desk.tickets import EMBEDDED, Tickets
from actions.store.tables.help_desk import TicketMessageRow, TicketNoteRow, TicketRow
from core.database.sessions import reading, writing

#: What the conversations of the mailbox begin with.
_MAIL: Final = "email:"


class NotTheirs(Exception):
    """Somebody did what is for the person who has the ticket. The message says who that is, or that it is closed.

    Args:
        words: The message, with `%(name)s` where a value stands.
        values: What stands there.
    """

    def __init__(self, words: str, **values: str) -> None:
        super().__init__(words % values)
        self.words, self.values = words, values


@dataclass(frozen=True)
class Note:
    """What a person wrote about a ticket for other people; `at` is an aware instant."""

    person: str
    words: str
    at: datetime


class AgentTickets(Tickets):
    """The tickets of the store, for people who are known by name.

    A deed raises `LookupError` where there is no such ticket, `NotTheirs` where another person has it, it is closed or
    another help desk's, and `StoreUnavailable` when the database does not answer.
    """

    def claim(self, number: str, person: str, now: datetime, signed: str = "", *, instead_of: str = "") -> None:
        """Have a ticket be this person's, as it is already where they claim it again, and tell the customer so.

        They are told once, and again where another name answers. Mail brings answers alone.

        Args:
            number: The ticket's.
            person: Who claims it.
            now: The current instant, aware.
            signed: The name that the customer reads; none where it is empty.
            instead_of: From whom they take it, if that is who has it; from nobody where it is empty.
        """
        with self._open(number) as (session, row):
            if row.claimed_by is None or row.claimed_by == instead_of != person:
                row.claimed_by, row.claimed_at = person, now
                if row.listening and row.taken_as != signed and not row.conversation.startswith(_MAIL):
                    row.taken_as = signed
                    enqueue(session, row.seq, Target.CUSTOMER, Kind.TAKEN, f"{row.token}-taken-{uuid.uuid4()}")
            elif row.claimed_by != person:
                raise NotTheirs("%(person)s has claimed %(number)s already.", person=row.claimed_by, number=number)

    def release(self, number: str, person: str) -> None:
        """Let others claim a ticket of this person."""
        with self._open(number) as (_, row):
            _check(row, number, person)
            row.claimed_by, row.claimed_at = None, None

    def answer(self, number: str, person: str, key: str, words: str, now: datetime, signed: str = "") -> bool:
        """Have the customer read what their person wrote.

        Args:
            number: The ticket's.
            person: Who has it.
            key: That of the message; the same one a second time is not told again.
            words: What they wrote.
            now: The current instant, aware.
            signed: The name that the customer reads above it; none where it is empty.

        Returns:
            Whether it is new.
        """
        with self._open(number) as (session, row):
            _check(row, number, person)
            return self._answer(session, row, key, words, now, person, signed or None)

    def give_back(self, number: str, person: str, now: datetime) -> None:
        """Let the assistant speak again and tell the customer; the ticket stays open, and is nobody's."""
        with self._open(number) as (session, row):
            _check(row, number, person)
            row.listening, row.claimed_by, row.claimed_at, row.taken_as = False, None, None, None
            enqueue(session, row.seq, Target.CUSTOMER, Kind.CLOSED, f"{row.token}-back-{uuid.uuid4()}")

    def finish(self, number: str, person: str, now: datetime) -> None:
        """Close a ticket; the assistant speaks again, and the customer is told."""
        with self._open(number) as (session, row):
            _check(row, number, person)
            self._close(session, row, now)

    def note(self, number: str, person: str, words: str, now: datetime) -> None:
        """Keep something about a ticket, open or closed, that people read and no customer does."""
        with self._held(number) as (session, row):
            session.execute(insert(TicketNoteRow).values(ticket_seq=row.seq, person=person, words=words, at=now))

    def notes(self, number: str) -> tuple[Note, ...]:
        """What people have noted about a ticket, oldest first."""
        query = select(TicketNoteRow).where(TicketNoteRow.ticket_seq == ticket_row(number)).order_by(TicketNoteRow.seq)
        with reading(self._engine) as session:
            return tuple(Note(row.person, row.words, row.at) for row in session.execute(query).scalars())

    def saw(self, number: str, person: str) -> None:
        """Note that whoever has a ticket has seen all that was said in it; of others it says nothing."""
        newest = select(func.max(TicketMessageRow.seq)).where(TicketMessageRow.ticket_seq == ticket_row(number))
        with writing(self._engine, lasting=False) as session:
            session.execute(
                update(TicketRow)
                .where(TicketRow.seq == ticket_row(number), TicketRow.claimed_by == person)
                .values(seen_seq=newest.scalar_subquery()),
                execution_options={"synchronize_session": False},
            )

    @contextmanager
    def _open(self, number: str) -> Iterator[tuple[Session, TicketRow]]:
        """An open ticket of the store's own, which nobody else changes meanwhile."""
        with self._held(number) as (session, row):
            if row.closed_at is not None:
                raise NotTheirs("%(number)s is closed.", number=number)
            if row.desk != EMBEDDED:
                raise NotTheirs("%(number)s is at %(desk)s; answer and close it there.", number=number, desk=row.desk)
            yield session, row


def _check(row: TicketRow, number: str, person: str) -> None:
    if row.claimed_by != person:
        owner: Optional[str] = row.claimed_by
        if owner:
            raise NotTheirs("%(person)s has claimed %(number)s.", person=owner, number=number)
        raise NotTheirs("Nobody has claimed %(number)s; claim it first.", number=number)
