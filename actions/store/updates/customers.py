"""Brings customers up to date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from actions.store.tables.shop import CustomerRow
from actions.store.updates.candidates import ADDED, Candidate, Outcome, insert_rows, update_rows, updated

_TABLE = CustomerRow.__table__
_FIELDS = ("email", "country", "region", "timezone", "locale")


def update_customers(connection: Connection, candidates: Sequence[Candidate]) -> list[Outcome]:
    """Bring some customers up to date, of whom none is named twice: all that is known about one may change."""
    asked = select(_TABLE).where(_TABLE.c.id.in_([each.key for each in candidates]))
    stored = {row["id"]: row for row in connection.execute(asked).mappings()}
    outcomes: list[Outcome] = []
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for each in candidates:
        row = {**each.body, "as_of": each.as_of}
        known = stored.get(each.key)
        if known is None:
            new.append(row)
            outcomes.append(ADDED)
            continue
        counts = each.counts_against(known)
        if counts:
            changed.append(row)
        outcomes.append(updated([name for name in _FIELDS if counts and row[name] != known[name]]))
    insert_rows(connection, _TABLE, new)
    update_rows(connection, _TABLE, ("id",), (*_FIELDS, "email_key", "as_of"), changed)
    return outcomes
