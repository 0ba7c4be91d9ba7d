"""A return store and conversations for the daily report, of either kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from databases import EITHER_KIND
from report_turns import Teller
from sqlalchemy.engine import Engine

from actions.store.engine import migrate
from core.conversations.conversations import open_conversations
from core.database.engine import open_engine
from lab.testbed.postgresql import own_postgresql
from lab.testbed.programs import MissingServer


@dataclass(frozen=True)
class Kept:
    """Where a desk keeps what it knows.

    Args:
        url: The return store's and the conversations' database.
        engine: The same, opened.
        teller: Puts turns into it.
    """

    url: str
    engine: Engine
    teller: Teller


@pytest.fixture(scope="session")
def report_postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server; the test is skipped where its programs are missing."""
    try:
        with own_postgresql(tmp_path_factory.mktemp("postgresql")) as server:
            yield server.url
    except MissingServer as error:
        pytest.skip(str(error))


@pytest.fixture(params=EITHER_KIND)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kept]:
    """An empty, migrated store with empty conversations in the same database."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'desk.db'}"
    else:
        url = request.getfixturevalue("report_postgresql")
    engine = open_engine(url)
    if request.param == "postgresql":
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
    migrate(engine)
    conversations = open_conversations(url)
    conversations.create()
    yield Kept(url, engine, Teller(conversations))
    engine.dispose()
