"""What the bot says of itself while what it needs goes away and comes back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from databases import Databases
from health_desk import own_actions, own_bot
from health_process import Asked, until
from running_desk import Desk

from returndesk.process.ports import free_ports

#: Stands for what no answer may hold.
PASSWORD = "the-password-of-the-database"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files of these tests go."""
    return tmp_path_factory.mktemp("health")


@pytest.fixture(scope="module")
def actions_port() -> int:
    """Where the action server is, when it is there."""
    return free_ports(1)[0]


@pytest.fixture(scope="module")
def lonely_bot(folder: Path, actions_port: int, shared_settings: dict[str, str]) -> Iterator[Asked]:
    """A bot whose action server is not there unless a test starts it."""
    (port,) = free_ports(1)
    settings = {"RETURNDESK_CONVERSATIONS_URL": f"sqlite:///{folder / 'conversations.db'}"}
    with own_bot(port, actions_port, folder, settings) as bot:
        yield bot


def test_a_bot_with_all_it_needs_is_ready(desk: Desk, databases: Databases) -> None:
    bot = Asked(None, desk.url, desk.log)  # type: ignore[arg-type]  # nobody ends it here
    of_actions = ("action server", "redis") if databases.served else ("return store", "migrations")
    needed = ("model", "understanding", "conversations", *of_actions)
    assert bot.get("/readyz").json() == {"ready": True, "checks": {name: {"ok": True} for name in needed}}


def test_it_is_well_but_not_ready_while_the_action_server_is_stopped(
    lonely_bot: Asked, folder: Path, actions_port: int
) -> None:
    assert lonely_bot.get("/healthz").json() == {"status": "ok"}
    assert lonely_bot.get("/readyz").status_code == 503
    assert lonely_bot.check("action server") == {"ok": False, "why": "it does not answer"}
    store = {"RETURNDESK_DATABASE_URL": f"sqlite:///{folder / 'not_there.db'}"}
    with own_actions(actions_port, folder, store) as actions:
        until(lonely_bot.is_ready)
        # Its own store is its own affair.
        assert not actions.is_ready()
    until(lambda: not lonely_bot.is_ready())


def test_conversations_that_vanished_make_it_unready_until_they_are_back(lonely_bot: Asked, folder: Path) -> None:
    file = folder / "conversations.db"
    until(lambda: lonely_bot.check("conversations")["ok"])
    file.rename(folder / "elsewhere.db")
    until(lambda: lonely_bot.check("conversations") == {"ok": False, "why": "its file is gone"})
    assert not file.exists()
    (folder / "elsewhere.db").rename(file)
    until(lambda: lonely_bot.check("conversations")["ok"])


def test_conversations_without_tables_make_it_unready(lonely_bot: Asked, folder: Path) -> None:
    with closing(sqlite3.connect(folder / "conversations.db")) as database:
        database.execute("ALTER TABLE conversations RENAME TO taken_away")
        until(lambda: lonely_bot.check("conversations") == {"ok": False, "why": "it has no tables"})
        database.execute("ALTER TABLE taken_away RENAME TO conversations")
    until(lambda: lonely_bot.check("conversations")["ok"])


def test_redis_is_asked_where_it_is_named(folder: Path, actions_port: int, shared_settings: dict[str, str]) -> None:
    port, nobody = free_ports(2)
    settings = {
        "RETURNDESK_CONVERSATIONS_URL": f"postgresql://desk:{PASSWORD}@127.0.0.1:{nobody}/conversations",
        "RETURNDESK_REDIS_URL": f"redis://:{PASSWORD}@127.0.0.1:{nobody}/0",
    }
    with own_bot(port, actions_port, folder, settings) as bot:
        answer = bot.get("/readyz")
    checks = answer.json()["checks"]
    assert checks["redis"] == {"ok": False, "why": "it does not answer"}
    assert checks["conversations"] == {"ok": False, "why": "the database does not answer"}
    assert PASSWORD not in answer.text
    assert str(nobody) not in answer.text
