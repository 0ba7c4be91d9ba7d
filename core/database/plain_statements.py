"""Runs the statements of a turn on the driver's own connection, where a session of the ORM takes most of the time.

An embedded database answers in less time than a thread takes to be told: it is asked on the event loop, and never waits
there. Who finds it locked, which only another process or a channel's mailbox can do, comes again in a moment; those who
write do so in the order in which they came. What is written reaches the disk in a thread. A server's database is
asked in a thread.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Sequence
from typing import Any, Final, Optional, Protocol, TypeVar

from sqlalchemy import event
from sqlalchemy.engine import Connection

from core.database.engine import BUSY_TIMEOUT_SECONDS, open_engine
from core.database.errors import StoreUnavailable
from core.database.sessions import reporting_outages

Found = TypeVar("Found")

#: In seconds: how soon whoever found the database locked comes again, at first and later.
_SOON: Final = 0.001
_LATER: Final = 0.002
#: After so many transactions the write-ahead log is brought into the file. SQLite itself does so after a thousand
#: pages, within the transaction that comes to them, which waits for the disk then.
_BROUGHT_IN_AFTER: Final = 100


class Watch(Protocol):
    """Whoever wants to know how long statements take."""

    def took(self, query: str, seconds: float) -> None:
        """They were answered."""

    def failed(self, query: str, error: BaseException, seconds: float) -> None:
        """The database failed on them."""


class Busy(StoreUnavailable):
    """Somebody else is writing just now."""


class SeenCursor:
    """A cursor for the same statements in a transaction of SQLAlchemy's, whose listeners see them.

    Args:
        connection: Where the transaction is.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._result: Any = None

    def execute(self, statement: str, values: Sequence[Any]) -> None:
        """Run a statement."""
        self._result = self._connection.exec_driver_sql(statement, tuple(values))

    def fetchone(self) -> Any:
        """The next row that was found, None where there is none."""
        return self._result.fetchone()

    def fetchall(self) -> Any:
        """All rows that were found."""
        return self._result.fetchall()

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""
        return int(self._result.rowcount)


class PlainStatements:
    """A database whose statements are text.

    Args:
        url: Its address, as `open_engine` takes it.
    """

    def __init__(self, url: str) -> None:
        self._engine = open_engine(url, busy_timeout=0)
        self.kind: str = self._engine.dialect.name
        self._is_embedded = self.kind == "sqlite"
        self._watch: Optional[Watch] = None
        self._writing = asyncio.Lock()
        self._written = 0
        self._bringing_in: Optional[asyncio.Future[None]] = None
        if self._is_embedded:
            event.listen(self._engine, "connect", _prepare)

    def watch(self, watch: Watch) -> None:
        """Tell somebody of everything that is asked from now on."""
        self._watch = watch

    async def run(self, query: str, work: Callable[[Any], Found], *, writes: bool = False) -> Found:
        """Run statements in one transaction, all or none.

        Args:
            query: What they go by where they are timed.
            work: Runs them with a cursor; once more where the database was locked.
            writes: Whether they change anything.

        Raises:
            StoreUnavailable: The database did not answer.
        """
        began = time.perf_counter()
        try:
            if not self._is_embedded:
                found = await asyncio.to_thread(self.run_now, work, writes=writes)
            elif writes:
                async with self._writing:
                    found = await self._until_free(work, writes=True)
                self._bring_in()
            else:
                found = await self._until_free(work, writes=False)
        except StoreUnavailable as error:
            if self._watch is not None:
                self._watch.failed(query, error, time.perf_counter() - began)
            raise
        if self._watch is not None:
            self._watch.took(query, time.perf_counter() - began)
        return found

    def run_now(self, work: Callable[[Any], Found], *, writes: bool = False) -> Found:
        """The same, on this thread.

        Raises:
            Busy: The database is embedded, and somebody else is writing.
            StoreUnavailable: It did not answer.
        """
        try:
            with reporting_outages(self._engine):
                connection = self._engine.raw_connection()
                try:
                    return self._transaction(connection, work, writes=writes)
                finally:
                    # Takes back what was not committed.
                    connection.close()
        except StoreUnavailable as error:
            if _is_lock(error):
                raise Busy(str(error)) from error
            raise

    def _transaction(self, connection: Any, work: Callable[[Any], Found], *, writes: bool) -> Found:
        cursor = connection.cursor()
        if self._is_embedded and writes:
            cursor.execute("BEGIN IMMEDIATE")
        elif not self._is_embedded:
            # What only reads asks a server for no transaction, which costs two more ways there and back.
            connection.dbapi_connection.autocommit = not writes
        found = work(cursor)
        connection.commit()
        return found

    async def _until_free(self, work: Callable[[Any], Found], *, writes: bool) -> Found:
        deadline, pause = time.monotonic() + BUSY_TIMEOUT_SECONDS, _SOON
        while True:
            try:
                return self.run_now(work, writes=writes)
            except Busy:
                if time.monotonic() > deadline:
                    raise
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LATER)

    def _bring_in(self) -> None:
        self._written += 1
        if self._written >= _BROUGHT_IN_AFTER and (self._bringing_in is None or self._bringing_in.done()):
            self._written = 0
            self._bringing_in = asyncio.ensure_future(asyncio.to_thread(self._bring_in_now))

    def _bring_in_now(self) -> None:
        # Nobody waits for it, and what it leaves the next one takes.
        try:
            connection = self._engine.raw_connection()
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)", ())
            finally:
                connection.close()
        except Exception:  # noqa: BLE001  # whoever writes next is told what is wrong
            return


def _prepare(connection: Any, _record: object) -> None:
    # A power cut may take the last words of a conversation, and nobody waits for the disk.
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA wal_autocheckpoint = 0")


def _is_lock(error: StoreUnavailable) -> bool:
    """Whether a database was merely locked."""
    cause = getattr(error.__cause__, "orig", error.__cause__)
    return isinstance(cause, sqlite3.OperationalError) and "locked" in str(cause)
