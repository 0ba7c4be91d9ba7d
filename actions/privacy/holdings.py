"""The tables that hold something about a person besides their records, and which of their rows are whose.

They are found by their columns, so that a table that a later version adds is purged, forgotten and exported as well: a
column says whose a row is, another when it was last of use. A table without either hangs on one that has.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Optional

from sqlalchemy import Boolean, Column, Table, delete, func, literal, or_, select
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement, Select

from actions.store.tables.all_tables import shop
from actions.store.tables.changes import WaitingChangeRow
from core.identifiers import session_key

Condition = ColumnElement[Boolean]

# The counts of numbers and the figures of a day tell nothing about anybody.
_COUNTS = {"return_numbers", "ticket_numbers", "daily_figures", "desk_days"}
# Accounts of those who answer, and what they saw and did: about the people of the shop, and kept for its audit.
_PEOPLE = {"people", "people_sessions", "people_sign_ins", "people_deeds"}
_SHOP = {
    *("customers", "orders", "items", "returns", "return_items", "return_events", "return_labels"),
    # The shop's own ids of returns; without one a return would be taken for another that only the shop has.
    "written_returns",
}
RECORDS = frozenset({*_SHOP, *_COUNTS, *_PEOPLE})

_WAITING = WaitingChangeRow.__table__
_CUSTOMER = ("customer_id",)
_DIGEST = ("session_key", "conversation_key", "subject_key")
_CONVERSATION = ("conversation", "sender_id", "conversation_id")
# A table of such rows tells of nobody by a column, and is purged by their age all the same.
_OF_NOBODY = ("answer",)
# When a row was last of use. A table with several is aged by the first of them; what has not happened yet keeps a row.
_LAST_USED = ("closed_at", "done_at", "live_until", "last_used_at", "last_proven_at", "sent_at", "at", "created_at")


@dataclass(frozen=True)
class Whose:
    """Whose rows are meant: a customer's, by id, and those of conversations, by name and by digest."""

    customer_id: Optional[str] = None
    sender_ids: Collection[str] = ()
    session_keys: Collection[str] = ()


@dataclass(frozen=True)
class Holding:
    """A table that says of each row whose it is, or a table whose rows belong to those of such a one.

    Args:
        table: The table.
        parent: The holding that its rows belong to, None where it says itself whose they are.
    """

    table: Table
    parent: Optional[Holding] = None

    @property
    def name(self) -> str:
        """What the table is called in the database."""
        return str(self.table.name)

    def of(self, whose: Whose) -> Condition:
        """The condition that a row is one of these."""
        if self.parent is not None:
            return self._belongs(self.parent, self.parent.of(whose))
        # A digest of the conversation has an index, its name in the same table has none.
        by_name = () if self._columns(_DIGEST) else _CONVERSATION
        digests = {*whose.session_keys, *map(session_key, whose.sender_ids)}
        named = (
            (_CUSTOMER, [whose.customer_id] if whose.customer_id else []),
            (_DIGEST, sorted(digests)),
            (by_name, list(whose.sender_ids)),
        )
        conditions = [column.in_(values) for names, values in named for column in self._columns(names) if values]
        if self.table is _WAITING and whose.customer_id:
            # Once, before any goes: which return is theirs is known by an order that goes too.
            return _WAITING.c.seq.in_(_waiting_of(whose.customer_id))
        condition: Condition = or_(*conditions) if conditions else self._none()
        return condition

    def older_than(self, instant: datetime) -> Condition:
        """The condition that a row was last of use before an instant."""
        if self.parent is not None:
            return self._belongs(self.parent, self.parent.older_than(instant))
        column = next(iter(self._columns(_LAST_USED)), None)
        return self._none() if column is None else column < instant

    def count(self, connection: Connection, rows: Condition) -> int:
        """How many rows a condition is true for."""
        return int(connection.execute(select(func.count()).select_from(self.table).where(rows)).scalar_one())

    def read(self, connection: Connection, rows: Condition) -> list[dict[str, Any]]:
        """The rows that a condition is true for, in their order."""
        query = select(self.table).where(rows).order_by(*self.table.primary_key.columns)
        return [dict(row) for row in connection.execute(query).mappings()]

    def delete(self, connection: Connection, rows: Condition) -> int:
        """Delete the rows that a condition is true for; return how many."""
        return int(connection.execute(delete(self.table).where(rows)).rowcount)

    def _columns(self, names: Sequence[str]) -> list[Column[Any]]:
        return [self.table.c[name] for name in names if name in self.table.c]

    def _belongs(self, parent: Holding, rows: Condition) -> Condition:
        column, key = next(
            (column, key)
            for column in self.table.columns
            for key in column.foreign_keys
            if key.column.table is parent.table
        )
        return column.in_(select(key.column).where(rows))

    def _none(self) -> Condition:
        # A key is never null, so this is true of no row.
        never: Condition = next(iter(self.table.primary_key.columns)).is_(None)
        return never


def _waiting_of(customer_id: str) -> Select:
    """The orders that wait for a customer, and the returns that wait for those."""
    orders, each = _WAITING.alias(), _WAITING.alias()
    theirs = orders.c.customer_id == customer_id
    waited_for = select(literal("orders:") + orders.c.key).where(orders.c.section == "orders", theirs)
    return select(each.c.seq).where(or_(each.c.customer_id == customer_id, each.c.waits_for.in_(waited_for)))


def holdings() -> list[Holding]:
    """Every table that holds something about a person besides their records; what refers to another comes before it."""
    found: dict[Table, Holding] = {}
    for table in shop.Base.metadata.sorted_tables:
        if table.name in RECORDS:
            continue
        if any(name in table.c for name in (*_CUSTOMER, *_DIGEST, *_CONVERSATION, *_OF_NOBODY)):
            found[table] = Holding(table)
        else:
            parent = next(_parents(table, found), None)
            if parent is not None:
                found[table] = Holding(table, parent)
    return list(reversed(found.values()))


def _parents(table: Table, found: dict[Table, Holding]) -> Iterator[Holding]:
    """What a table's rows belong to, every one of them: a column that may be empty leads from some only."""
    always = (column for column in table.columns if not column.nullable)
    return (found[key.column.table] for column in always for key in column.foreign_keys if key.column.table in found)
