"""The tickets in the store: opened, added to, answered and closed, each step once however often it is asked for.

What must reach the help desk or the customer is written to the outbox in the same transaction, so nothing is told that
was not kept and nothing is kept that is not passed on.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Optional

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from actions.help_desk.asked_by import still_theirs
from actions.help_desk.further_wait import FurtherWait, further_wait
from actions.help_desk.outbox import Kind, Target, enqueue
from actions.help_desk.ticket import (
    Author,
    Priority,
    Ticket,
    TicketContent,
    TicketMessage,
    message_value,
    ticket_row,
    ticket_value,
)
from actions.help_desk.ticket_numbers import next_ticket_row
from actions.store.tables.help_desk import TicketMessageRow, TicketRow
from core.database.sessions import reading, writing
from core.identifiers import session_key
from core.masking import mask

#: The help desk that comes with the assistant: tickets stay in the store and are answered with `returndesk tickets`.
EMBEDDED = "embedded"


@dataclass(frozen=True)
class Opened:
    """The ticket of a conversation, and whether it was opened just now or had been open before."""

    ticket: Ticket
    is_new: bool


@dataclass(frozen=True)
class PassedOn:
    """The ticket that a message went to, and whether it was the customer's first since the assistant went quiet.

    `waits_since` is since when the customer waits for an answer, None where a person has answered in the ticket;
    `further` is then how long they have waited for another.
    """

    ticket: Ticket
    is_first: bool
    waits_since: Optional[datetime] = None
    further: Optional[FurtherWait] = None


class Tickets:
    """The tickets of one help desk. Every method raises `StoreUnavailable` when the database does not answer.

    Args:
        engine: A migrated database, from `open_engine`.
        desk: The kind of help desk that new tickets go to; `EMBEDDED` where they stay in the store.
    """

    def __init__(self, engine: Engine, desk: str = EMBEDDED) -> None:
        self._engine = engine
        self._desk = desk

    def open(self, conversation: str, priority: Priority, content: TicketContent, again: str, now: datetime) -> Opened:
        """Open a ticket for a conversation and let the assistant go quiet.

        Where one is open, that one stays: a double tap opens no second. Where the customer had gone back to the
        assistant meanwhile, it goes quiet again and the agent is told; they may have changed the language. That of a
        customer who was known in the conversation before stays with its agent, and the conversation gets its own.

        Args:
            conversation: Rasa's sender id.
            priority: How soon a person should look.
            content: The case.
            again: What to tell the agent where the ticket was open already.
            now: The current instant, aware.
        """
        key, token = session_key(conversation), str(uuid.uuid4())
        with writing(self._engine) as session:
            row = _open_row(session, conversation)
            if row is None:
                _let_go(session, key)
                values = {
                    "token": token,
                    "conversation": conversation,
                    "conversation_key": key,
                    "open_key": key,
                    "customer_id": content.customer_id,
                    "desk": self._desk,
                    "priority": priority.value,
                    "content": content.as_text(),
                    "opened_at": now,
                    "listening": True,
                    "language": content.language,
                    "topic": content.topic,
                }
                seq = next_ticket_row(session)
                new = self._insert(TicketRow).values(**values if seq is None else {"seq": seq, **values})
                session.execute(new.on_conflict_do_nothing(index_elements=["open_key"]))
                row = _open_row(session, conversation)
            assert row is not None  # noqa: S101  # it was just made sure of
            if row.token == token:
                self._send(session, row, Kind.OPEN, token)
            elif not row.listening:
                row.listening, row.language, row.topic = True, content.language, content.topic
                self._note(session, row, again, now)
            session.flush()
            return Opened(ticket_value(row), row.token == token)

    def open_of(self, conversation: str) -> Optional[Ticket]:
        """The open ticket of a conversation, None where it has none or only that of a customer before this one."""
        with reading(self._engine) as session:
            row = _open_row(session, conversation)
            return ticket_value(row) if row is not None else None

    def pass_on(self, conversation: str, key: str, words: str, now: datetime) -> Optional[PassedOn]:
        """Add what the customer says to the ticket that the assistant is quiet for.

        Args:
            conversation: Rasa's sender id.
            key: The message's id; the same message a second time is not added again.
            words: What the customer wrote.
            now: The current instant, aware.

        Returns:
            None where no person has the conversation.
        """
        with writing(self._engine) as session:
            row = _open_row(session, conversation)
            if row is None or not row.listening:
                return None
            message = self._say(session, row, Author.CUSTOMER, key, words, now)
            if message.is_new:
                row.customer_writes_at = None
                self._send(session, row, Kind.MESSAGE, f"{row.token}-{message.seq}", message.seq)
            is_first = _is_first(session, row, message.seq)
            further = further_wait(session, row.seq, message.seq)
            return PassedOn(ticket_value(row), is_first, row.opened_at if further is None else None, further)

    def go_back(self, conversation: str, note: str, now: datetime) -> Optional[Ticket]:
        """Let the assistant speak again; the ticket stays open, and the agent is told once.

        Returns:
            The conversation's open ticket, None where it has none.
        """
        with writing(self._engine) as session:
            row = _open_row(session, conversation)
            if row is None:
                return None
            if row.listening:
                row.listening = False
                self._note(session, row, note, now)
                session.flush()
            return ticket_value(row)

    def reply(self, number: str, key: str, words: str, now: datetime) -> bool:
        """Keep what the agent answers, and have it brought to the customer.

        Args:
            number: The ticket's.
            key: The delivery's id; the same one a second time is not told again.
            words: What the agent wrote; what nobody needs of it is masked, as in what customers write.
            now: The current instant, aware.

        Returns:
            Whether it is new.

        Raises:
            LookupError: There is no such ticket.
        """
        with self._held(number) as (session, row):
            return self._answer(session, row, key, words, now)

    def close(self, number: str, now: datetime) -> bool:
        """Close a ticket, let the assistant speak again and tell the customer.

        Returns:
            Whether it was open.

        Raises:
            LookupError: There is no such ticket.
        """
        with self._held(number) as (session, row):
            return self._close(session, row, now)

    def get(self, number: str) -> Optional[Ticket]:
        """The ticket with this number, None where there is none."""
        seq = ticket_row(number)
        with reading(self._engine) as session:
            row = session.get(TicketRow, seq) if seq is not None else None
            return ticket_value(row) if row is not None else None

    def find(self, *, token: Optional[str] = None, reference: Optional[str] = None) -> Optional[Ticket]:
        """The ticket with this token, or with this id of the help desk's own."""
        statement = select(TicketRow).where(TicketRow.desk == self._desk)
        named = TicketRow.token == token if token is not None else TicketRow.reference == reference
        with reading(self._engine) as session:
            row = session.execute(statement.where(named)).scalars().first()
            return ticket_value(row) if row is not None else None

    def listed(self, *, closed: bool = False, most: int = 100) -> tuple[Ticket, ...]:
        """Open tickets, the urgent and then the oldest first, or those that were closed last."""
        if closed:
            statement = select(TicketRow).where(TicketRow.closed_at.is_not(None)).order_by(TicketRow.closed_at.desc())
        else:
            # "high" stands before "normal" in the alphabet too.
            open_ones = select(TicketRow).where(TicketRow.closed_at.is_(None))
            statement = open_ones.order_by(TicketRow.priority, TicketRow.seq)
        with reading(self._engine) as session:
            return tuple(ticket_value(row) for row in session.execute(statement.limit(most)).scalars())

    def messages(self, number: str) -> tuple[TicketMessage, ...]:
        """What has been said in a ticket since it was opened, oldest first."""
        statement = select(TicketMessageRow).where(TicketMessageRow.ticket_seq == ticket_row(number))
        with reading(self._engine) as session:
            rows = session.execute(statement.order_by(TicketMessageRow.seq)).scalars()
            return tuple(message_value(row) for row in rows)

    def message_for(self, conversation: str, message_id: int) -> Optional[TicketMessage]:
        """What an agent wrote to this conversation; None for any other's, or a customer's before them."""
        statement = (
            select(TicketMessageRow)
            .join(TicketRow, TicketRow.seq == TicketMessageRow.ticket_seq)
            .where(
                TicketMessageRow.seq == message_id,
                TicketMessageRow.author == Author.AGENT.value,
                TicketRow.conversation_key == session_key(conversation),
                still_theirs(),
            )
        )
        with reading(self._engine) as session:
            row = session.execute(statement).scalars().first()
            return message_value(row) if row is not None else None

    def latest_of(self, conversation: str) -> Optional[Ticket]:
        """The conversation's last ticket, open or closed; not that of a customer before this one."""
        statement = select(TicketRow).where(TicketRow.conversation_key == session_key(conversation), still_theirs())
        with reading(self._engine) as session:
            row = session.execute(statement.order_by(TicketRow.seq.desc()).limit(1)).scalars().first()
            return ticket_value(row) if row is not None else None

    @contextmanager
    def _held(self, number: str) -> Iterator[tuple[Session, TicketRow]]:
        """A ticket that nobody else changes meanwhile."""
        seq = ticket_row(number)
        with writing(self._engine) as session:
            row = session.get(TicketRow, seq, with_for_update=True) if seq is not None else None
            if row is None:
                raise LookupError(f"there is no ticket {number}")
            yield session, row

    def _answer(
        self,
        session: Session,
        row: TicketRow,
        key: str,
        words: str,
        now: datetime,
        person: Optional[str] = None,
        signed: Optional[str] = None,
    ) -> bool:
        message = self._say(session, row, Author.AGENT, key, mask(words), now, person=person, signed=signed)
        if message.is_new:
            enqueue(session, row.seq, Target.CUSTOMER, Kind.MESSAGE, f"{row.token}-{message.seq}", message.seq)
        return message.is_new

    def _close(self, session: Session, row: TicketRow, now: datetime) -> bool:
        if row.closed_at is not None:
            return False
        row.closed_at, row.open_key, row.listening = now, None, False
        enqueue(session, row.seq, Target.CUSTOMER, Kind.CLOSED, f"{row.token}-closed")
        return True

    def _say(
        self, session: Session, row: TicketRow, author: Author, key: str, words: str, now: datetime, **by: Optional[str]
    ) -> _Said:
        statement = self._insert(TicketMessageRow).values(
            ticket_seq=row.seq, key=key, author=author.value, words=words, at=now, **by
        )
        done = session.connection().execute(statement.on_conflict_do_nothing(index_elements=["ticket_seq", "key"]))
        found = select(TicketMessageRow.seq).where(TicketMessageRow.ticket_seq == row.seq, TicketMessageRow.key == key)
        return _Said(int(session.execute(found).scalar_one()), bool(done.rowcount))

    def _note(self, session: Session, row: TicketRow, words: str, now: datetime) -> None:
        message = self._say(session, row, Author.NOTE, str(uuid.uuid4()), words, now)
        self._send(session, row, Kind.MESSAGE, f"{row.token}-{message.seq}", message.seq)

    def _send(self, session: Session, row: TicketRow, kind: Kind, key: str, message_seq: Optional[int] = None) -> None:
        """To the help desk, unless the ticket is where it belongs."""
        if row.desk != EMBEDDED:
            enqueue(session, row.seq, Target.HELP_DESK, kind, key, message_seq)

    def _insert(self, table: Any) -> Any:
        return (postgresql if self._engine.dialect.name == "postgresql" else sqlite).insert(table)


@dataclass(frozen=True)
class _Said:
    seq: int
    is_new: bool


def _open_row(session: Session, conversation: str) -> Optional[TicketRow]:
    statement = select(TicketRow).where(TicketRow.open_key == session_key(conversation), still_theirs())
    row: Optional[TicketRow] = session.execute(statement.with_for_update()).scalars().first()
    return row


def _let_go(session: Session, key: str) -> None:
    """Take a conversation from the open ticket of a customer before this one; the ticket stays with its agent."""
    session.execute(
        update(TicketRow).where(TicketRow.open_key == key, ~still_theirs()).values(open_key=None, listening=False),
        execution_options={"synchronize_session": False},
    )


def _is_first(session: Session, row: TicketRow, seq: int) -> bool:
    """Whether no customer's message stands between this one and the last time that the assistant went quiet."""
    of_ticket = TicketMessageRow.ticket_seq == row.seq
    quiet_since = (
        select(func.coalesce(func.max(TicketMessageRow.seq), 0))
        .where(of_ticket, TicketMessageRow.author == Author.NOTE.value, TicketMessageRow.seq < seq)
        .scalar_subquery()
    )
    earlier = select(TicketMessageRow.seq).where(
        of_ticket,
        TicketMessageRow.author == Author.CUSTOMER.value,
        TicketMessageRow.seq < seq,
        TicketMessageRow.seq > quiet_since,
    )
    return session.execute(earlier.limit(1)).first() is None
