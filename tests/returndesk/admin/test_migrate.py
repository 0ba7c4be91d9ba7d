"""`returndesk migrate`: what it makes, how long it waits, and several of it at once."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from own_postgresql import own_postgresql

from actions.store.engine import is_current
from core.database.engine import open_engine
from core.database.errors import StoreUnavailable
from core.settings import load_settings
from returndesk.admin.migrate import migrate_stores
from returndesk.failure import Failure

pytestmark = pytest.mark.embedded("begins with files that are not there, and brings its own PostgreSQL")


@pytest.fixture
def settings(tmp_path):
    """Both databases as files that are not there yet."""
    return load_settings(
        database_url=f"sqlite:///{tmp_path / 'store' / 'returns.db'}",
        conversations_url=f"sqlite:///{tmp_path / 'said' / 'conversations.db'}",
    )


def test_everything_that_the_desk_keeps_has_its_tables_afterwards(settings, progress, tmp_path):
    migrate_stores(settings, progress, wait=0)
    assert is_current(open_engine(settings.database_url))
    with sqlite3.connect(tmp_path / "said" / "conversations.db") as database:
        tables = {name for (name,) in database.execute("select name from sqlite_master where type = 'table'")}
    assert {"events", "conversations", "channel_inbox"} <= tables


def test_a_second_run_says_that_there_is_nothing_to_do(settings, progress, console):
    migrate_stores(settings, progress, wait=0)
    migrate_stores(settings, progress, wait=0)
    said = console.file.getvalue()
    assert said.index("was brought up to date") < said.index("returns.db is up to date")


def test_several_at_once_leave_one_database_up_to_date(progress, tmp_path):
    with own_postgresql(tmp_path) as url, ThreadPoolExecutor(4) as several:
        settings = load_settings(database_url=url, conversations_url=url)
        for run in [several.submit(migrate_stores, settings, progress, wait=5) for _ in range(4)]:
            run.result(timeout=60)
        assert is_current(open_engine(url))


def test_a_database_that_does_not_answer_in_time_is_named(progress, console, free_port):
    url = f"postgresql://desk:s3cret@127.0.0.1:{free_port()}/returns"
    settings = load_settings(database_url=url, conversations_url=url)
    with pytest.raises(StoreUnavailable, match="Connection refused"):
        migrate_stores(settings, progress, wait=0.2)
    assert "Waiting up to 0.2 s: the return store at postgresql://127.0.0.1:" in console.file.getvalue()
    assert "s3cret" not in console.file.getvalue()


def test_an_address_of_another_kind_is_refused(progress):
    settings = load_settings(database_url="mysql://host/name", conversations_url="mysql://host/name")
    with pytest.raises(Failure, match="begins with mysql"):
        migrate_stores(settings, progress, wait=0)
