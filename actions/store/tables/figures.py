"""The tables of what past days came to."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Column, Date, String, Text
from sqlalchemy.orm import Mapped

from actions.store.tables.shop import Base


class DailyFiguresRow(Base):
    """The counts of a day that is over, as JSON; `zone` is the time zone by which the day was counted."""

    __tablename__ = "daily_figures"

    day: Mapped[date] = Column(Date, primary_key=True)
    zone: Mapped[str] = Column(String(64), primary_key=True)
    figures: Mapped[str] = Column(Text, nullable=False)


class DeskDayRow(Base):
    """What a day by UTC came to at the desk, counts as JSON; `kind` says of what: tickets, or thumbs by topic."""

    __tablename__ = "desk_days"

    day: Mapped[date] = Column(Date, primary_key=True)
    kind: Mapped[str] = Column(String(16), primary_key=True)
    figures: Mapped[str] = Column(Text, nullable=False)
