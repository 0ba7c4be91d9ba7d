"""The table of returns that were asked for in the chat and written to the shop's own system."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, Integer, String, Text
from sqlalchemy.orm import Mapped

from actions.store.tables.shop import Base, UtcInstant


class WrittenReturnRow(Base):
    """A return on its way to the shop, or there: `shop_id` is the shop's id of it, null until the shop has taken it.

    `cancelled_at` is when the shop took its cancellation, `refused` why the shop takes something of it not, in words
    that quote no customer. What it did not take for now rests until `due_at`: `trouble` is why, after so many `tries`.
    One process at a time works on a row; `at` is when that was last.
    """

    __tablename__ = "written_returns"
    __table_args__ = (Index("ix_written_returns_at", "at"),)

    return_key: Mapped[str] = Column(String(64), primary_key=True)
    shop_id = Column(String(200))
    cancelled_at = Column(UtcInstant)
    refused = Column(Text)
    trouble = Column(Text)
    tries: Mapped[int] = Column(Integer, nullable=False, server_default="0")
    due_at = Column(UtcInstant)
    leased_until = Column(UtcInstant)
    at: Mapped[datetime] = Column(UtcInstant, nullable=False)
