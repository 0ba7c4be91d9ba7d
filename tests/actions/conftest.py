"""What the tests of the action server share: a migrated store, and one that holds the demo shop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import pytest
from databases import EITHER_KIND, Databases, Files, OnServices, copied
from signed_in import NOW, records_of
from sqlalchemy.engine import Engine

from actions.demo.demo_data import demo_document
from actions.store.customer_records import CustomerRecords
from actions.store.engine import migrate
from actions.store.import_export.exchange import import_document
from actions.store.proof.verifications import Verifications
from actions.store.return_store import ReturnStore
from core.database.engine import open_engine


@pytest.fixture
def now() -> datetime:
    """The instant at which the demo shop stands: Friday 16 October 2026, 10:30 in Madrid."""
    return NOW


@pytest.fixture(scope="session")
def empty_template(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a migrated store, made once; each test gets a copy."""
    url = databases.new(tmp_path_factory.mktemp("templates"), "empty.db")
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()
    return url


@pytest.fixture(scope="session")
def demo_template(databases: Databases, empty_template: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a store with the demo shop, made once; each test gets a copy."""
    url = databases.copy(empty_template, tmp_path_factory.mktemp("templates"), "demo.db")
    engine = open_engine(url)
    import_document(engine, demo_document(NOW))
    engine.dispose()
    return url


@pytest.fixture
def engine(databases: Databases, empty_template: str, tmp_path: Path) -> Iterator[Engine]:
    """A migrated store with nothing in it."""
    with copied(databases, empty_template, tmp_path, "empty.db") as engine:
        yield engine


@pytest.fixture
def loaded_engine(databases: Databases, demo_template: str, tmp_path: Path) -> Iterator[Engine]:
    """A store that holds the demo shop as of `now`."""
    with copied(databases, demo_template, tmp_path, "demo.db") as engine:
        yield engine


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


@pytest.fixture(params=EITHER_KIND)
def shared_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database that several processes may open, of either kind wherever the suite runs."""
    with ExitStack() as stack:
        databases: Databases = Files()
        if request.param == "postgresql":
            databases = OnServices(request.getfixturevalue("postgresql"), stack)
        url = databases.new(tmp_path, "shared.db")
        engine = open_engine(url)
        migrate(engine)
        engine.dispose()
        yield url
        databases.drop(url)
