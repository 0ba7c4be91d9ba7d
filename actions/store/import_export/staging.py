"""Where the records of a file wait until all of them were read and checked, in a database of their own.

It is SQLite's private kind: it spills from memory to a file without a name in the temporary folder, and is gone with
its connection. So a file may be larger than memory, its sections may stand in any order, and the store knows nothing of
a file that is refused.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple, Optional

from actions.store.import_export.failure import ImportFailed

#: How many records are looked at together; older SQLite takes no more than 999 values in a statement.
BATCH = 500
_MOST_UNWRITTEN = 1_000

_TABLE = """
CREATE TABLE records (
    section TEXT NOT NULL, place INTEGER NOT NULL, key TEXT NOT NULL, refers TEXT, body TEXT NOT NULL,
    PRIMARY KEY (section, place)
) WITHOUT ROWID
"""
_REPEATED = """
SELECT later.place, later.body, earlier.place, earlier.body
FROM records AS later
JOIN records AS earlier INDEXED BY records_key ON earlier.section = later.section AND earlier.key = later.key
WHERE later.section = ? AND earlier.place < later.place
ORDER BY later.place, earlier.place LIMIT 1
"""
_BY_PLACE = """
SELECT record.place, record.key, record.refers, record.body, other.body
FROM records AS record
LEFT JOIN records AS other INDEXED BY records_key ON other.section = ? AND other.key = record.refers
WHERE record.section = ? ORDER BY record.place
"""


class Staged(NamedTuple):
    """A record that waits, and the one of the same file that it refers to, if there is one."""

    place: int
    key: str
    refers: Optional[str]
    body: dict[str, Any]
    referred: Optional[dict[str, Any]]


class Staging:
    """The records that wait. Their bodies are rows for the store, as JSON has them: instants are text."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._unwritten: list[tuple[str, int, str, Optional[str], str]] = []
        connection.execute(_TABLE)

    def add(self, section: str, place: int, key: str, refers: Optional[str], body: dict[str, Any]) -> None:
        """Add a record.

        Args:
            section: Its section.
            place: Its place there.
            key: What nothing else in the section may be called.
            refers: The key of the record that it refers to, which is of another section.
            body: Its rows.
        """
        self._unwritten.append((section, place, key, refers, json.dumps(body, ensure_ascii=False, default=_text)))
        if len(self._unwritten) >= _MOST_UNWRITTEN:
            self._write()

    def all_added(self) -> None:
        """Make what was added ready to be read."""
        self._write()
        self._connection.execute("CREATE INDEX records_key ON records (section, key)")

    def repeated(self, section: str) -> Optional[tuple[tuple[int, dict[str, Any]], tuple[int, dict[str, Any]]]]:
        """The first record whose key an earlier one has, and that one, by place and body; None where there is none."""
        found = self._connection.execute(_REPEATED, (section,)).fetchone()
        return None if found is None else ((found[0], json.loads(found[1])), (found[2], json.loads(found[3])))

    def batches(self, section: str, of: str = "") -> Iterator[Sequence[Staged]]:
        """All records of a section in their order, some at a time.

        Args:
            section: The section.
            of: The section that its records refer to, where those are wanted as well.
        """
        cursor = self._connection.execute(_BY_PLACE, (of, section))
        while rows := cursor.fetchmany(BATCH):
            yield [
                Staged(place, key, refers, json.loads(body), json.loads(other) if other else None)
                for place, key, refers, body, other in rows
            ]

    def count(self, section: str) -> int:
        """How many records a section has."""
        statement = "SELECT count(*) FROM records WHERE section = ?"
        return int(self._connection.execute(statement, (section,)).fetchone()[0])

    def _write(self) -> None:
        self._connection.executemany("INSERT INTO records VALUES (?, ?, ?, ?, ?)", self._unwritten)
        self._unwritten.clear()


@contextmanager
def staging() -> Iterator[Staging]:
    """An empty one, gone at the end.

    Raises:
        ImportFailed: The temporary folder has no room.
    """
    connection = sqlite3.connect("", isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -32000")  # kB
        yield Staging(connection)
    except sqlite3.Error as error:
        raise ImportFailed(f"the temporary folder can't hold the records: {error}") from error
    finally:
        connection.close()


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"a row holds no {type(value).__name__}")
