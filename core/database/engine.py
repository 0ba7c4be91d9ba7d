"""Opens a database, SQLite or PostgreSQL, and makes an SQLite file where there is none.

A connection to an SQLite file that was deleted or replaced goes on answering, and what it writes is lost; and the
driver makes an empty database of a file that somebody has moved away. So each connection keeps to the file it opened.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, Final, Optional

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine, ExceptionContext
from sqlalchemy.engine.url import URL, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.pool import QueuePool
from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_fixed

from core.database.errors import StoreUnavailable
from core.database.sessions import LASTING, WRITES, address

BUSY_TIMEOUT_SECONDS = 5
CONNECT_TIMEOUT_SECONDS = 3
#: Whoever finds every connection of its process in use waits so long. A process has up to 15; of the threads that may
#: wait at once (core/sanic_setup.py) most wait for something else.
POOL_TIMEOUT_SECONDS = 5

_FILE: Final = "returndesk_file"


def open_engine(url: str, *, busy_timeout: float = BUSY_TIMEOUT_SECONDS) -> Engine:
    """Open a database lazily: nothing is connected to or created yet.

    Args:
        url: `sqlite:///path` or `postgresql://user:password@host/database`.
        busy_timeout: For how many seconds a statement waits where somebody else writes to an embedded one.

    Raises:
        ValueError: The address cannot be read or names another kind of database. The message holds no password.
    """
    parsed = _parse(url)
    # Statements' values are personal data, they belong in no error message and no log.
    common: dict[str, Any] = {"future": True, "hide_parameters": True, "pool_timeout": POOL_TIMEOUT_SECONDS}
    if parsed.get_backend_name() == "postgresql":
        connect_args = {"connect_timeout": CONNECT_TIMEOUT_SECONDS}
        postgresql: Engine = create_engine(parsed, pool_pre_ping=True, connect_args=connect_args, **common)
        event.listen(postgresql, "connect", _prepare_postgresql)
        event.listen(postgresql, "handle_error", _without_rows)
        return postgresql
    if parsed.database in (None, "", ":memory:"):
        raise ValueError("the database address names no file; write sqlite:///path/to/returndesk.db")
    engine: Engine = create_engine(
        parsed, poolclass=QueuePool, connect_args={"timeout": busy_timeout, "check_same_thread": False}, **common
    )
    _keep_to_file(engine)
    event.listen(engine, "connect", lambda connection, _record: _prepare_sqlite(connection, busy_timeout))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def make_file(engine: Engine) -> None:
    """Make an SQLite file and its folder where they are missing, readable by their owner alone.

    SQLite gives the files that it keeps beside it the same mode. Other databases are their server's to make.

    Raises:
        StoreUnavailable: The file can't be made.
    """
    if engine.dialect.name != "sqlite":
        return
    path = Path(str(engine.url.database))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError as error:
        raise StoreUnavailable(f"the database at {address(engine)} is not available: {error}") from error


def _parse(url: str) -> URL:
    """Read the address without repeating it in an error: it may hold a password."""
    expected = "expected sqlite:///path/to/returndesk.db or postgresql://user:password@host/database"
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise ValueError(f"the database address cannot be read; {expected}") from None
    if parsed.drivername == "postgres":  # what hosting services write, and SQLAlchemy no longer reads
        parsed = parsed.set(drivername="postgresql")
    if parsed.drivername not in ("sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg2"):
        raise ValueError(f"the database address begins with {parsed.drivername}; {expected}")
    return parsed


def _prepare_postgresql(dbapi_connection: Any, _record: object) -> None:
    # As long as on SQLite: a customer is told that the store does not answer, instead of being kept waiting for good.
    dbapi_connection.autocommit = True
    with dbapi_connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{BUSY_TIMEOUT_SECONDS}s'")
    dbapi_connection.autocommit = False


def _without_rows(context: ExceptionContext) -> None:
    """Cut an error to its first line: PostgreSQL shows in the next one the row that it refused."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            error.args = (str(error.args[0]).partition("\n")[0], *error.args[1:])


def _prepare_sqlite(dbapi_connection: Any, busy_timeout: float) -> None:
    # The driver would begin transactions only before some statements, and never before a schema change.
    dbapi_connection.isolation_level = None
    # Recursive triggers make REPLACE ask the triggers that keep events append-only.
    # What was deleted is overwritten, so that it is not found in the file's free pages.
    for pragma in ("foreign_keys = ON", "recursive_triggers = ON", "secure_delete = ON"):
        dbapi_connection.execute(f"PRAGMA {pragma}")
    # SQLite waits for nobody while it turns a new file into one with a log: of two that do so, one is refused at once.
    turning = Retrying(
        retry=retry_if_exception(_is_locked), stop=stop_after_delay(busy_timeout), wait=wait_fixed(0.01), reraise=True
    )
    turning(dbapi_connection.execute, "PRAGMA journal_mode = WAL")


def _is_locked(error: BaseException) -> bool:
    return isinstance(error, sqlite3.OperationalError) and "locked" in str(error)


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get(WRITES, False):
        # By the driver itself: it waits for nobody and so can't fail, and SQLAlchemy takes longer than the database.
        connection.connection.cursor().execute("BEGIN")
        return
    connection.exec_driver_sql(f"PRAGMA synchronous = {'FULL' if options.get(LASTING, True) else 'NORMAL'}")
    # A reader that turns writer is refused at once when another wrote meanwhile; a writer from the start waits.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _keep_to_file(engine: Engine) -> None:
    """Have an engine that was not used yet open its file only where there is one, and again once it is another."""
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
