"""The demo shop in a store: whether it is there, of which day, what was added to it, and how it is replaced.

Everything here happens within a transaction of the caller's, in which nobody else writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Optional
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, not_, select, text
from sqlalchemy.engine import Connection

from actions.demo.demo_data import demo_document
from actions.demo.waiting_request import as_it_was_put, take_away
from actions.privacy.holdings import holdings
from actions.store.import_export.exchange import add_document
from actions.store.pseudonyms import PSEUDONYM
from actions.store.tables.shop import CustomerRow, EventRow, ItemRow, LabelRow, OrderRow, ReturnItemRow, ReturnRow
from core.clock import parse_instant

# What refers to others comes before them.
_RECORDS = tuple(
    row.__table__ for row in (EventRow, LabelRow, ReturnItemRow, ReturnRow, ItemRow, OrderRow, CustomerRow)
)


class StoredDemo:
    """What a store holds, beside the demo shop as it would be now.

    Args:
        connection: One that may write.
        now: The current instant, aware.
    """

    def __init__(self, connection: Connection, now: datetime) -> None:
        self.document = demo_document(now)
        self._connection = connection
        #: The day that the demo shop of now is of.
        self.today = now.astimezone(ZoneInfo(self.document["customers"][0]["timezone"])).date()
        if connection.dialect.name == "postgresql":
            names = ", ".join(str(table.name) for table in (*_RECORDS, *(each.table for each in holdings())))
            connection.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))

    def is_empty(self) -> bool:
        """Whether nobody's records are in the store."""
        return self._connection.execute(select(CustomerRow.id).limit(1)).first() is None

    def has_others(self) -> bool:
        """Whether there are customers or orders of another shop; who was forgotten counts as the demo's."""
        ours = [customer["id"] for customer in self.document["customers"]]
        customer = not_(CustomerRow.id.in_(ours) | CustomerRow.id.startswith(PSEUDONYM, autoescape=True))
        order = OrderRow.number.not_in([order["number"] for order in self.document["orders"]])
        others = (select(CustomerRow.id).where(customer), select(OrderRow.number).where(order))
        return any(self._connection.execute(each.limit(1)).first() is not None for each in others)

    def day(self) -> Optional[date]:
        """The day that the demo shop in the store is of, None where it is not there."""
        order = self.document["orders"][0]
        placed = self._connection.execute(select(OrderRow.placed_at).where(OrderRow.number == order["number"])).scalar()
        if placed is None:
            return None
        # Its order was placed that many days before, at the same hour by a clock that may have been changed since.
        days = round((parse_instant(order["placed_at"]) - placed) / timedelta(days=1))
        return self.today - timedelta(days=days)

    def rows(self) -> Mapping[str, int]:
        """How many rows hold what anybody said, asked for or proved, by table; the demo's own request aside."""
        tables = [each.table for each in holdings()]
        counting = [select(func.count()).select_from(table).where(not_(as_it_was_put(table))) for table in tables]
        counted = [self._connection.execute(each).scalar_one() for each in counting]
        return {str(table.name): count for table, count in zip(tables, counted, strict=True) if count}

    def new_returns(self) -> int:
        """How many returns were asked for besides the demo's own."""
        own = [entry["number"] for entry in self.document["returns"]]
        new = select(func.count()).select_from(ReturnRow).where(ReturnRow.number.not_in(own))
        return int(self._connection.execute(new).scalar_one())

    def new_events(self) -> int:
        """How many events were added to the demo's own returns."""
        own = {entry["number"]: len(entry["events"]) for entry in self.document["returns"]}
        events = select(func.count()).select_from(EventRow).where(EventRow.return_key.in_(list(own)))
        return int(self._connection.execute(events).scalar_one()) - sum(own.values())

    def put_anew(self) -> None:
        """Put the demo shop of now in the place of the records that are there, and take its request away."""
        take_away(self._connection)
        with _deletable_events(self._connection):
            for table in _RECORDS:
                self._connection.execute(delete(table))
        add_document(self._connection, self.document)

    def delete_rows(self) -> None:
        """Delete what `rows` counts. The last numbers of tickets and returns stay, and the figures of past days."""
        for each in holdings():
            self._connection.execute(delete(each.table))


@contextmanager
def _deletable_events(connection: Connection) -> Iterator[None]:
    """Take the guard of events away within this transaction: those of a demo shop are made up."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("ALTER TABLE return_events DISABLE TRIGGER USER"))
        yield
        connection.execute(text("ALTER TABLE return_events ENABLE TRIGGER USER"))
        return
    of_events = "FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'return_events'"
    guards = connection.exec_driver_sql(f"SELECT name, sql {of_events}").all()
    for guard in guards:
        connection.exec_driver_sql(f'DROP TRIGGER "{guard.name}"')
    yield
    for guard in guards:
        connection.exec_driver_sql(guard.sql)
