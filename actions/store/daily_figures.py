"""What past days came to, so that no report counts them twice."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine

from actions.store.tables.figures import DailyFiguresRow
from actions.store.tables.help_desk import TicketRow
from core.database.sessions import reading, writing


class DailyFigures:
    """Keeps the figures of days. Every method raises `StoreUnavailable` when the database does not answer.

    Args:
        engine: A migrated database, from `open_engine`.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, days: Sequence[date], zone: str) -> Mapping[date, Mapping[str, Any]]:
        """The figures of those among the days that are kept, as counted by a time zone."""
        query = select(DailyFiguresRow.day, DailyFiguresRow.figures).where(
            DailyFiguresRow.zone == zone, DailyFiguresRow.day.in_(days)
        )
        with reading(self._engine) as session:
            return {day: json.loads(figures) for day, figures in session.execute(query)}

    def keep(self, day: date, zone: str, figures: Mapping[str, Any]) -> None:
        """Keep the figures of a day that is over, in place of earlier ones."""
        insert = (postgresql if self._engine.dialect.name == "postgresql" else sqlite).insert
        values = {"figures": json.dumps(figures, sort_keys=True)}
        new = insert(DailyFiguresRow).values(day=day, zone=zone, **values)
        with writing(self._engine) as session:
            session.execute(new.on_conflict_do_update(index_elements=["day", "zone"], set_=values))

    def tickets_opened(self, start: datetime, end: datetime) -> int:
        """How many cases were handed over to people from an aware instant until before another."""
        query = select(func.count()).where(TicketRow.opened_at >= start, TicketRow.opened_at < end)
        with reading(self._engine) as session:
            return int(session.execute(query).scalar_one())
