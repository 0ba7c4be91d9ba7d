"""purge, forget and export as someone at a terminal uses them."""

from __future__ import annotations

import json
import re
import sys
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from actions.demo.demo_data import demo_document
from actions.store.import_export.exchange import export_document, import_document
from actions.store.proof.verifications import remember_link
from actions.store.wishes_to_forget import WishesToForget
from core.conversations.address import conversations_url
from core.conversations.conversations import open_conversations
from core.conversations.turn_records import NewEvent
from core.database.engine import open_engine
from core.database.sessions import writing
from core.identifiers import session_key
from core.settings import load_settings
from returndesk.cli.command import app, main

NOW = datetime.now(timezone.utc)
ANA = "demo-ana"


@pytest.fixture
def desk(tmp_path, new_database, monkeypatch):
    """A store with the demo shop in which Ana talked forty days ago and again today; returns a folder to write in."""
    url = new_database()
    engine = open_engine(url)
    import_document(engine, demo_document(datetime(2026, 10, 13, 10, tzinfo=timezone.utc)))
    conversations = open_conversations(conversations_url(load_settings(database_url=url)))
    conversations.create()
    for sender_id, at in (("web:old", NOW - timedelta(days=40)), ("web:new", NOW)):
        event = {"event": "user", "text": f"said in {sender_id}", "timestamp": at.timestamp()}
        conversations.append(sender_id, [NewEvent("user", at.timestamp(), None, None, json.dumps(event))], 0)
        with writing(engine) as session:
            remember_link(session, session_key(sender_id), ANA, at)
    monkeypatch.setenv("RETURNDESK_DATABASE_URL", url)
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


@pytest.fixture
def run(desk):
    """A function that runs a command, with an answer to what it may ask."""

    def run(*arguments, answer=""):
        return CliRunner().invoke(app, arguments, input=answer)

    return run


def _sender_ids(desk):
    with open_engine(conversations_url(load_settings())).connect() as connection:
        return connection.execute(text("select sender_id from conversations order by sender_id")).scalars().all()


def test_purge_says_what_would_go_and_deletes_nothing_on_a_dry_run(run, desk):
    said = run("purge", "--older-than", "30d", "--dry-run").output
    # The demo shop's label has a last day, which may lie before that.
    assert re.search(r"1 conversation, (1 row of return_labels, )?1 row of conversation_links", said)
    assert _sender_ids(desk) == ["web:new", "web:old"]


def test_purge_asks_first(run, desk):
    done = run("purge", "--older-than", "30d", answer="n\n")
    assert "Nothing was deleted" in done.output
    assert _sender_ids(desk) == ["web:new", "web:old"]
    assert run("purge", "--older-than", "30d", answer="y\n").exit_code == 0
    assert _sender_ids(desk) == ["web:new"]


def test_purge_again_deletes_nothing_and_is_no_mistake(run):
    run("purge", "--older-than", "4w", "--yes")
    done = run("purge", "--older-than", "4w", "--yes")
    assert (done.exit_code, "nothing" in done.output) == (0, True)


@pytest.mark.parametrize("age", ["30", "d", "0d", "-3d", "thirty days", "30m", "999999d"])
def test_an_age_that_is_none_is_refused_with_an_example(desk, monkeypatch, capsys, age):
    monkeypatch.setattr(sys, "argv", ["returndesk", "purge", f"--older-than={age}", "--yes"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert "12h, 30d, 4w" in capsys.readouterr().err
    assert _sender_ids(desk) == ["web:new", "web:old"]


def test_where_nobody_can_be_asked_nothing_is_deleted_and_the_option_is_named(desk, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["returndesk", "forget", "--customer", ANA])
    monkeypatch.setattr(sys, "stdin", open("/dev/null", encoding="utf-8"))  # noqa: SIM115, PTH123
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert "--yes" in capsys.readouterr().err
    assert _sender_ids(desk) == ["web:new", "web:old"]


def test_forget_deletes_conversations_and_address_and_says_what_stays(run, desk):
    address = json.loads(run("export", "--customer", ANA).output)["customers"][0]["email"]
    said = run("forget", "--customer", ANA, "--yes").output
    assert "2 conversations" in said
    assert "stay under a pseudonym" in said
    assert _sender_ids(desk) == []
    whole = run("export").output
    assert address not in whole
    assert ANA not in whole


def test_forget_again_finds_nothing(run):
    run("forget", "--customer", ANA, "--yes")
    done = run("forget", "--customer", ANA, "--yes")
    assert (done.exit_code, f"Nothing is held about customer {ANA}" in done.output) == (0, True)


def test_forget_asked_does_so_with_all_whom_the_shop_wants_forgotten(run, desk):
    assert "wants nobody forgotten" in run("forget", "--asked", "--yes").output
    wishes = WishesToForget(open_engine(load_settings().database_url))
    assert wishes.ask(["demo-emma", "nobody"], [], NOW) == 1
    assert wishes.ask([], ["ben@example.com"], NOW + timedelta(seconds=1)) == 1
    assert "Would delete" in run("forget", "--asked", "--dry-run").output
    assert wishes.asked() == ["demo-emma", "demo-ben"]
    said = run("forget", "--asked", "--yes").output
    assert said.index("Customer demo-emma") < said.index("Customer demo-ben")
    assert wishes.asked() == []
    left = {each["email"] for each in export_document(open_engine(load_settings().database_url))["customers"]}
    assert not left & {"emma@example.com", "ben@example.com"}
    assert "ana@example.com" in left


@pytest.mark.parametrize("options", [[], ["--customer", ANA, "--asked"]])
def test_forget_has_to_be_told_whom(run, desk, options):
    done = run("forget", *options, "--yes")
    assert done.exit_code != 0
    assert "--asked" in str(done.exception)


def test_forget_changes_nothing_on_a_dry_run(run, desk):
    before = run("export").output
    assert "Would delete 2 conversations" in run("forget", "--customer", ANA, "--dry-run").output
    assert run("export").output == before
    assert _sender_ids(desk) == ["web:new", "web:old"]


def test_one_customers_export_holds_records_and_conversations(run, desk):
    run("export", str(desk / "ana.json"), "--customer", ANA)
    found = json.loads((desk / "ana.json").read_text(encoding="utf-8"))
    assert [customer["id"] for customer in found["customers"]] == [ANA]
    assert [each["messages"][0]["text"] for each in found["conversations"]] == ["said in web:new", "said in web:old"]


def test_a_customer_nobody_knows_can_not_be_exported(desk, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["returndesk", "export", "--customer", "C-unknown"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert "C-unknown" in capsys.readouterr().err


@pytest.mark.embedded("other databases are made by their server's owner")
@pytest.mark.parametrize("command", [("purge", "--older-than", "1d"), ("forget", "--customer", ANA)])
def test_no_command_makes_a_store_where_there_is_none(tmp_path, monkeypatch, capsys, command):
    monkeypatch.setenv("RETURNDESK_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    monkeypatch.setattr(sys, "argv", ["returndesk", *command, "--yes"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert "there is no store at" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
