"""Takes what was deleted out of the files of an embedded database too."""

from __future__ import annotations

from sqlalchemy.engine import Engine

from core.database.errors import StoreUnavailable
from core.database.sessions import reporting_outages


def erase_log(engine: Engine) -> None:
    """Bring the write-ahead log into the file and empty it: older versions of rows stand there until then.

    A server's database looks after its own log.

    Raises:
        StoreUnavailable: The database did not answer, or another process has read an older version all the time.
    """
    if engine.dialect.name != "sqlite":
        return
    with reporting_outages(engine):
        connection = engine.raw_connection()
        try:
            ((busy, *_),) = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)", ()).fetchall()
        finally:
            connection.close()
    if busy:
        raise StoreUnavailable(
            "what was deleted still stands in the write-ahead log, which another process reads; run this again"
        )
