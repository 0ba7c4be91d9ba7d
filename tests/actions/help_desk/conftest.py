"""Tickets in an empty store, and a clock for the outbox that moves when a test says so."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import psycopg2
import pytest
from sqlalchemy.engine import Engine

from actions.help_desk.outbox import Outbox
from actions.help_desk.ticket import TicketContent
from actions.help_desk.tickets import Tickets
from actions.store.engine import migrate, open_engine


@dataclass
class MovingClock:
    """A clock that stands still until it is moved."""

    instant: datetime

    def now(self) -> datetime:
        return self.instant

    def forward(self, span: timedelta) -> None:
        self.instant += span


@pytest.fixture
def clock(now: datetime) -> MovingClock:
    return MovingClock(now)


@pytest.fixture
def tickets(engine: Engine) -> Tickets:
    """Tickets that go to an outside help desk."""
    return Tickets(engine, "zendesk")


@pytest.fixture
def outbox(engine: Engine, clock: MovingClock) -> Outbox:
    return Outbox(engine, clock)


@pytest.fixture
def content() -> TicketContent:
    return TicketContent(customer_id="demo-ana", email="ana@example.com", return_number="R1001")


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of the suite's own on loopback; without its programs the test is skipped."""
    programs = _postgresql_programs()
    if programs is None:
        pytest.skip("PostgreSQL's initdb and postgres are not installed")
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        pytest.skip("PostgreSQL refuses to run as root")
    folder = tmp_path_factory.mktemp("postgresql")
    as_user = []
    if os.geteuid() == 0:
        as_user = ["runuser", "-u", "nobody", "--"]
        for place in (folder, *folder.parents):
            if place == Path("/tmp"):  # noqa: S108
                break
            place.chmod(0o755)
        shutil.chown(folder, "nobody")
    data = folder / "data"
    initdb = [*as_user, str(programs / "initdb"), "-D", str(data), "-U", "desk", "-A", "trust", "-N", "-E", "UTF8"]
    subprocess.run(initdb, check=True, capture_output=True, timeout=120)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["-D", str(data), "-h", "127.0.0.1", "-p", str(port), "-k", "", "-F"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([*as_user, str(programs / "postgres"), *options], stdout=log, stderr=log)
    try:
        url = f"postgresql://desk@127.0.0.1:{port}/postgres"
        _wait_for(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(30)


def _postgresql_programs() -> Path | None:
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:

    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg2.connect(url, connect_timeout=1).close()
            return
        except psycopg2.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@pytest.fixture(params=["sqlite", "postgresql"])
def shared_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database that several processes may open, of either kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'shared.db'}"
        engine = open_engine(url)
        migrate(engine)
        engine.dispose()
        yield url
        return
    url = request.getfixturevalue("postgresql_url")
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    migrate(engine)
    engine.dispose()
    yield url
