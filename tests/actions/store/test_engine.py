"""The database itself: its schema, what it refuses, and what happens while it is away."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from signed_in import records_of
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError

import actions.store
from actions.store.engine import migrate, run_migrations
from actions.store.import_export.exchange import export_text
from actions.store.proof.verifications import Verifications
from actions.store.return_store import ReturnStore
from actions.store.tables.shop import Base
from core.database.engine import make_file, open_engine
from core.database.errors import StoreUnavailable
from core.database.sessions import reading, writing_connection
from policy.model import EventType, ReturnEvent

NOBODY_LISTENS = "postgresql://desk:s3cret-word@127.0.0.1:1/returns"


def test_the_migrations_make_the_tables_that_the_program_uses(engine):
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_migrating_again_changes_nothing(loaded_engine):
    before = export_text(loaded_engine)
    migrate(loaded_engine)
    assert export_text(loaded_engine) == before


def test_the_schema_can_be_taken_down_and_built_again(loaded_engine, now):
    with writing_connection(loaded_engine) as connection:
        run_migrations(connection, "base")
    assert inspect(loaded_engine).get_table_names() == ["alembic_version"]
    migrate(loaded_engine)
    assert records_of(loaded_engine, "demo-ana", now).returns() == ()


def test_several_processes_may_migrate_at_once(new_database):
    failures, url = [], new_database()

    def run():
        try:
            migrate(open_engine(url))
        except Exception as error:  # noqa: BLE001  # whatever it is, the test shows it
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_database_of_a_newer_program_is_left_alone(engine):
    with writing_connection(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreUnavailable, match="made by another version of this program"):
        migrate(engine)


CHANGES_OF_EVENTS = [
    "UPDATE return_events SET type = 'approved'",
    "UPDATE return_events SET at = '2026-01-01 00:00:00.000000' WHERE seq = 1",
    "DELETE FROM return_events WHERE seq = 1",
    "DELETE FROM return_events",
    # How each database replaces or removes rows without deleting them.
    pytest.param(
        "REPLACE INTO return_events (seq, return_key, type, at) VALUES (1, 'R1001', 'approved', '2026-01-01')",
        marks=pytest.mark.embedded("PostgreSQL has no REPLACE"),
    ),
]


@pytest.mark.parametrize("statement", CHANGES_OF_EVENTS)
def test_the_database_refuses_to_change_recorded_events(loaded_engine, statement):
    before = export_text(loaded_engine)
    with pytest.raises(IntegrityError, match="return events are append-only"), loaded_engine.begin() as connection:
        connection.execute(text(statement))
    assert export_text(loaded_engine) == before


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO return_events (return_key, type, at) VALUES ('R9999', 'approved', '2026-01-01')",
        "INSERT INTO return_items (return_key, position, order_key, item_id) "
        "VALUES ('R1001', 5, '8120034500012345', 'I9')",
        "DELETE FROM customers WHERE id = 'demo-ana'",
    ],
)
def test_the_database_refuses_dangling_references(loaded_engine, statement):
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"), loaded_engine.begin() as connection:
        connection.execute(text(statement))


def test_sqlite_writes_ahead_so_that_readers_and_a_writer_do_not_wait_for_each_other(
    store, records, loaded_engine, now
):
    with reading(loaded_engine) as session:
        session.execute(text("SELECT count(*) FROM return_events")).scalar_one()
        store.append_event("R1001", ReturnEvent(EventType.CARRIER_SCAN, now))
    assert records("demo-ana").return_request("R1001").events[-1].at == now


def test_threads_that_write_at_once_all_get_their_turn(store, records, now):
    def report(hour):
        store.append_event("R1001", ReturnEvent(EventType.CARRIER_SCAN, now + timedelta(hours=hour)))

    before = len(records("demo-ana").return_request("R1001").events)
    threads = [threading.Thread(target=report, args=(hour,)) for hour in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(records("demo-ana").return_request("R1001").events) == before + 12


@pytest.mark.parametrize(
    "call",
    [
        lambda engine, now: ReturnStore(engine).of_session("session", now).customer(),
        lambda engine, now: ReturnStore(engine).of_session("session", now).order("8120034500012345"),
        lambda engine, now: ReturnStore(engine).of_session("session", now).orders(),
        lambda engine, now: ReturnStore(engine).of_session("session", now).return_request("R1001"),
        lambda engine, now: ReturnStore(engine).of_session("session", now).returns(),
        lambda engine, now: ReturnStore(engine).of_session("session", now).returns_of_order("8120034500012345"),
        lambda engine, now: ReturnStore(engine).append_event("R1001", ReturnEvent(EventType.APPROVED, now)),
        lambda engine, now: Verifications(engine).prove("session", "R1001", "a@b.example", now),
        lambda engine, now: Verifications(engine).sign_in("session", "C1", None, now, now),
        lambda engine, now: Verifications(engine).verified("session", now),
        lambda engine, now: Verifications(engine).forget("session"),
        lambda engine, now: Verifications(engine).purge(now),
        lambda engine, now: export_text(engine),
        lambda engine, now: migrate(engine),
    ],
)
def test_a_database_that_is_down_is_reported_by_place_and_without_secrets(call, now):
    with pytest.raises(StoreUnavailable) as failure:
        call(open_engine(NOBODY_LISTENS), now)
    message = str(failure.value)
    assert message.startswith("the return store at postgresql://127.0.0.1:1/returns is not available: ")
    assert "s3cret-word" not in message
    assert "\n" not in message


def test_a_store_that_was_never_migrated_is_not_available(new_database, now):
    engine = open_engine(new_database())
    make_file(engine)
    with pytest.raises(StoreUnavailable, match=r"no such table|does not exist"):
        ReturnStore(engine).of_session("session", now).customer()


@pytest.mark.embedded("about a file")
def test_a_file_that_is_gone_is_not_made_anew_and_its_connections_are_not_used_on(loaded_engine, now):
    file = Path(loaded_engine.url.database)
    store = ReturnStore(loaded_engine)
    store.of_session("session", now).customer()
    file.rename(file.with_suffix(".elsewhere"))
    with pytest.raises(StoreUnavailable, match="there is no such file"):
        store.of_session("session", now).customer()
    assert not file.exists()
    file.with_suffix(".elsewhere").rename(file)
    assert store.of_session("session", now).customer() is None


@pytest.mark.embedded("about a file")
def test_a_file_that_was_replaced_is_opened_anew(loaded_engine, empty_template):
    count = "SELECT count(*) FROM customers"
    with loaded_engine.connect() as connection:
        assert connection.exec_driver_sql(count).scalar() > 0
    Path(loaded_engine.url.database).unlink()
    shutil.copy(make_url(empty_template).database, loaded_engine.url.database)
    with loaded_engine.connect() as connection:
        assert connection.exec_driver_sql(count).scalar() == 0


@pytest.mark.embedded("about a file")
def test_a_file_that_is_no_database_is_not_available(tmp_path):
    file = tmp_path / "store.db"
    file.write_text("once upon a time " * 100)
    with pytest.raises(StoreUnavailable, match="file is not a database"):
        migrate(open_engine(f"sqlite:///{file}"))


@pytest.mark.embedded("about a file")
def test_a_folder_that_cannot_be_made_is_reported(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreUnavailable, match=r"file/store\.db is not available"):
        migrate(open_engine(f"sqlite:///{tmp_path / 'file' / 'store.db'}"))


@pytest.mark.embedded("only SQLite lets one writer lock the whole database")
def test_a_locked_database_is_reported_and_works_again_afterwards(loaded_engine, now):
    impatient = create_engine(loaded_engine.url, future=True, connect_args={"timeout": 0.01})
    lock = sqlite3.connect(loaded_engine.url.database, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="database is locked"):
        ReturnStore(impatient).append_event("R1001", ReturnEvent(EventType.CARRIER_SCAN, now))
    lock.execute("ROLLBACK")
    lock.close()
    ReturnStore(impatient).append_event("R1001", ReturnEvent(EventType.CARRIER_SCAN, now))
    impatient.dispose()


def test_an_error_of_the_database_shows_no_values(loaded_engine):
    with pytest.raises(DBAPIError) as failure, loaded_engine.begin() as connection:
        connection.execute(text("INSERT INTO customers (id, email) VALUES (:id, :email)"), {"id": "C1", "email": "a@b"})
    assert "a@b" not in str(failure.value)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("s3cret-word", "the database address cannot be read"),
        ("postgresql://desk:s3cret-word@host:port/returns", "the database address cannot be read"),
        ("mysql://desk:s3cret-word@host/returns", "the database address begins with mysql"),
        ("sqlite://", "the database address names no file"),
        ("", "the database address cannot be read"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_repeating_it(url, reason):
    with pytest.raises(ValueError, match=reason) as failure:
        open_engine(url)
    assert "s3cret-word" not in str(failure.value)


def test_the_short_form_of_hosting_services_means_postgresql():
    assert open_engine("postgres://desk@host/returns").dialect.name == "postgresql"


def test_on_postgresql_the_migration_guards_events_with_triggers(tmp_path, capsys):
    folder = Path(actions.store.__file__).parent / "migrations"
    with (tmp_path / "schema.sql").open("w") as output:
        config = Config(output_buffer=output)
        config.set_main_option("script_location", str(folder))
        config.attributes["dialect"] = "postgresql"
        command.upgrade(config, "head", sql=True)
    schema = (tmp_path / "schema.sql").read_text()
    assert "BEFORE UPDATE OR DELETE ON return_events" in schema
    assert "BEFORE TRUNCATE ON return_events" in schema
    assert "TIMESTAMP WITH TIME ZONE" in schema
