"""A record that is to be brought up to date, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Optional

from sqlalchemy import Table, bindparam, insert, update
from sqlalchemy.engine import Connection


class Result(str, Enum):
    """What came of a record."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    #: It refers to a record that the store doesn't hold yet.
    WAITS = "waits"
    REFUSED = "refused"


@dataclass(frozen=True)
class Candidate:
    """A record as its sender's system had it at an instant.

    Args:
        key: What it is found by.
        refers: The key of the record that it refers to.
        body: Its rows (actions/store/import_export/rows.py); instants are text.
        as_of: When the sender's system had it so, an aware instant.
    """

    key: str
    refers: Optional[str]
    body: dict[str, Any]
    as_of: datetime

    def counts_against(self, stored: Mapping[str, Any]) -> bool:
        """Whether its fields count against those in the store: they do unless a later state of the record is there."""
        known: Optional[datetime] = stored["as_of"]
        return known is None or self.as_of >= known


@dataclass(frozen=True)
class Outcome:
    """What came of a record.

    Args:
        result: In one word.
        changed: The fields that changed, as the contract calls them.
        events: How many events were appended.
        reason: Why it waits or was refused.
        waits_for: What it waits for, a section and a key there.
    """

    result: Result
    changed: tuple[str, ...] = ()
    events: int = 0
    reason: str = ""
    waits_for: Optional[tuple[str, str]] = None


ADDED = Outcome(Result.ADDED)
UNCHANGED = Outcome(Result.UNCHANGED)


def refused(reason: str) -> Outcome:
    """A record that contradicts what the store holds."""
    return Outcome(Result.REFUSED, reason=reason)


def waits(section: str, key: str, reason: str) -> Outcome:
    """A record whose reference leads nowhere yet."""
    return Outcome(Result.WAITS, reason=reason, waits_for=(section, key))


def updated(changed: Sequence[str], events: int = 0) -> Outcome:
    """A record that is there, with what is new about it."""
    return Outcome(Result.UPDATED, tuple(changed), events) if changed or events else UNCHANGED


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows in their order, if there are any."""
    if rows:
        connection.execute(insert(table), list(rows))


def update_rows(
    connection: Connection, table: Table, keys: Sequence[str], columns: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Write columns of rows that are there, if any.

    Args:
        connection: One that may write.
        table: Their table.
        keys: The columns that a row is found by.
        columns: The columns to write.
        rows: All of these.
    """
    if not rows:
        return
    statement = update(table).values({name: bindparam(f"new_{name}") for name in columns})
    for name in keys:
        statement = statement.where(table.c[name] == bindparam(f"of_{name}"))
    values = [
        {**{f"of_{name}": row[name] for name in keys}, **{f"new_{name}": row[name] for name in columns}} for row in rows
    ]
    connection.execute(statement, values)
