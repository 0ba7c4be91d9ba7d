"""Records that have come before what they refer to: kept until it comes, and then brought up to date."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from actions.store.import_export.rows import name_of
from actions.store.tables.changes import WaitingChangeRow
from actions.store.updates.applying import BATCH, apply, rounds
from actions.store.updates.candidates import Candidate, Outcome, Result, insert_rows

_TABLE = WaitingChangeRow.__table__
#: Those that others refer to come first.
_REFERRING: Final = ("orders", "returns")


class Released(NamedTuple):
    """A record that had waited: its section, its name, and what came of it."""

    section: str
    name: str
    outcome: Outcome


def keep_waiting(
    connection: Connection, section: str, waiting: Sequence[tuple[Candidate, Outcome]], now: datetime
) -> None:
    """Keep records until what they wait for comes."""
    insert_rows(
        connection,
        _TABLE,
        [
            {
                "section": section,
                "key": each.key,
                "waits_for": ":".join(outcome.waits_for or ()),
                "refers": each.refers,
                "body": json.dumps(each.body, ensure_ascii=False),
                "as_of": each.as_of,
                "customer_id": each.refers if section == "orders" else None,
                "at": now,
            }
            for each, outcome in waiting
        ],
    )


def release(connection: Connection, section: str, keys: Sequence[str]) -> list[Released]:
    """Bring up to date what has waited for records that have come, and what has waited for that.

    Args:
        connection: One that may write.
        section: That of the records that have come.
        keys: Theirs.
    """
    released: list[Released] = []
    for start in range(0, len(keys), BATCH):
        names = [f"{section}:{key}" for key in keys[start : start + BATCH]]
        rows = connection.execute(select(_TABLE).where(_TABLE.c.waits_for.in_(names)).order_by(_TABLE.c.seq))
        released += _release(connection, rows.mappings().all())
    return released


def release_all(connection: Connection) -> list[Released]:
    """The same for whatever has come: after an import, which may have brought anything."""
    return [
        each for section in _REFERRING for page in _pages(connection, section) for each in _release(connection, page)
    ]


def _pages(connection: Connection, section: str) -> Iterator[Sequence[Any]]:
    last = 0
    while True:
        page = select(_TABLE).where(_TABLE.c.section == section, _TABLE.c.seq > last).order_by(_TABLE.c.seq)
        rows = connection.execute(page.limit(BATCH)).mappings().all()
        if not rows:
            return
        yield rows
        last = rows[-1]["seq"]


def _release(connection: Connection, rows: Sequence[Any]) -> list[Released]:
    """Try what has waited; what still lacks something stays."""
    released: list[Released] = []
    for section in _REFERRING:
        of_section = [row for row in rows if row["section"] == section]
        candidates = [Candidate(row["key"], row["refers"], json.loads(row["body"]), row["as_of"]) for row in of_section]
        came: dict[str, None] = {}
        for indexes in rounds(candidates):
            outcomes = apply(connection, section, [candidates[index] for index in indexes])
            done = [
                (index, outcome)
                for index, outcome in zip(indexes, outcomes, strict=True)
                if outcome.result != Result.WAITS
            ]
            if done:
                gone = [of_section[index]["seq"] for index, _ in done]
                connection.execute(delete(_TABLE).where(_TABLE.c.seq.in_(gone)))
            released += [Released(section, name_of(section, candidates[i].body), outcome) for i, outcome in done]
            came.update((candidates[i].key, None) for i, outcome in done if outcome.result != Result.REFUSED)
        if came and section == "orders":
            released += release(connection, section, list(came))
    return released
