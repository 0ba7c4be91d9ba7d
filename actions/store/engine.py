"""How the return store's database is opened and brought up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Connection, Engine, ExceptionContext
from sqlalchemy.engine.url import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from core.database.engine import keep_to_file
from core.database.errors import StoreUnavailable
from core.database.revisions import Revisions, own_revisions
from core.database.sessions import LASTING, WRITES, address, reading, writing_connection

BUSY_TIMEOUT_SECONDS = 5
CONNECT_TIMEOUT_SECONDS = 3
#: Whoever finds every connection of its process in use waits so long. A process has up to 15; of the threads that may
#: wait at once (core/sanic_setup.py) most wait for something else.
POOL_TIMEOUT_SECONDS = 5

_MIGRATIONS = Path(__file__).parent / "migrations"
# Any number will do as long as nothing else in the same database locks it.
_MIGRATION_LOCK = 7_310_045


def open_engine(url: str) -> Engine:
    """Opens a database lazily: nothing is connected to or created yet.

    Args:
        url: `sqlite:///path` or `postgresql://user:password@host/database`.

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
        parsed,
        poolclass=QueuePool,
        connect_args={"timeout": BUSY_TIMEOUT_SECONDS, "check_same_thread": False},
        **common,
    )
    keep_to_file(engine)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def migrate(engine: Engine) -> None:
    """Brings the database to the newest schema; an SQLite file and its folder are created where missing.

    Several processes may call this at once: one migrates, the others wait and find the work done.

    Raises:
        StoreUnavailable: The database did not answer, or was written by a newer version of this program.
    """
    make_file(engine)
    with writing_connection(engine) as connection:
        run_migrations(connection, "head")


def is_current(engine: Engine) -> bool:
    """Whether the database has the newest schema; one without any has not.

    Raises:
        StoreUnavailable: The database did not answer.
    """
    with reading(engine) as session:
        found = MigrationContext.configure(session.connection()).get_current_revision()
    return found == ScriptDirectory.from_config(_configuration()).get_current_head()


def is_made(engine: Engine) -> bool:
    """Whether a store, of any version, was ever made in the database; one that is only there, and empty, holds none.

    Raises:
        StoreUnavailable: The database did not answer.
    """
    with reading(engine) as session:
        return MigrationContext.configure(session.connection()).get_current_revision() is not None


def revisions() -> Revisions:
    """The schema's revisions that this program knows."""
    return own_revisions(_configuration())


def make_file(engine: Engine) -> None:
    """Makes an SQLite file and its folder where they are missing, readable by their owner alone.

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


def run_migrations(connection: Connection, revision: str) -> None:
    """Takes the schema to a revision within the connection's transaction: all of the way or not at all.

    Args:
        connection: One that `writing_connection` opened.
        revision: `head` for the newest schema, `base` for an empty database.

    Raises:
        StoreUnavailable: The database is at a revision this program doesn't know.
    """
    if connection.dialect.name == "postgresql":
        # Who comes second waits for as long as the first one migrates.
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
    config = _configuration()
    config.attributes["connection"] = connection
    try:
        (command.downgrade if revision == "base" else command.upgrade)(config, revision)
    except CommandError as error:
        raise StoreUnavailable(
            f"the return store at {address(connection.engine)} was made by another version of this program: {error}"
        ) from error


def _configuration() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def _parse(url: str) -> URL:
    """Reads the address without repeating it in an error: it may hold a password."""
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
    """Cuts an error to its first line: PostgreSQL shows in the next one the row that it refused."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            error.args = (str(error.args[0]).partition("\n")[0], *error.args[1:])


def _prepare_sqlite(dbapi_connection: Any, _record: object) -> None:
    # The driver would begin transactions only before some statements, and never before a schema change.
    dbapi_connection.isolation_level = None
    # Recursive triggers make REPLACE ask the triggers that keep events append-only.
    for pragma in ("foreign_keys = ON", "recursive_triggers = ON", "journal_mode = WAL"):
        dbapi_connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get(WRITES, False):
        connection.exec_driver_sql("BEGIN")
        return
    connection.exec_driver_sql(f"PRAGMA synchronous = {'FULL' if options.get(LASTING, True) else 'NORMAL'}")
    # A reader that turns writer is refused at once when another wrote meanwhile; a writer from the start waits.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
