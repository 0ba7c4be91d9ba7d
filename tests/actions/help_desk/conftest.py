"""Tickets in an empty store, and a clock for the outbox that moves when a test says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from own_postgresql import own_postgresql
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
    with own_postgresql(tmp_path_factory.mktemp("postgresql")) as url:
        yield url


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
