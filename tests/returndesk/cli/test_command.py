"""The `returndesk` command as someone at a terminal uses it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import cached_property
from pathlib import Path

import pytest
from sqlalchemy import inspect

from actions.demo.demo_data import demo_document
from core.database.engine import open_engine
from returndesk.cli.command import main

DOCUMENT = demo_document(datetime(2026, 10, 13, 10, tzinfo=timezone.utc))
EVENTS = sum(len(entry["events"]) for entry in DOCUMENT["returns"])


@dataclass(frozen=True)
class Done:
    """How a command ended and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


class Terminal:
    """Runs the command in a folder of its own, in this process."""

    def __init__(
        self,
        folder: Path,
        new_database: Callable[..., str],
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        self.folder = folder
        self._new_database = new_database
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def run(self, *arguments: object, **variables: str) -> Done:
        code = 0
        with self._monkeypatch.context() as patch:
            patch.chdir(self.folder)
            patch.setattr(sys, "argv", ["returndesk", *map(str, arguments)])
            for name, value in {"NO_COLOR": "1", "COLUMNS": "200", **variables}.items():
                patch.setenv(name, value)
            try:
                main()
            except SystemExit as end:
                code = int(end.code or 0)
        written = self._capsys.readouterr()
        return Done(code, written.out, written.err)

    def write(self, name: str, document: object) -> Path:
        path = self.folder / name
        path.write_text(json.dumps(document), encoding="utf-8")
        return path

    @cached_property
    def store(self) -> str:
        """The address of a database in which nothing is."""
        return self._new_database()


@pytest.fixture
def terminal(tmp_path, new_database, monkeypatch, capsys):
    return Terminal(tmp_path, new_database, monkeypatch, capsys)


def test_a_file_is_imported_into_a_store_that_did_not_exist(terminal):
    done = terminal.run("import", terminal.write("mine.json", DOCUMENT), "--database-url", terminal.store)
    assert (done.returncode, done.stderr) == (0, "")
    customers, orders, returns = (len(DOCUMENT[section]) for section in ("customers", "orders", "returns"))
    assert f"Imported {customers} customers, {orders} orders, {returns} returns and {EVENTS} events" in done.stdout
    assert "alembic_version" in inspect(open_engine(terminal.store)).get_table_names()


def test_what_was_imported_is_exported_and_imports_again_to_the_same_bytes(terminal, new_database):
    again = new_database("again.db")
    terminal.run("import", terminal.write("mine.json", DOCUMENT), "--database-url", terminal.store)
    assert terminal.run("export", "first.json", "--database-url", terminal.store).returncode == 0
    exported = (terminal.folder / "first.json").read_bytes()
    assert json.loads(exported) == DOCUMENT
    terminal.run("import", "first.json", "--database-url", again)
    assert terminal.run("export", "--database-url", again).stdout.encode() == exported


def test_an_update_says_what_is_new_and_a_dry_run_leaves_the_store_as_it_was(terminal):
    terminal.run("import", terminal.write("mine.json", DOCUMENT), "--database-url", terminal.store)
    later = json.loads(json.dumps(DOCUMENT))
    later["returns"][0]["events"].append({"type": "escalated", "at": "2026-10-13T09:59:00Z"})
    update = ("import", terminal.write("later.json", later), "--update", "--database-url", terminal.store)
    dry = terminal.run(*update, "--dry-run")
    assert (dry.returncode, dry.stderr) == (0, "")
    assert "returns[0] R1001: 1 more events" in dry.stdout
    assert "nothing was written" in dry.stdout
    assert json.loads(terminal.run("export", "--database-url", terminal.store).stdout) == DOCUMENT
    assert "1 new events" in terminal.run(*update).stdout
    assert json.loads(terminal.run("export", "--database-url", terminal.store).stdout) == later


@pytest.mark.embedded("other databases are made by their server's owner")
def test_a_dry_run_makes_no_store(terminal):
    done = terminal.run(
        "import", terminal.write("mine.json", DOCUMENT), "--dry-run", "--database-url", "sqlite:///here.db"
    )
    assert done.returncode == 0
    assert "Would import" in done.stdout
    assert not (terminal.folder / "here.db").exists()


def test_an_instant_that_is_none_is_refused_by_the_option_s_name(terminal):
    done = terminal.run("import", terminal.write("mine.json", DOCUMENT), "--as-of", "yesterday")
    assert done.returncode == 1
    assert "--as-of" in done.stderr


@pytest.mark.embedded("about paths of files")
def test_a_relative_sqlite_path_is_relative_to_where_the_command_runs(terminal):
    terminal.run("import", terminal.write("mine.json", DOCUMENT), "--database-url", "sqlite:///here.db")
    assert (terminal.folder / "here.db").exists()


def test_the_store_may_be_named_by_the_environment(terminal):
    done = terminal.run("import", terminal.write("mine.json", DOCUMENT), RETURNDESK_DATABASE_URL=terminal.store)
    assert done.returncode == 0
    assert json.loads(terminal.run("export", "--database-url", terminal.store).stdout) == DOCUMENT


def test_a_broken_file_is_refused_in_one_line_that_names_the_record(terminal):
    broken = {**DOCUMENT, "returns": [{**DOCUMENT["returns"][0], "order": "8120034500019999"}]}
    done = terminal.run("import", terminal.write("broken.json", broken), "--database-url", terminal.store)
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert "R1001" in done.stderr
    assert "8120034500019999" in done.stderr


def test_a_file_that_is_not_there_is_refused_by_name(terminal):
    done = terminal.run("import", "nothing.json", "--database-url", terminal.store)
    assert done.returncode == 1
    assert "nothing.json" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.embedded("other databases are made by their server's owner")
def test_exporting_a_store_that_does_not_exist_makes_none(terminal):
    done = terminal.run("export", "--database-url", terminal.store)
    assert (done.returncode, done.stdout) == (1, "")
    assert "there is no store at" in done.stderr
    assert not (terminal.folder / "store.db").exists()


@pytest.mark.parametrize("url", ["mysql://user:hidden@host/shop", "not an address", "oracle://user:hidden@host/x"])
def test_a_database_of_another_kind_is_refused_without_its_password(terminal, url):
    done = terminal.run("export", "--database-url", url)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "hidden" not in done.stderr


def test_an_export_that_can_not_be_written_says_so(terminal):
    terminal.run("import", terminal.write("mine.json", DOCUMENT), "--database-url", terminal.store)
    (terminal.folder / "file").touch()
    done = terminal.run("export", "file/out.json", "--database-url", terminal.store)
    assert done.returncode == 1
    assert "file/out.json can't be written" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--port", "http"), "--port"),
        (("--port", "70000"), "RETURNDESK_PORT"),
        (("--now", "yesterday"), "RETURNDESK_NOW"),
        (("--now", "2026-10-16T08:00:00"), "RETURNDESK_NOW"),
        (("--carrier-url", "correos"), "RETURNDESK_CARRIER_URL"),
        (("--allow-origin", "shop.example"), "shop.example"),
        (("--frozen",), "--frozen"),
    ],
)
def test_an_option_that_can_not_be_is_refused_by_name_before_anything_starts(terminal, arguments, said):
    done = terminal.run("up", "--model-dir", terminal.folder / "models", *arguments)
    assert done.returncode in (1, 2)
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (terminal.folder / "models").exists()


def test_the_clock_can_not_be_frozen_in_production(terminal):
    done = terminal.run("up", "--now", "2026-10-16T08:00:00Z", RETURNDESK_ENV="production")
    assert done.returncode == 1
    assert "can't be frozen in production" in done.stderr


def test_two_parts_on_one_port_are_refused_before_anything_starts(terminal, free_port):
    port = free_port()
    ports = ("--port", port, "--web-port", port, "--carrier-port", free_port(), "--actions-port", free_port())
    done = terminal.run("up", *ports, "--model-dir", terminal.folder / "models")
    assert done.returncode == 1
    assert f"port {port} is wanted by bot (--port) and by page (--web-port)" in done.stderr
    assert not (terminal.folder / "models").exists()


def test_every_command_is_listed_with_what_it_does():
    listed = subprocess.run(
        [sys.executable, "-m", "returndesk", "--help"], capture_output=True, text=True, timeout=120, check=True
    ).stdout
    for command in ("up", "train", "import", "export"):
        assert f" {command} " in listed


def test_help_shows_daily_commands_apart_from_the_operators_and_the_laboratorys(terminal: Terminal):
    written = terminal.run("--help").stdout
    places = [written.index(heading) for heading in ("Every day", "Running it", "Changing and measuring")]
    assert places == sorted(places) and "Commands" not in written
    daily, operator, laboratory = (
        written[start:end] for start, end in zip(places, [*places[1:], None], strict=True)
    )  # fmt: skip
    for part, names in (
        (daily, ("up", "tickets", "feedback", "report", "people", "rules")),
        (operator, ("serve", "doctor", "migrate", "import", "purge", "forget", "publish-model")),
        (laboratory, ("train", "learn", "converse", "evaluate", "new-topic")),
    ):
        shown = {line.strip("│ ").partition(" ")[0] for line in part.splitlines()}
        assert set(names) <= shown
