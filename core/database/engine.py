"""Keeps the connections of an SQLite database to the file that is there now.

A connection to a file that was deleted or replaced goes on answering, and what it writes is lost; and the driver makes
an empty database of a file that somebody has moved away.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, Final, Optional

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DisconnectionError

_FILE: Final = "returndesk_file"


def keep_to_file(engine: Engine) -> None:
    """Has an engine that was not used yet open its file only where there is one, and again once it is another."""
    path = Path(str(engine.url.database))

    def only_what_is_there(*_: object) -> None:
        if _identity(path) is None:
            raise sqlite3.OperationalError("there is no such file")

    def remember(_connection: object, record: Any) -> None:
        record.info[_FILE] = _identity(path)

    def compare(_connection: object, record: Any, _proxy: object) -> None:
        if record.info.get(_FILE) != _identity(path):
            raise DisconnectionError("the file is another one, or gone")

    event.listen(engine, "do_connect", only_what_is_there)
    event.listen(engine, "connect", remember)
    event.listen(engine, "checkout", compare)


def _identity(path: Path) -> Optional[tuple[int, int]]:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
