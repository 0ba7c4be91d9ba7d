"""The tables of the reminders: who asked for them in which conversation, and what was sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped

from actions.store.tables.shop import Base, UtcInstant

LONGEST_MARK = 80
LONGEST_REMINDER_KEY = 128


class ReminderWishRow(Base):
    """A customer's wish to be reminded, in one conversation, about one return.

    `since` and `until` are by the shop's clock; `mark` is the status that the customer knows. A wish that is over keeps
    its row with `closed_at` until it is purged.
    """

    __tablename__ = "reminder_wishes"
    __table_args__ = (
        UniqueConstraint("conversation_key", "return_key", name="uq_reminder_wishes_return"),
        Index("ix_reminder_wishes_closed_at", "closed_at", "seq"),
        Index("ix_reminder_wishes_customer_id", "customer_id"),
    )

    seq: Mapped[int] = Column(Integer, primary_key=True)
    conversation: Mapped[str] = Column(Text, nullable=False)
    conversation_key: Mapped[str] = Column(String(64), nullable=False)
    customer_id: Mapped[str] = Column(String(64), nullable=False)
    return_key: Mapped[str] = Column(String(64), nullable=False)
    since: Mapped[datetime] = Column(UtcInstant, nullable=False)
    until: Mapped[datetime] = Column(UtcInstant, nullable=False)
    mark: Mapped[str] = Column(String(LONGEST_MARK), nullable=False)
    closed_at = Column(UtcInstant)


class ReminderRow(Base):
    """A reminder that is being sent, or was: the database itself keeps a key from standing in a conversation twice.

    `about` is the date that it names, `at` when it was first taken in hand, `told_at` when the bot had it.
    """

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("conversation_key", "key", name="uq_reminders_key"),
        Index("ix_reminders_customer_id", "customer_id"),
        Index("ix_reminders_at", "at"),
    )

    seq: Mapped[int] = Column(Integer, primary_key=True)
    conversation: Mapped[str] = Column(Text, nullable=False)
    conversation_key: Mapped[str] = Column(String(64), nullable=False)
    customer_id: Mapped[str] = Column(String(64), nullable=False)
    return_key: Mapped[str] = Column(String(64), nullable=False)
    key: Mapped[str] = Column(String(LONGEST_REMINDER_KEY), nullable=False)
    kind: Mapped[str] = Column(String(20), nullable=False)
    about: Mapped[datetime] = Column(UtcInstant, nullable=False)
    at: Mapped[datetime] = Column(UtcInstant, nullable=False)
    told_at = Column(UtcInstant)
    tries: Mapped[int] = Column(Integer, nullable=False)
    due_at: Mapped[datetime] = Column(UtcInstant, nullable=False)
    lease = Column(String(36))
    leased_until = Column(UtcInstant)
    trouble = Column(String(300))
