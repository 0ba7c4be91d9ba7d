"""How long customers waited for a person: until the first answer, and until their ticket was closed."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Optional

from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from actions.help_desk.ticket import Author
from actions.store.tables.help_desk import TicketMessageRow, TicketRow
from core.database.sessions import reading

#: How many tickets are looked at for a page; of more, the latest.
MOST_TICKETS: Final = 2_000


@dataclass(frozen=True)
class TicketDay:
    """What became of the tickets that were opened on a day.

    Args:
        opened: How many.
        answered: How many of them a person has answered.
        unanswered: How many were closed without an answer.
        waited: The median time until the first answer; None where there was none.
        longest: The longest.
        lasted: The median time until they were closed; None where none is.
    """

    opened: int
    answered: int
    unanswered: int
    waited: Optional[timedelta]
    longest: Optional[timedelta]
    lasted: Optional[timedelta]

    def as_dict(self) -> dict[str, Any]:
        """It as it is kept, times in seconds."""
        counts = {"opened": self.opened, "answered": self.answered, "unanswered": self.unanswered}
        times = {"waited": self.waited, "longest": self.longest, "lasted": self.lasted}
        return {**counts, **{name: None if time is None else time.total_seconds() for name, time in times.items()}}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> TicketDay:
        """The other way round."""
        times = {name: kept[name] for name in ("waited", "longest", "lasted")}
        spans = {name: None if time is None else timedelta(seconds=time) for name, time in times.items()}
        return cls(opened=kept["opened"], answered=kept["answered"], unanswered=kept["unanswered"], **spans)


def ticket_days(engine: Engine, start: datetime, most: int = MOST_TICKETS) -> tuple[Mapping[date, TicketDay], bool]:
    """The days on which tickets were opened, by UTC, the earliest first, and whether these are all.

    Args:
        engine: The return store.
        start: The first instant, aware.
        most: How many tickets are looked at; of more, the latest.

    Raises:
        StoreUnavailable: The database did not answer.
    """
    said = TicketMessageRow
    answer = select(func.min(said.at)).where(said.ticket_seq == TicketRow.seq, said.author == Author.AGENT.value)
    query = select(TicketRow.opened_at, TicketRow.closed_at, answer.scalar_subquery().label("answered_at"))
    query = query.where(TicketRow.opened_at >= start)
    with reading(engine) as session:
        rows = session.execute(query.order_by(TicketRow.opened_at.desc()).limit(most)).all()
    by_day: dict[date, list[Any]] = defaultdict(list)
    for row in reversed(rows):
        by_day[row.opened_at.date()].append(row)
    return {day: _day(each) for day, each in by_day.items()}, len(rows) < most


def _day(rows: Sequence[Any]) -> TicketDay:
    waited = [row.answered_at - row.opened_at for row in rows if row.answered_at is not None]
    lasted = [row.closed_at - row.opened_at for row in rows if row.closed_at is not None]
    return TicketDay(
        opened=len(rows),
        answered=len(waited),
        unanswered=sum(row.closed_at is not None and row.answered_at is None for row in rows),
        waited=statistics.median(waited) if waited else None,
        longest=max(waited, default=None),
        lasted=statistics.median(lasted) if lasted else None,
    )
