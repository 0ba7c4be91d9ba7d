"""A database on a disk without room can be read and takes nothing in: that is not ready, and it is said why."""

from __future__ import annotations

import shutil
from collections import namedtuple
from pathlib import Path

import pytest
from sqlalchemy import text

from core.database.engine import open_engine
from core.database.sessions import writing_connection
from core.health.checks import LEAST_FREE, NotReady, tables_check

_Usage = namedtuple("_Usage", "total used free")

pytestmark = pytest.mark.embedded("these are SQLite's own files")


@pytest.fixture
def check(tmp_path: Path):
    """The check of a database with the table that it needs."""
    (tmp_path / "some.db").touch()
    engine = open_engine(f"sqlite:///{tmp_path}/some.db")
    with writing_connection(engine) as connection:
        connection.execute(text("CREATE TABLE kept (id INTEGER)"))
    yield tables_check("conversations", engine, ("kept",))
    engine.dispose()


def test_a_full_disk_is_told(check, monkeypatch):
    check.ask()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Usage(10**9, 10**9, LEAST_FREE - 1))
    with pytest.raises(NotReady, match="its disk is full"):
        check.ask()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Usage(10**9, 0, LEAST_FREE))
    check.ask()


def test_a_vanished_file_is_told(check, tmp_path: Path):
    (tmp_path / "some.db").rename(tmp_path / "elsewhere.db")
    with pytest.raises(NotReady, match="its file is gone"):
        check.ask()
