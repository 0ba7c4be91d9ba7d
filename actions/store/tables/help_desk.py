"""The tables of the hand-over to people: tickets, what is said in them, and what waits to be delivered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped

from actions.store.tables.shop import Base, UtcInstant


class TicketRow(Base):
    """A conversation that a person looks after.

    `open_key` is the digest of the conversation while the ticket is open and null afterwards, so the database itself
    keeps a conversation from having two open tickets. `claimed_by` is the name of the person who answers it,
    `seen_seq` the last message that they have seen. `customer_writes_at` and `person_writes_at` say when the two were
    writing last, `writing_shown_at` up to which of the person's signs the customer was shown. `taken_as` is the name
    under which they were told that somebody has taken it, empty where that was without one, null where they were not.
    """

    __tablename__ = "tickets"
    __table_args__ = (
        UniqueConstraint("token", name="uq_tickets_token"),
        UniqueConstraint("open_key", name="uq_tickets_open_key"),
        Index("ix_tickets_conversation_key", "conversation_key", "seq"),
        Index("ix_tickets_customer_id", "customer_id"),
        Index("ix_tickets_desk_reference", "desk", "reference"),
        Index("ix_tickets_closed_at", "closed_at"),
        Index("ix_tickets_opened_at", "opened_at"),
        Index("ix_tickets_person_writes_at", "person_writes_at"),
    )

    seq: Mapped[int] = Column(Integer, primary_key=True)
    token: Mapped[str] = Column(String(36), nullable=False)
    conversation: Mapped[str] = Column(Text, nullable=False)
    conversation_key: Mapped[str] = Column(String(64), nullable=False)
    open_key = Column(String(64))
    customer_id = Column(String(64))
    desk: Mapped[str] = Column(String(20), nullable=False)
    reference = Column(String(100))
    priority: Mapped[str] = Column(String(10), nullable=False)
    content: Mapped[str] = Column(Text, nullable=False)
    opened_at: Mapped[datetime] = Column(UtcInstant, nullable=False)
    closed_at = Column(UtcInstant)
    listening: Mapped[bool] = Column(Boolean, nullable=False)
    # The tag of the customer's language, and what they asked last, in English.
    language: Mapped[str] = Column(String(35), nullable=False, server_default="en")
    topic = Column(String(100))
    claimed_by = Column(String(64))
    claimed_at = Column(UtcInstant)
    taken_as = Column(String(80))
    seen_seq = Column(Integer)
    customer_writes_at = Column(UtcInstant)
    person_writes_at = Column(UtcInstant)
    writing_shown_at = Column(UtcInstant)


class TicketMessageRow(Base):
    """Something that was said in a ticket; `key` is unique within it, so that a redelivery is not said twice."""

    __tablename__ = "ticket_messages"
    __table_args__ = (UniqueConstraint("ticket_seq", "key", name="uq_ticket_messages_key"),)

    seq: Mapped[int] = Column(Integer, primary_key=True)
    ticket_seq: Mapped[int] = Column(ForeignKey("tickets.seq", name="fk_ticket_messages_ticket_seq"), nullable=False)
    key: Mapped[str] = Column(String(200), nullable=False)
    author: Mapped[str] = Column(String(10), nullable=False)
    words: Mapped[str] = Column(Text, nullable=False)
    at: Mapped[datetime] = Column(UtcInstant, nullable=False)
    # The agent's name, where one is known, and the one that their customer reads, where they have such.
    person = Column(String(64))
    signed = Column(String(80))


class TicketNoteRow(Base):
    """What a person wrote about a ticket for other people; no customer reads it."""

    __tablename__ = "ticket_notes"
    __table_args__ = (Index("ix_ticket_notes_ticket_seq", "ticket_seq", "seq"),)

    seq: Mapped[int] = Column(Integer, primary_key=True)
    ticket_seq: Mapped[int] = Column(ForeignKey("tickets.seq", name="fk_ticket_notes_ticket_seq"), nullable=False)
    person: Mapped[str] = Column(String(64), nullable=False)
    words: Mapped[str] = Column(Text, nullable=False)
    at: Mapped[datetime] = Column(UtcInstant, nullable=False)


class OutboxRow(Base):
    """Something that must reach the help desk or the customer; the row goes when it has."""

    __tablename__ = "help_desk_outbox"
    __table_args__ = (
        UniqueConstraint("target", "key", name="uq_help_desk_outbox_key"),
        Index("ix_help_desk_outbox_due_at", "due_at"),
        Index("ix_help_desk_outbox_ticket_seq", "ticket_seq", "target", "seq"),
        Index("ix_help_desk_outbox_message_seq", "message_seq"),
    )

    seq: Mapped[int] = Column(Integer, primary_key=True)
    ticket_seq: Mapped[int] = Column(ForeignKey("tickets.seq", name="fk_help_desk_outbox_ticket_seq"), nullable=False)
    message_seq = Column(Integer, ForeignKey("ticket_messages.seq", name="fk_help_desk_outbox_message_seq"))
    target: Mapped[str] = Column(String(10), nullable=False)
    kind: Mapped[str] = Column(String(10), nullable=False)
    key: Mapped[str] = Column(String(200), nullable=False)
    tries: Mapped[int] = Column(Integer, nullable=False)
    due_at: Mapped[datetime] = Column(UtcInstant, nullable=False)
    lease = Column(String(36))
    leased_until = Column(UtcInstant)
    trouble = Column(String(300))
    # The trace of the message that it came of.
    trace = Column(String(32))


class TicketNumberRow(Base):
    """The row of the last ticket that was opened, be it there or not: one in an SQLite file, none in PostgreSQL."""

    __tablename__ = "ticket_numbers"

    id: Mapped[int] = Column(Integer, primary_key=True, autoincrement=False)
    last: Mapped[int] = Column(Integer, nullable=False)
