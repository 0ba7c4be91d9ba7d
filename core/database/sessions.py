"""Short database sessions that turn a database that is down into `StoreUnavailable`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from core.database.errors import StoreUnavailable
from core.database.remembered_reads import forget_what_was_read

# Execution options of ours, read by the engine when a transaction begins.
WRITES = "returndesk_writes"
LASTING = "returndesk_lasting"


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that only reads, in one transaction."""
    with reporting_outages(engine), Session(engine, future=True) as session:
        yield session


@contextmanager
def writing(engine: Engine, *, lasting: bool = True) -> Iterator[Session]:
    """A session that holds the right to write from its first statement on; committed at the end, unless it fails.

    Args:
        engine: The store.
        lasting: Whether the commit waits until a power cut could not undo it. Only SQLite makes the difference, where
            that takes most of the time of a short session.
    """
    options = {WRITES: True, LASTING: lasting}
    forget_what_was_read()
    try:
        with reporting_outages(engine), Session(engine.execution_options(**options), future=True) as session:
            yield session
            session.commit()
    finally:
        forget_what_was_read()


@contextmanager
def writing_connection(engine: Engine) -> Iterator[Connection]:
    """The same as `writing`, without the ORM: for migrations and bulk inserts."""
    forget_what_was_read()
    try:
        with reporting_outages(engine), engine.execution_options(**{WRITES: True}).begin() as connection:
            yield connection
    finally:
        forget_what_was_read()


@contextmanager
def reading_plainly(engine: Engine) -> Iterator[Connection]:
    """The same as `reading`, without the ORM."""
    with reporting_outages(engine), engine.connect() as connection:
        yield connection


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that only reads, and sees the same state of the store in all of its statements."""
    # SQLite's transactions are that already.
    isolated = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with reporting_outages(engine), engine.execution_options(**isolated).begin() as connection:
        yield connection


@contextmanager
def reporting_outages(engine: Engine) -> Iterator[None]:
    """Raise `StoreUnavailable` where the database fails; a violated constraint stays an `IntegrityError`.

    Errors of the driver itself, of statements that SQLAlchemy does not see, count as well.
    """
    driver: Any = engine.dialect.dbapi  # type: ignore[attr-defined]  # there as soon as there is an engine
    try:
        yield
    except IntegrityError:
        raise
    except (DBAPIError, PoolTimeout, driver.Error) as error:
        raise StoreUnavailable(
            f"the return store at {address(engine)} is not available: {_reason(engine, error)}"
        ) from (error)


def address(engine: Engine) -> str:
    """Where the database is, without user, password and options."""
    url = engine.url
    if url.get_backend_name() == "sqlite":
        return url.database or "memory"
    port = f":{url.port}" if url.port else ""
    return f"{url.get_backend_name()}://{url.host or 'localhost'}{port}/{url.database or ''}"


def _reason(engine: Engine, error: Exception) -> str:
    """The driver's own words on one line. The engine hides statements' values; a password is cut out here."""
    cause: BaseException = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    if not isinstance(error, SQLAlchemyError):
        # PostgreSQL shows in the next line the row that it refused; of SQLAlchemy's errors the engine cuts it off.
        error.args = (str(error).partition("\n")[0],)
    words = " ".join(str(cause).split()) or type(cause).__name__
    for secret in (engine.url.password, engine.url.query.get("password")):
        if secret:
            words = words.replace(str(secret), "***")
    return words
