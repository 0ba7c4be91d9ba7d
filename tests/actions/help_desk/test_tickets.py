"""Tickets in the store: one for a conversation, each message once, and nothing of anyone else's."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, text

from actions.help_desk.ticket import Author, Priority
from actions.help_desk.tickets import Tickets
from actions.privacy.purging import outdated, purge
from actions.store.engine import migrate, run_migrations
from actions.store.tables.help_desk import TicketRow
from core.conversations.conversations import open_conversations
from core.database.engine import open_engine
from core.database.errors import StoreUnavailable
from core.database.sessions import writing_connection

CONVERSATION = "web:abc"
NORMAL = Priority.NORMAL


def opened(tickets, content, now, conversation=CONVERSATION):
    return tickets.open(conversation, NORMAL, content, "asks again", now)


def test_a_double_tap_opens_one_ticket(tickets, content, now):
    first, second = opened(tickets, content, now), opened(tickets, content, now)

    assert (first.is_new, second.is_new) == (True, False)
    assert first.ticket == second.ticket
    assert first.ticket.number == "T1001"
    assert first.ticket.content == content


def test_another_conversation_has_another_ticket(tickets, content, now):
    assert opened(tickets, content, now).ticket.number != opened(tickets, content, now, "web:other").ticket.number


def test_after_closing_the_same_conversation_may_have_another(tickets, content, now):
    tickets.close(opened(tickets, content, now).ticket.number, now)

    assert opened(tickets, content, now).ticket.number == "T1002"


def test_what_the_customer_says_is_kept_once(tickets, content, now):
    number = opened(tickets, content, now).ticket.number
    for _ in range(2):
        passed_on = tickets.pass_on(CONVERSATION, "m1", "any news?", now)
        assert passed_on.is_first
    assert not tickets.pass_on(CONVERSATION, "m2", "hello?", now).is_first

    assert [message.words for message in tickets.messages(number)] == ["any news?", "hello?"]


def test_nothing_is_passed_on_without_a_ticket(tickets, now):
    assert tickets.pass_on(CONVERSATION, "m1", "any news?", now) is None


def test_going_back_keeps_the_ticket_open_and_tells_the_agent_once(tickets, content, now):
    number = opened(tickets, content, now).ticket.number
    for _ in range(2):
        ticket = tickets.go_back(CONVERSATION, "went back", now)
        assert ticket.is_open
        assert not ticket.listening

    assert tickets.pass_on(CONVERSATION, "m1", "any news?", now) is None
    assert [(message.author, message.words) for message in tickets.messages(number)] == [(Author.NOTE, "went back")]


def test_asking_again_makes_it_quiet_again_and_the_first_message_is_a_first_one_again(tickets, content, now):
    opened(tickets, content, now)
    tickets.pass_on(CONVERSATION, "m1", "one", now)
    tickets.go_back(CONVERSATION, "went back", now)
    again = opened(tickets, content, now)

    assert not again.is_new
    assert again.ticket.listening
    assert tickets.pass_on(CONVERSATION, "m2", "two", now).is_first
    assert [message.words for message in tickets.messages("T1001")] == ["one", "went back", "asks again", "two"]


def test_an_agents_message_is_read_by_its_conversation_alone(tickets, content, now):
    number = opened(tickets, content, now).ticket.number
    assert tickets.reply(number, "d1", "We are on it.", now)
    assert not tickets.reply(number, "d1", "We are on it.", now)
    (message,) = tickets.messages(number)

    assert tickets.message_for(CONVERSATION, message.id).words == "We are on it."
    assert tickets.message_for("web:other", message.id) is None


def test_what_an_agent_should_not_repeat_is_masked_before_it_is_kept(tickets, content, now):
    number = opened(tickets, content, now).ticket.number
    tickets.reply(number, "d1", "We paid 25.00 EUR for R1001 back to your card 5555*5555*5555*4444.", now)
    (message,) = tickets.messages(number)

    assert message.words == "We paid 25.00 EUR for R1001 back to your card [card number]."


def test_what_the_customer_said_is_no_agents_message(tickets, content, now):
    number = opened(tickets, content, now).ticket.number
    tickets.pass_on(CONVERSATION, "m1", "hello?", now)
    (message,) = tickets.messages(number)

    assert tickets.message_for(CONVERSATION, message.id) is None


def test_closing_twice_closes_once(tickets, content, now):
    number = opened(tickets, content, now).ticket.number

    assert tickets.close(number, now)
    assert not tickets.close(number, now + timedelta(hours=1))
    assert tickets.get(number).closed_at == now
    assert tickets.open_of(CONVERSATION) is None
    assert tickets.latest_of(CONVERSATION).number == number


@pytest.mark.parametrize("number", ["T9999", "T1000", "T999", "T0", "T-1", "X", "", "T99999999999999", "T①"])
def test_a_number_that_no_ticket_has_is_said_so(tickets, now, number):
    assert tickets.get(number) is None
    with pytest.raises(LookupError, match="there is no ticket"):
        tickets.reply(number, "d1", "hello", now)
    with pytest.raises(LookupError, match="there is no ticket"):
        tickets.close(number, now)


def test_a_number_is_read_however_it_is_typed(tickets, content, now):
    opened(tickets, content, now)
    assert tickets.get(" t1001 ").number == tickets.get("1001").number == "T1001"


def test_urgent_tickets_stand_first(tickets, content, now):
    opened(tickets, content, now, "web:1")
    tickets.open("web:2", Priority.HIGH, content, "", now)

    assert [ticket.conversation for ticket in tickets.listed()] == ["web:2", "web:1"]
    assert tickets.listed(closed=True) == ()


def test_a_ticket_is_found_by_its_token_and_by_the_help_desks_id(tickets, outbox, content, now, engine):
    ticket = opened(tickets, content, now).ticket
    outbox.delivered(outbox.take(), reference="4711")

    assert tickets.find(token=ticket.token).number == tickets.find(reference="4711").number == ticket.number
    assert Tickets(engine, "chatwoot").find(reference="4711") is None
    assert tickets.find(reference="4712") is None


def test_a_store_that_is_down_is_reported(content, now):
    with pytest.raises(StoreUnavailable):
        opened(Tickets(open_engine("sqlite:////dev/null/shop.db")), content, now)


def test_the_number_of_a_deleted_ticket_is_not_given_again(tickets, content, now, engine, new_database):
    last = opened(tickets, content, now).ticket.number
    tickets.close(last, now)
    said = open_conversations(new_database("conversations.db"))
    said.create()
    purge(engine, said, outdated(engine, said, now + timedelta(days=1)), now)

    assert tickets.get(last) is None
    assert opened(tickets, content, now).ticket.number == "T1002"


@pytest.mark.embedded("PostgreSQL's sequences count by themselves")
def test_numbers_follow_those_that_the_version_before_gave(engine, content, now):
    with writing_connection(engine) as connection:
        for revision in ("base", "0009"):
            run_migrations(connection, revision)
        row = {"token": "t", "conversation": "web:old", "conversation_key": "k", "desk": "embedded", "content": "{}"}
        values = {"seq": 41, "priority": "normal", "opened_at": now, "closed_at": now, "listening": False, **row}
        connection.execute(insert(TicketRow).values(**values))
    migrate(engine)
    with writing_connection(engine) as connection:
        connection.execute(delete(TicketRow))

    assert opened(Tickets(engine), content, now).ticket.number == "T1042"


def test_tickets_that_are_opened_at_the_same_time_get_a_number_each(tickets, content, now):
    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(lambda n: opened(tickets, content, now, f"web:{n}").ticket.number, range(12)))
    assert len(set(numbers)) == 12


# --- The customer's language --------------------------------------------------------------------------------------


def test_a_ticket_keeps_the_language_and_the_topic(tickets, content, now):
    number = opened(tickets, replace(content, language="pt-BR", topic="refund time"), now).ticket.number

    held = tickets.get(number).content
    assert (held.language, held.topic) == ("pt-BR", "refund time")


def test_who_comes_back_to_a_person_may_speak_another_language_by_then(tickets, content, now):
    number = opened(tickets, replace(content, language="en", topic="refund time"), now).ticket.number
    german = replace(content, language="de", topic="label missing")
    # While a person has it, nothing is opened anew.
    assert opened(tickets, german, now).ticket.content.language == "en"

    tickets.go_back(CONVERSATION, "went back", now)
    assert opened(tickets, german, now).ticket.content == german
    assert tickets.get(number).content == german


def test_the_version_before_reads_what_this_one_keeps(engine, tickets, content, now):
    opened(tickets, replace(content, language="he", topic="refund time"), now)

    with engine.connect() as connection:
        held = json.loads(connection.execute(select(TicketRow.__table__.c.content)).scalar_one())
    assert held.keys().isdisjoint({"language", "topic"})


def test_tickets_of_the_version_before_were_in_english_and_it_may_still_open_some(engine, content, now):
    insertion = text(
        "INSERT INTO tickets (token, conversation, conversation_key, desk, priority, content, opened_at, listening)"
        " VALUES (:token, :token, :token, 'embedded', 'normal', :content, '2026-10-16 08:30:00', false)"
    )
    with writing_connection(engine) as connection:
        for revision in ("base", "0013"):
            run_migrations(connection, revision)
        connection.execute(insertion, {"token": "before", "content": content.as_text()})
    migrate(engine)
    with writing_connection(engine) as connection:
        connection.execute(insertion, {"token": "beside", "content": content.as_text()})

    assert [ticket.content for ticket in Tickets(engine).listed()] == [content, content]
    assert (content.language, content.topic) == ("en", None)
