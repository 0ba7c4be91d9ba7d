"""What the tests of the action server share: a migrated store, and one that holds the demo shop."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from own_postgresql import own_postgresql
from signed_in import NOW, records_of
from sqlalchemy.engine import Engine

from actions.demo.demo_data import demo_document
from actions.store.customer_records import CustomerRecords
from actions.store.engine import migrate, open_engine
from actions.store.exchange import import_document
from actions.store.return_store import ReturnStore
from actions.store.verifications import Verifications


@pytest.fixture
def now() -> datetime:
    """The instant at which the demo shop stands: Friday 16 October 2026, 10:30 in Madrid."""
    return NOW


@pytest.fixture(scope="session")
def empty_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated store's file, made once; each test gets a copy."""
    path = tmp_path_factory.mktemp("templates") / "empty.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def demo_template(empty_template: Path) -> Path:
    """The file of a store with the demo shop, made once; each test gets a copy."""
    path = empty_template.with_name("demo.db")
    shutil.copy(empty_template, path)
    engine = open_engine(f"sqlite:///{path}")
    import_document(engine, demo_document(NOW))
    engine.dispose()
    return path


@pytest.fixture
def engine(empty_template: Path, tmp_path: Path) -> Iterator[Engine]:
    """A migrated store with nothing in it."""
    yield from _copy(empty_template, tmp_path / "empty.db")


@pytest.fixture
def loaded_engine(demo_template: Path, tmp_path: Path) -> Iterator[Engine]:
    """A store that holds the demo shop as of `now`."""
    yield from _copy(demo_template, tmp_path / "demo.db")


@pytest.fixture
def store(loaded_engine: Engine) -> ReturnStore:
    """The demo shop's return store."""
    return ReturnStore(loaded_engine)


@pytest.fixture
def records(loaded_engine: Engine) -> Callable[[str], CustomerRecords]:
    """What one of the demo shop's customers sees once the shop has vouched for them."""
    return lambda customer: records_of(loaded_engine, customer, NOW)


@pytest.fixture
def verifications(loaded_engine: Engine) -> Verifications:
    """Who has proven to be which of the demo shop's customers; nobody yet."""
    return Verifications(loaded_engine)


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


def _copy(template: Path, path: Path) -> Iterator[Engine]:
    """Opens a copy of a store's file, and lets go of it when the test is over."""
    shutil.copy(template, path)
    engine = open_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()
