"""The table of what tracking services know of parcels."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Column, Index, String, Text
from sqlalchemy.orm import Mapped

from actions.store.tables.shop import Base, UtcInstant


class TrackedParcelRow(Base):
    """A parcel that a service was asked for: when last, whether it answered, and all that it told, as JSON.

    `at` is when anything of it was last asked or told.
    """

    __tablename__ = "tracked_parcels"
    __table_args__ = (Index("ix_tracked_parcels_at", "at"),)

    number: Mapped[str] = Column(String(64), primary_key=True)
    answer: Mapped[str] = Column(Text, nullable=False)
    answered: Mapped[bool] = Column(Boolean, nullable=False)
    asked_at: Mapped[datetime] = Column(UtcInstant, nullable=False)
    at: Mapped[datetime] = Column(UtcInstant, nullable=False)
