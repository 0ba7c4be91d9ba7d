"""Reads what happens in all conversations, in order and without missing anything, for whoever tells it elsewhere.

PostgreSQL numbers events when they are written, and shows them when their transaction ends: a smaller number may turn
up after a larger one. So a number counts as settled only once every transaction has ended that had begun to write when
it was first seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Optional

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from core.conversations.tables import event_streams, events
from core.database.sessions import reading, writing


class FedEvent(NamedTuple):
    """An event of a conversation: its number, whose it is, its kind, and all of it as JSON."""

    id: int
    sender_id: str
    type_name: str
    data: str


class _Unsettled(NamedTuple):
    up_to: int
    transaction: int


class EventFeed:
    """The events of a PostgreSQL database from a stored position on.

    Every method raises `StoreUnavailable` when the database does not answer.

    Args:
        engine: The database of conversations, with its tables.
        name: The name of the position; whoever reads under another name gets everything too.
        reader: This process; only one at a time reads.
    """

    def __init__(self, engine: Engine, name: str, reader: str) -> None:
        self._engine = engine
        self._name = name
        self._reader = reader
        self._settled = 0
        self._unsettled: Optional[_Unsettled] = None

    def take(self, now: float, seconds: float) -> Optional[int]:
        """Have this process be the reader, or go on being it.

        Args:
            now: Seconds since 1970.
            seconds: For how long, unless it asks again.

        Returns:
            The position; None where another process is the reader.
        """
        lease = {"leased_by": self._reader, "leased_until": now + seconds}
        free = (event_streams.c.leased_until <= now) | (event_streams.c.leased_by == self._reader)
        with writing(self._engine) as session:
            # What was said before anybody wanted to know is nobody's business.
            newest = session.execute(select(func.coalesce(func.max(events.c.id), 0))).scalar_one()
            first = insert(event_streams).values(name=self._name, position=newest, **lease)
            session.execute(first.on_conflict_do_nothing(index_elements=["name"]))
            mine = update(event_streams).where(event_streams.c.name == self._name, free).values(**lease)
            position: Optional[int] = session.execute(mine.returning(event_streams.c.position)).scalar()
        return position

    def after(self, position: int, most: int) -> Sequence[FedEvent]:
        """The next events that are settled, the oldest first.

        Args:
            position: The last one that was read.
            most: How many at once.
        """
        with reading(self._engine) as session:
            self._settle(session)
            query = select(events.c.id, events.c.sender_id, events.c.type_name, events.c.data)
            query = query.where(events.c.id > position, events.c.id <= self._settled).order_by(events.c.id)
            found = [FedEvent(*row) for row in session.execute(query.limit(most))]
            # It may have a number now, by which later looks know that it has ended.
            session.commit()
        return found

    def advance(self, position: int) -> bool:
        """Note that everything up to a position was told; False where another process is the reader by now."""
        mine = (event_streams.c.name == self._name) & (event_streams.c.leased_by == self._reader)
        with writing(self._engine) as session:
            done = session.execute(update(event_streams).where(mine).values(position=position))
        return bool(done.rowcount)  # type: ignore[attr-defined]  # of an UPDATE

    def let_go(self) -> None:
        """Let another process be the reader."""
        mine = (event_streams.c.name == self._name) & (event_streams.c.leased_by == self._reader)
        with writing(self._engine) as session:
            session.execute(update(event_streams).where(mine).values(leased_by=None, leased_until=0))

    def _settle(self, session: Session) -> None:
        if self._unsettled is not None:
            oldest = session.execute(select(func.txid_snapshot_xmin(func.txid_current_snapshot()))).scalar_one()
            if oldest < self._unsettled.transaction:
                return
            self._settled, self._unsettled = self._unsettled.up_to, None
        newest = session.execute(select(func.max(events.c.id))).scalar()
        if newest is not None and newest > self._settled:
            # Larger than that of any transaction that has written anything by now.
            transaction = session.execute(select(func.txid_current())).scalar_one()
            self._unsettled = _Unsettled(newest, transaction)
