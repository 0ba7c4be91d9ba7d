"""What was forgotten or purged is in no file of the state folder, looked at byte by byte."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import insert

from actions.demo.demo_data import demo_document
from actions.help_desk.ticket import Priority, TicketContent
from actions.help_desk.tickets import Tickets
from actions.privacy.forgetting import forget, held_about
from actions.privacy.purging import outdated, purge
from actions.store.engine import migrate
from actions.store.import_export.exchange import import_document
from actions.store.proof.verifications import Verifications
from bot.channels.mailbox_tables import inbox, metadata, outbox
from core.conversations.conversations import open_conversations
from core.conversations.turn_records import NewEvent
from core.database.engine import open_engine
from core.database.sessions import writing_connection

NOW = datetime(2026, 10, 13, 10, tzinfo=timezone.utc)
ADDRESS = "ana@example.com"
#: What Ana said in chats of hers, and waits to be answered or told there.
WORDS = ("a-violet-teapot-with-a-crack", "the-neighbour-has-it", "an-answer-under-way", "the-person-was-told")

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
    yield store, conversations, tmp_path
    channel.dispose()
    store.dispose()


def found_in(folder: Path) -> set[str]:
    """What of Ana's stands in some file."""
    content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file()).lower()
    return {said for said in (ADDRESS, *WORDS) if said.encode() in content}


def test_what_is_looked_for_was_there(state):
    assert found_in(state[2]) == {ADDRESS, *WORDS}


def test_forgetting_leaves_nothing_in_any_file(state):
    store, conversations, folder = state
    forget(store, conversations, held_about(store, conversations, "demo-ana"))
    assert found_in(folder) == set()


def test_purging_leaves_nothing_of_what_was_said_in_any_file(state):
    store, conversations, folder = state
    now = datetime.now(timezone.utc)
    purge(store, conversations, outdated(store, conversations, now - timedelta(days=30)), now)
    # The customer stays in the records.
    assert found_in(folder) - {ADDRESS} == set()
