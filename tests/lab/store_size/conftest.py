"""A made-up shop in a store of each kind."""

from __future__ import annotations

import pytest
from own_postgresql import own_postgresql

from actions.demo.demo_data import demo_document
from actions.store.engine import migrate
from actions.store.import_export.exchange import import_document
from bot.channels.mailbox import Mailbox
from core.conversations.conversations import Conversations
from core.database.engine import open_engine
from lab.store_size.fill import fill
from lab.store_size.shop import NOW, Shop


@pytest.fixture(scope="session")
def small_shop():
    return Shop(10_000, talked_about=2)


@pytest.fixture(scope="session")
def filled_url(small_shop, tmp_path_factory):
    """A PostgreSQL store that holds the small shop."""
    with own_postgresql(tmp_path_factory.mktemp("filled")) as url:
        engine = open_engine(url)
        fill(engine, small_shop, lambda told: None)
        engine.dispose()
        yield url


@pytest.fixture
def filled(filled_url):
    engine = open_engine(filled_url)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_desk(tmp_path):
    """An SQLite store that holds the demo shop, with every table there is."""
    engine = open_engine(f"sqlite:///{tmp_path / 'desk.db'}")
    migrate(engine)
    import_document(engine, demo_document(NOW))
    Conversations(engine).create()
    Mailbox(engine, "telegram", "size").open()
    yield engine
    engine.dispose()
