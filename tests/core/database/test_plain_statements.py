"""Statements that go past SQLAlchemy: all or none, in their order, and never waiting on the event loop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Connection

from core.database.engine import make_file, open_engine
from core.database.errors import StoreUnavailable
from core.database.plain_statements import PlainStatements
from core.database.sessions import WRITES, writing


@pytest.fixture
def url(new_database: Callable[..., str]) -> str:
    made = new_database("plain.db")
    engine = open_engine(made)
    make_file(engine)
    with writing(engine) as session:
        session.execute(text("CREATE TABLE lines (id INTEGER PRIMARY KEY, line VARCHAR(20))"))
    return made


@pytest.fixture
def somebody_else(url: str) -> Iterator[Connection]:
    """Another connection, which holds the right to write."""
    with open_engine(url).execution_options(**{WRITES: True}).connect() as connection:
        connection.execute(text("SELECT 1"))
        yield connection


def _write(number: int) -> Callable[[Any], None]:
    return lambda cursor: cursor.execute(f"INSERT INTO lines VALUES ({number}, 'line')")  # noqa: S608  # a number


def _read(cursor: Any) -> list[int]:
    cursor.execute("SELECT id FROM lines ORDER BY id")
    return [number for (number,) in cursor.fetchall()]


async def test_what_was_written_is_read(url):
    statements = PlainStatements(url)
    await statements.run("lines.write", _write(1), writes=True)
    assert await PlainStatements(url).run("lines.read", _read) == [1]


async def test_what_fails_halfway_leaves_nothing(url):
    statements = PlainStatements(url)

    def fails(cursor: Any) -> None:
        _write(1)(cursor)
        raise LookupError

    with pytest.raises(LookupError):
        await statements.run("lines.write", fails, writes=True)
    await statements.run("lines.write", _write(2), writes=True)
    assert await statements.run("lines.read", _read) == [2]


async def test_a_failing_statement_is_an_outage_that_tells_no_values(url):
    statements = PlainStatements(url)
    await statements.run("lines.write", _write(1), writes=True)
    with pytest.raises(StoreUnavailable) as raised:
        await statements.run("lines.write", lambda cursor: _write(1)(cursor), writes=True)
    assert "(1, line)" not in str(raised.value)
    assert await statements.run("lines.read", _read) == [1]


@pytest.mark.embedded("a server's database waits by itself")
async def test_the_loop_goes_on_while_somebody_else_writes_and_those_who_wait_keep_their_order(url, somebody_else):
    statements, done = PlainStatements(url), []

    async def write(number: int) -> None:
        await statements.run("lines.write", _write(number), writes=True)
        done.append(number)

    waiting = [asyncio.create_task(write(number)) for number in range(1, 20)]
    began = time.perf_counter()
    for _ in range(20):
        await asyncio.sleep(0.001)
    assert time.perf_counter() - began < 2
    assert done == []
    assert await statements.run("lines.read", _read) == []
    somebody_else.rollback()
    await asyncio.gather(*waiting)
    assert done == list(range(1, 20))


@pytest.mark.embedded("a server's database waits by itself")
async def test_whoever_waits_too_long_gives_up(url, somebody_else, monkeypatch):
    monkeypatch.setattr("core.database.plain_statements.BUSY_TIMEOUT_SECONDS", 0.05)
    with pytest.raises(StoreUnavailable, match="locked"):
        await PlainStatements(url).run("lines.write", _write(1), writes=True)


@pytest.mark.embedded("about a file beside the database")
async def test_the_log_beside_the_file_does_not_grow_without_end(url, tmp_path):
    statements = PlainStatements(url)
    log = next(tmp_path.rglob("plain.db")).with_name("plain.db-wal")
    sizes = []
    for number in range(1, 1001):
        await statements.run("lines.write", _write(number), writes=True)
        if statements._bringing_in is not None:
            await statements._bringing_in
        sizes.append(log.stat().st_size)
    assert max(sizes) < 2 * sizes[200]


async def test_it_is_told_what_was_asked_and_what_failed(url):
    told: list[tuple[str, ...]] = []

    class Noted:
        def took(self, query: str, seconds: float) -> None:
            told.append(("took", query))

        def failed(self, query: str, error: BaseException, seconds: float) -> None:
            told.append(("failed", query, type(error).__name__))

    statements = PlainStatements(url)
    statements.watch(Noted())
    await statements.run("lines.read", _read)
    with pytest.raises(StoreUnavailable):
        await statements.run("lines.bad", lambda cursor: cursor.execute("SELECT nothing FROM nowhere"))
    assert told == [("took", "lines.read"), ("failed", "lines.bad", "StoreUnavailable")]
