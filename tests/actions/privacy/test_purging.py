"""Purging: what nobody has used for a while goes, and nothing that is still of use."""

from __future__ import annotations

from datetime import timedelta

import pytest

from actions.privacy.purging import outdated, purge
from actions.store.import_export.exchange import export_document
from actions.store.proof.verifications import remember_link
from core.database.sessions import writing
from core.identifiers import session_key

ANA = "demo-ana"
DAY = timedelta(days=1)


@pytest.fixture
def link(loaded_engine):
    """A function that notes that a conversation was Ana's."""

    def link(sender_id, at):
        with writing(loaded_engine) as session:
            remember_link(session, session_key(sender_id), ANA, at)

    return link


def test_conversations_go_by_their_last_word(loaded_engine, conversations, say, now):
    say("web:old", "Hello", now - 40 * DAY)
    say("web:taken-up", "Hello", now - 40 * DAY)
    say("web:taken-up", "Hello again", now - 2 * DAY)
    found = outdated(loaded_engine, conversations, now - 30 * DAY)
    assert found.sender_ids == ["web:old"]
    purge(loaded_engine, conversations, found, now)
    assert conversations.sender_ids() == ["web:taken-up"]
    assert len(conversations.all_events("web:taken-up")) == 4


def test_a_link_stays_as_long_as_its_conversation(loaded_engine, conversations, say, link, now):
    say("web:old", "Hello", now - 40 * DAY)
    say("web:alive", "Hello", now)
    for sender_id in ("web:old", "web:alive", "web:never-stored"):
        link(sender_id, now - 40 * DAY)
    link("web:young-and-gone", now - DAY)
    found = outdated(loaded_engine, conversations, now - 30 * DAY)
    assert found.rows == {"conversation_links": 2}
    purge(loaded_engine, conversations, found, now)
    assert outdated(loaded_engine, conversations, now - DAY / 2).links == [session_key("web:young-and-gone")]


def test_purging_again_finds_nothing(loaded_engine, conversations, say, link, now):
    say("web:old", "Hello", now - 40 * DAY)
    link("web:old", now - 40 * DAY)
    purge(loaded_engine, conversations, outdated(loaded_engine, conversations, now - 30 * DAY), now)
    again = outdated(loaded_engine, conversations, now - 30 * DAY)
    assert (again.sender_ids, again.rows) == ([], {})


def test_records_are_no_matter_of_age(loaded_engine, conversations, now):
    before = export_document(loaded_engine)
    for each in before["returns"]:
        each.pop("label", None)
    purge(loaded_engine, conversations, outdated(loaded_engine, conversations, now + 4000 * DAY), now)
    assert export_document(loaded_engine) == before
