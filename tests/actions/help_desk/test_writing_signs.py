"""Signs that somebody writes: of whom, how often one is kept, once to a chat, and over by themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from actions.help_desk.agent_tickets import AgentTickets
from actions.help_desk.ticket import Priority, TicketContent
from actions.help_desk.tickets import Tickets
from actions.help_desk.writing_signs import HOLDS, RESTS, WritingSigns, is_shown

CONVERSATION = "web:abc"
SECOND = timedelta(seconds=1)


@pytest.fixture
def tickets(engine):
    return AgentTickets(engine)


@pytest.fixture
def signs(engine):
    return WritingSigns(engine)


@pytest.fixture
def number(tickets, now):
    number = tickets.open(CONVERSATION, Priority.NORMAL, TicketContent(), "asks again", now).ticket.number
    tickets.claim(number, "mia", now)
    return number


@pytest.fixture
def writes(engine):
    """How many statements have changed something so far."""
    changed = []
    event.listen(
        engine,
        "before_cursor_execute",
        lambda _, __, statement, *___: statement.startswith("UPDATE") and changed.append(statement),
    )
    return changed


def test_a_customer_is_seen_writing_until_they_have_sent_it(signs, tickets, number, now):
    signs.customer_writes(CONVERSATION, now)
    assert is_shown(tickets.get(number).customer_writes_at, now)
    tickets.pass_on(CONVERSATION, "m1", "I sent it on Monday.", now + SECOND)
    assert tickets.get(number).customer_writes_at is None


def test_a_sign_is_over_by_itself_also_one_of_a_clock_that_is_ahead(now):
    assert is_shown(now, now + HOLDS - SECOND)
    assert not is_shown(now, now + HOLDS)
    assert not is_shown(now + 2 * HOLDS, now)
    assert not is_shown(None, now)


def test_who_types_on_is_written_down_once_in_some_seconds(signs, tickets, number, now, writes):
    for second in range(int(RESTS.total_seconds())):
        signs.customer_writes(CONVERSATION, now + second * SECOND)
        signs.person_writes(number, "mia", now + second * SECOND)
    assert len(writes) == 2
    signs.customer_writes(CONVERSATION, now + RESTS)
    assert tickets.get(number).customer_writes_at == now + RESTS


def test_nobody_sees_a_customer_write_whom_the_assistant_answers(signs, tickets, number, now, writes):
    tickets.give_back(number, "mia", now)
    writes.clear()
    signs.customer_writes(CONVERSATION, now)
    signs.customer_writes("web:nobody", now)
    assert writes == []


def test_a_chat_is_shown_each_sign_of_its_person_once(signs, number, now):
    signs.person_writes(number, "mia", now)
    assert signs.take(now + SECOND).conversation == CONVERSATION
    assert signs.take(now + SECOND) is None
    signs.person_writes(number, "mia", now + RESTS)
    assert signs.take(now + RESTS) is not None


def test_a_sign_that_nobody_brought_in_time_is_brought_no_more(signs, number, now):
    signs.person_writes(number, "mia", now)
    assert signs.take(now + HOLDS) is None


@pytest.mark.parametrize("who", ["ben", "mia"])
def test_only_who_has_an_open_ticket_is_shown_as_writing(signs, tickets, number, now, who):
    if who == "mia":
        tickets.finish(number, "mia", now)
    signs.person_writes(number, who, now)
    signs.person_writes("T9999", who, now)
    signs.person_writes("nonsense", who, now)
    assert signs.take(now) is None


def test_there_is_no_sign_where_a_chat_can_show_none(signs, tickets, engine, now):
    phone = tickets.open("telegram:7", Priority.NORMAL, TicketContent(), "", now).ticket.number
    tickets.claim(phone, "mia", now)
    signs.person_writes(phone, "mia", now)
    elsewhere = Tickets(engine, "zendesk").open("web:other", Priority.NORMAL, TicketContent(), "", now).ticket
    signs.customer_writes("web:other", now)
    assert signs.take(now) is None
    assert tickets.get(elsewhere.number).customer_writes_at is None
