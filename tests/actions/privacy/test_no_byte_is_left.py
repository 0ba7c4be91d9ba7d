"""What was forgotten or purged is in no file of the state folder, looked at byte by byte."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import insert

from actions.demo.demo_data import demo_document
from actions.help_desk.ticket import Priority, TicketContent
from actions.help_desk.tickets import Tickets
from actions.privacy.access import everything_about
from actions.privacy.forgetting import forget, held_about
from actions.privacy.purging import outdated, purge
from actions.store.engine import migrate
from actions.store.import_export.exchange import import_document
from actions.store.proof.verifications import Verifications
from actions.store.tables.changes import WaitingChangeRow
from bot.channels.mailbox_tables import inbox, metadata, outbox
from core.conversations.conversations import open_conversations
from core.conversations.tables import set_aside
from core.conversations.turn_records import NewEvent
from core.database.engine import open_engine
from core.database.errors import StoreUnavailable
from core.database.sessions import writing_connection

NOW = datetime(2026, 10, 13, 10, tzinfo=timezone.utc)
ADDRESS = "ana@example.com"
#: What Ana said in chats of hers, and waits to be answered or told there.
WORDS = (
    *("a-violet-teapot-with-a-crack", "the-neighbour-has-it", "an-answer-under-way", "the-person-was-told"),
    *("only-her-number-was-typed", "it-waits-unread", "no-turn-could-answer", "this-was-to-be-sent"),
)
#: What others said, who typed what looks like hers.
OTHERS = ("ben-mistyped-a-number", "a-longer-number-is-another")

pytestmark = pytest.mark.embedded("these are SQLite's own files")


@pytest.fixture
def state(tmp_path):
    """Engine, conversations and folder of a desk that Ana talked to, on a messaging channel and without any proof."""
    store = open_engine(f"sqlite:///{tmp_path}/store.db")
    migrate(store)
    import_document(store, demo_document(NOW))
    conversations = open_conversations(f"sqlite:///{tmp_path}/conversations.db")
    conversations.create()
    at = (datetime.now(timezone.utc) - timedelta(days=40)).timestamp()
    for sender_id, text in (("telegram:7", WORDS[0]), ("web:nobody", f"I am {ADDRESS.title()}, {WORDS[1]}")):
        data = json.dumps({"event": "user", "text": text, "timestamp": at})
        conversations.append(sender_id, [NewEvent("user", at, None, None, data)], at)
    others = (("telegram:8", f"R1001? {OTHERS[0]}"), ("web:longer", f"R10019 and {OTHERS[1]}"))
    for sender_id, text in (("web:number", f"it is r 10-01, {WORDS[4]}"), *others):
        data = json.dumps({"event": "user", "text": text, "timestamp": at})
        conversations.append(sender_id, [NewEvent("user", at, None, None, data)], at)
    assert Verifications(store).prove("telegram:8", "R2001", "ben@example.com", NOW).verified
    assert Verifications(store).prove("telegram:7", "R1001", ADDRESS, NOW).verified
    content = TicketContent(customer_id="demo-ana", email=ADDRESS, return_number="R1001")
    number = Tickets(store).open("telegram:7", Priority.NORMAL, content, "", NOW).ticket.number
    Tickets(store).pass_on("telegram:7", "m1", WORDS[3], NOW)
    Tickets(store).close(number, NOW)
    channel = open_engine(f"sqlite:///{tmp_path}/conversations.db")
    metadata.create_all(channel)
    waiting = {"channel": "telegram", "conversation": "7", "at": at}
    with writing_connection(channel) as connection:
        connection.execute(insert(inbox).values(**waiting, message=json.dumps({"text": WORDS[2]}), tries=0))
        connection.execute(insert(outbox).values(**waiting, path="sendMessage", body=json.dumps({"text": WORDS[2]})))
        unread = {**waiting, "conversation": "unread"}
        text = json.dumps({"text": f"{ADDRESS}: {WORDS[5]}"})
        connection.execute(insert(inbox).values(**unread, message=text, tries=0))
        answer = json.dumps({"text": f"R1001: {WORDS[7]}"})
        connection.execute(
            insert(outbox).values(**{**unread, "conversation": "unsent"}, path="sendMessage", body=answer)
        )
        text = json.dumps({"text": f"{ADDRESS}: {WORDS[6]}"})
        aside = {"channel": "telegram", "sender_id": "telegram:aside", "message": text, "tries": 4, "at": at}
        connection.execute(insert(set_aside).values(**aside))
    yield store, conversations, tmp_path
    channel.dispose()
    store.dispose()


def found_in(folder: Path) -> set[str]:
    """What of Ana's stands in some file."""
    content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file()).lower()
    return {said for said in (ADDRESS, *WORDS, *OTHERS) if said.encode() in content}


def test_what_is_looked_for_was_there(state):
    assert found_in(state[2]) == {ADDRESS, *WORDS, *OTHERS}


def test_forgetting_leaves_nothing_in_any_file(state):
    store, conversations, folder = state
    forget(store, conversations, held_about(store, conversations, "demo-ana"))
    assert found_in(folder) == set(OTHERS)


def test_forgetting_leaves_nothing_of_what_waits_for_a_customer_in_any_file(state):
    store, conversations, folder = state
    waits = {"refers": "-", "as_of": NOW, "at": NOW}
    order = {
        "section": "orders",
        "key": "8120034500099999",
        "waits_for": "customers:demo-zoe",
        "customer_id": "demo-zoe",
    }
    request = {"section": "returns", "key": "R90001", "waits_for": "orders:8120034500099999", "customer_id": None}
    with writing_connection(store) as connection:
        for row, said in ((order, "an-order-of-zoe"), (request, "a-return-of-zoe")):
            connection.execute(insert(WaitingChangeRow).values(**row, **waits, body=json.dumps({"titles": said})))
    files = (path for path in folder.rglob("*") if path.is_file())
    assert b"of-zoe" in b"".join(path.read_bytes() for path in files)
    forget(store, conversations, held_about(store, conversations, "demo-zoe"))
    left = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"of-zoe" not in left
    assert b"demo-zoe" not in left


def test_what_somebody_typed_without_a_proof_is_forgotten_and_not_shown_to_whom_it_may_not_belong(state):
    store, conversations, _ = state
    held = held_about(store, conversations, "demo-ana")
    assert set(held.typed) == {"web:nobody", "web:number", "telegram:unread", "telegram:unsent", "telegram:aside"}
    shown = json.dumps(everything_about(store, conversations, held), default=str)
    assert WORDS[0] in shown
    assert not [words for words in (*WORDS[4:], *OTHERS) if words in shown]


def test_it_is_said_when_another_process_keeps_what_was_deleted_in_the_log(state) -> None:
    _, conversations, folder = state
    impatient = open_engine(f"sqlite:///{folder}/store.db", busy_timeout=0.2)
    held = held_about(impatient, conversations, "demo-ana")
    with sqlite3.connect(folder / "store.db", isolation_level=None) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM customers").fetchall()
        with pytest.raises(StoreUnavailable, match="write-ahead log"):
            forget(impatient, conversations, held)
        other.execute("COMMIT")
    other.close()
    forget(impatient, conversations, held)
    impatient.dispose()
    assert found_in(folder) == set(OTHERS)


def test_purging_leaves_nothing_of_what_was_said_in_any_file(state):
    store, conversations, folder = state
    now = datetime.now(timezone.utc)
    purge(store, conversations, outdated(store, conversations, now - timedelta(days=30)), now)
    # The customer stays in the records.
    assert found_in(folder) - {ADDRESS} == set()
