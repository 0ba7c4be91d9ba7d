"""What the action server says of itself while its store goes away and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from health_process import Asked, asked, until
from sqlalchemy import create_engine

from actions.store.engine import migrate
from core.database.engine import open_engine
from lab.testbed.postgresql import PostgreSQL, own_postgresql
from lab.testbed.programs import MissingServer
from returndesk.process.ports import free_ports

pytestmark = pytest.mark.embedded("it takes a file away and stops a PostgreSQL server of its own in any case")

SECRET = "what-the-bot-shows-the-actions-of-this-test"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The file of a migrated store."""
    file = tmp_path / "store.db"
    engine = open_engine(f"sqlite:///{file}")
    migrate(engine)
    engine.dispose()
    return file


@pytest.fixture
def server(store: Path, tmp_path: Path) -> Iterator[Asked]:
    """An action server on it, which the bot alone may use."""
    (port,) = free_ports(1)
    settings = {"RETURNDESK_DATABASE_URL": f"sqlite:///{store}", "RETURNDESK_ACTIONS_SECRET": SECRET}
    with asked(["-m", "actions.server.app", "--port", str(port)], port, tmp_path / "log", settings) as running:
        yield running


def test_whoever_asks_needs_no_secret(server: Asked) -> None:
    assert server.get("/healthz").json() == {"status": "ok"}
    answer = server.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "checks": {"return store": {"ok": True}, "migrations": {"ok": True}}}


def test_a_store_that_vanished_makes_it_unready_until_it_is_back(server: Asked, store: Path) -> None:
    assert server.is_ready()
    store.rename(store.with_suffix(".elsewhere"))
    until(lambda: not server.is_ready())
    assert server.check("return store") == {"ok": False, "why": "its file is gone"}
    assert server.get("/healthz").ok
    store.with_suffix(".elsewhere").rename(store)
    until(server.is_ready)


def test_a_newer_schema_leaves_it_ready_and_an_older_one_does_not(server: Asked, store: Path) -> None:
    engine = create_engine(f"sqlite:///{store}")

    def pretend(revision: str) -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (revision,))

    pretend("0001")
    until(lambda: not server.is_ready())
    assert server.check("return store")["ok"]
    assert "run `returndesk migrate`" in server.check("migrations")["why"]
    pretend("9998")
    until(server.is_ready)
    engine.dispose()


@pytest.fixture
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgreSQL]:
    """A PostgreSQL server that holds a migrated store."""
    try:
        with own_postgresql(tmp_path_factory.mktemp("postgresql")) as server:
            engine = open_engine(server.url)
            migrate(engine)
            engine.dispose()
            yield server
    except MissingServer as error:
        pytest.skip(str(error))


def test_postgresql_that_stops_makes_it_unready_until_it_is_back(postgresql: PostgreSQL, tmp_path: Path) -> None:
    (port,) = free_ports(1)
    settings = {"RETURNDESK_DATABASE_URL": postgresql.url}
    with asked(["-m", "actions.server.app", "--port", str(port)], port, tmp_path / "log", settings) as server:
        until(server.is_ready)
        postgresql.stop()
        until(lambda: not server.is_ready())
        assert server.check("return store") == {"ok": False, "why": "the database does not answer"}
        assert server.get("/healthz").ok
        postgresql.start()
        until(server.is_ready)
