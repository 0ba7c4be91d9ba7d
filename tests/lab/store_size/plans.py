"""What a database means to do for a statement, and which tables it would read from end to end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

#: These hold a row or two, or one a table, whatever a shop's size.
_SMALL = frozenset({"return_numbers", "alembic_version", "sqlite_master"})
_EXPLAINED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


@contextmanager
def statements(engine) -> Iterator[list]:
    """Collects what is sent to a database: pairs of a statement and its values."""
    seen = []

    def note(_connection, _cursor, statement, parameters, _context, executemany):
        if statement.lstrip().upper().startswith(_EXPLAINED):
            seen.append((statement, parameters[0] if executemany else parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def whole_reads(engine, statement, parameters) -> set[str]:
    """The tables of any size that a statement reads from end to end, be it along an index."""
    if engine.dialect.name == "sqlite":
        return _of_sqlite(engine, statement, parameters)
    return _of_postgresql(engine, statement, parameters)


def _of_postgresql(engine, statement, parameters) -> set[str]:
    with engine.connect() as connection, connection.begin() as transaction:
        # As if every table were so large that reading, sorting or hashing all of it is the last resort.
        for way in ("seqscan", "hashjoin", "mergejoin", "material"):
            connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
        plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
        transaction.rollback()
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return {table for table in _scans(plan[0]["Plan"], limited=False) if table not in _SMALL}


def _scans(node, *, limited) -> Iterator[str]:
    kind = node["Node Type"]
    if kind == "Seq Scan":
        yield node["Relation Name"]
    # A limit ends a walk along an index early; so do the conditions that an index knows.
    if kind in ("Index Scan", "Index Only Scan") and "Index Cond" not in node and not limited:
        yield node["Relation Name"]
    if kind == "Bitmap Index Scan" and "Index Cond" not in node:
        yield node["Index Name"]
    passes_on = kind in ("Limit", "LockRows", "Result") or (limited and kind in ("Nested Loop", "Subquery Scan"))
    for place, child in enumerate(node.get("Plans", ())):
        yield from _scans(child, limited=kind == "Limit" or (limited and passes_on and place == 0))


def _of_sqlite(engine, statement, parameters) -> set[str]:
    connection = engine.raw_connection()
    try:
        rows = connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
    finally:
        connection.close()
    found = set()
    for *_, detail in rows:
        words = detail.split()
        # The rows that a statement itself names are no table.
        if words[0] == "SCAN" and "CONSTANT" not in words[1:3] and not words[1].startswith("("):
            found.add(words[1])
    return found - _SMALL
