"""Forgetting a customer: all that was said and who they are goes, the books stay right."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import text

from actions.privacy.access import everything_about
from actions.privacy.forgetting import forget, held_about
from actions.privacy.holdings import RECORDS, holdings
from actions.store.import_export.exchange import export_document, import_document
from actions.store.proof.verifications import remember_link
from actions.store.tables.all_tables import shop
from core.database.sessions import writing
from core.identifiers import session_key

ANA, BEN = "demo-ana", "demo-ben"


@pytest.fixture
def link(loaded_engine, now):
    """A function that notes that a conversation was a customer's."""

    def link(sender_id, customer_id, at=now):
        with writing(loaded_engine) as session:
            remember_link(session, session_key(sender_id), customer_id, at)

    return link


@pytest.fixture
def ticket(loaded_engine, now):
    """A function that opens a ticket with a word of the customer in it, and a delivery that waits."""

    def ticket(sender_id, customer_id, words, closed_at=None):
        tickets, messages, outbox = (
            shop.Base.metadata.tables[name] for name in ("tickets", "ticket_messages", "help_desk_outbox")
        )
        key = session_key(sender_id)
        with writing(loaded_engine) as session:
            row = {"token": f"t-{sender_id}", "conversation": sender_id, "conversation_key": key, "open_key": key}
            row |= {"customer_id": customer_id, "desk": "inbox", "priority": "normal", "content": words}
            row |= {"opened_at": now, "closed_at": closed_at, "listening": True}
            seq = session.execute(tickets.insert().values(**row)).inserted_primary_key[0]
            said = {"ticket_seq": seq, "key": "1", "author": "customer", "words": words, "at": now}
            message = session.execute(messages.insert().values(**said)).inserted_primary_key[0]
            waits = {"ticket_seq": seq, "message_seq": message, "target": "desk", "kind": "message", "key": sender_id}
            session.execute(outbox.insert().values(**waits, tries=0, due_at=now))
            # That a ticket was opened is told without a message of it.
            opening = {**waits, "message_seq": None, "kind": "open", "key": f"open {sender_id}"}
            session.execute(outbox.insert().values(**opening, tries=0, due_at=now))

    return ticket


def _everything(engine, conversations) -> str:
    """All that both stores hold, as text."""
    with engine.connect() as connection:
        rows = [str(connection.execute(table.select()).all()) for table in shop.Base.metadata.sorted_tables]
    said = [event for sender_id in conversations.sender_ids() for event in conversations.all_events(sender_id)]
    return "\n".join([*rows, *said])


def test_what_was_said_and_who_it_was_is_gone_everywhere(loaded_engine, conversations, say, link, ticket):
    address = next(each["email"] for each in export_document(loaded_engine)["customers"] if each["id"] == ANA)
    say("web:ana", "My lamp is the green one")
    link("web:ana", ANA)
    ticket("telegram:77", ANA, "Nobody answers me")
    say("telegram:77", "Is anybody there?")
    forget(loaded_engine, conversations, held_about(loaded_engine, conversations, ANA))
    left = _everything(loaded_engine, conversations)
    for personal in (ANA, address, "green one", "Nobody answers", "anybody there", "telegram:77"):
        assert personal not in left


def test_other_customers_keep_everything(loaded_engine, conversations, say, link, ticket):
    for sender_id, customer in (("web:ana", ANA), ("web:ben", BEN)):
        say(sender_id, f"I am {customer}")
        link(sender_id, customer)
        ticket(sender_id, customer, f"Help {customer}")
    before = export_document(loaded_engine, BEN)
    forget(loaded_engine, conversations, held_about(loaded_engine, conversations, ANA))
    assert export_document(loaded_engine, BEN) == before
    assert conversations.sender_ids() == ["web:ben"]
    assert held_about(loaded_engine, conversations, BEN).rows["tickets"] == 1


def test_orders_returns_and_events_stay_under_a_pseudonym_and_can_be_imported_again(
    loaded_engine, engine, conversations
):
    before = export_document(loaded_engine)
    forget(loaded_engine, conversations, held_about(loaded_engine, conversations, ANA))
    after = export_document(loaded_engine)
    mine = {order["number"] for order in before["orders"] if order["customer"] == ANA}
    pseudonyms = {order["customer"] for order in after["orders"] if order["number"] in mine}
    assert len(pseudonyms) == 1
    assert pseudonyms.pop().startswith("forgotten-")
    assert [each["events"] for each in after["returns"]] == [each["events"] for each in before["returns"]]
    assert [each["refund"] for each in after["returns"]] == [each["refund"] for each in before["returns"]]
    assert {each["tracking_number"] for each in after["returns"] if each["order"] in mine} == {None}
    import_document(engine, after)
    assert export_document(engine) == after


def test_forgetting_twice_is_as_good_as_once(loaded_engine, conversations, link, say):
    say("web:ana", "Hello")
    link("web:ana", ANA)
    forget(loaded_engine, conversations, held_about(loaded_engine, conversations, ANA))
    once = export_document(loaded_engine)
    again = held_about(loaded_engine, conversations, ANA)
    assert (again.known, again.conversations, again.rows) == (False, 0, {})
    forget(loaded_engine, conversations, again)
    assert export_document(loaded_engine) == once


def test_a_conversation_is_found_long_after_the_proof_has_run_out(loaded_engine, conversations, link, say, now):
    say("web:ana", "Hello")
    link("web:ana", ANA, now - timedelta(days=20))
    assert held_about(loaded_engine, conversations, ANA).conversations == 1


def test_a_customer_nobody_knows_has_nothing(loaded_engine, conversations):
    held = held_about(loaded_engine, conversations, "C-unknown")
    assert (held.known, held.conversations, held.rows, held.orders) == (False, 0, {}, 0)


def test_an_export_holds_everything_about_one_customer_and_nothing_of_another(
    loaded_engine, conversations, say, link, ticket
):
    for sender_id, customer in (("web:ana", ANA), ("web:ben", BEN)):
        say(sender_id, f"I am {customer}")
        link(sender_id, customer)
        ticket(sender_id, customer, f"Help {customer}")
    found = everything_about(loaded_engine, conversations, held_about(loaded_engine, conversations, ANA))
    assert [customer["id"] for customer in found["customers"]] == [ANA]
    assert {order["customer"] for order in found["orders"]} == {ANA}
    (conversation,) = found["conversations"]
    assert [each["text"] for each in conversation["messages"]] == ["I am demo-ana", "re: I am demo-ana"]
    assert [each["from"] for each in conversation["messages"]] == ["customer", "desk"]
    assert found["tickets"][0]["content"] == "Help demo-ana"
    assert found["ticket_messages"][0]["words"] == "Help demo-ana"
    assert BEN not in json.dumps(found)


def test_what_a_customer_gets_of_their_records_is_what_the_export_has_of_them(loaded_engine, conversations):
    whole = export_document(loaded_engine)
    found = everything_about(loaded_engine, conversations, held_about(loaded_engine, conversations, ANA))
    numbers = {order["number"] for order in found["orders"]}
    assert found["orders"] == [order for order in whole["orders"] if order["customer"] == ANA]
    assert found["returns"] == [each for each in whole["returns"] if each["order"] in numbers]


def test_every_table_of_the_store_is_a_record_or_is_forgotten(loaded_engine):
    known = RECORDS | {holding.name for holding in holdings()}
    named = {table.name for table in shop.Base.metadata.sorted_tables}
    assert named - known == set(), "name a column customer_id, session_key, conversation_key or conversation in it"


def test_rows_that_refer_to_others_are_deleted_before_them(loaded_engine):
    order = [holding.name for holding in holdings()]
    assert order.index("help_desk_outbox") < order.index("ticket_messages") < order.index("tickets")


@pytest.mark.embedded("PostgreSQL never lets a reference dangle, and has nothing to ask for it")
def test_the_database_holds_together_afterwards(loaded_engine, conversations, link, ticket):
    link("web:ana", ANA)
    ticket("web:ana", ANA, "Help")
    forget(loaded_engine, conversations, held_about(loaded_engine, conversations, ANA))
    with loaded_engine.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []


def test_whoever_proves_who_they_are_is_linked_to_the_conversation(
    loaded_engine, verifications, conversations, now, say
):
    document = export_document(loaded_engine)
    address = next(each["email"] for each in document["customers"] if each["id"] == ANA)
    number = next(each["number"] for each in document["orders"] if each["customer"] == ANA)
    say("web:guest", "Hello")
    say("web:signed-in", "Hello")
    assert verifications.prove("web:guest", number, address, now).verified
    verifications.sign_in("web:signed-in", ANA, "Ana", now + timedelta(hours=1), now)
    verifications.prove("web:refused", number, "somebody.else@example.com", now)
    held = held_about(loaded_engine, conversations, ANA)
    assert sorted(held.whose.sender_ids) == ["web:guest", "web:signed-in"]
    assert held.rows == {"verified_sessions": 2, "conversation_links": 2}
    forget(loaded_engine, conversations, held)
    assert verifications.verified("web:guest", now) is None
