"""The tables of the changes that the shop's systems deliver."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, Integer, String, Text
from sqlalchemy.orm import Mapped

from actions.store.tables.shop import Base, UtcInstant

LONGEST_DELIVERY_ID = 200


class ChangeDeliveryRow(Base):
    """A delivery that was taken in, by its sender's id: a digest of what it held, and what was answered, as JSON."""

    __tablename__ = "change_deliveries"
    __table_args__ = (Index("ix_change_deliveries_at", "at"),)

    id: Mapped[str] = Column(String(LONGEST_DELIVERY_ID), primary_key=True)
    digest: Mapped[str] = Column(String(64), nullable=False)
    answer: Mapped[str] = Column(Text, nullable=False)
    at: Mapped[datetime] = Column(UtcInstant, nullable=False)


class WaitingChangeRow(Base):
    """A record that refers to one that has not come yet: `waits_for` is a section and a key there.

    `body` are its rows as JSON.
    """

    __tablename__ = "waiting_changes"
    __table_args__ = (
        Index("ix_waiting_changes_waits_for", "waits_for", "seq"),
        Index("ix_waiting_changes_customer_id", "customer_id"),
        Index("ix_waiting_changes_at", "at"),
    )

    seq: Mapped[int] = Column(Integer, primary_key=True)
    section: Mapped[str] = Column(String(10), nullable=False)
    key: Mapped[str] = Column(String(64), nullable=False)
    waits_for: Mapped[str] = Column(String(80), nullable=False)
    refers: Mapped[str] = Column(String(64), nullable=False)
    body: Mapped[str] = Column(Text, nullable=False)
    as_of: Mapped[datetime] = Column(UtcInstant, nullable=False)
    customer_id = Column(String(64))
    at: Mapped[datetime] = Column(UtcInstant, nullable=False)
