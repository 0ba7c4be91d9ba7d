"""Takes what was deleted out of the files of an embedded database too."""

from __future__ import annotations

from sqlalchemy.engine import Engine

from core.database.sessions import reporting_outages


def erase_log(engine: Engine) -> None:
    """Bring the write-ahead log into the file and empty it: older versions of rows stand there until then.

    A server's database looks after its own log; where another process reads at this moment, the next one empties it.

    Raises:
        StoreUnavailable: The database did not answer.
    """
    if engine.dialect.name != "sqlite":
        return
    with reporting_outages(engine):
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)", ())
        finally:
            connection.close()
