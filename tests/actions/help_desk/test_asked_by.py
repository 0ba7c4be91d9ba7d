"""What a person answers is for the one who asked, and not for the next customer in the same conversation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from actions.help_desk.ticket import Priority
from actions.help_desk.tickets import Tickets
from actions.store.proof.verifications import remember_link
from core.database.sessions import writing
from core.identifiers import session_key

CHAT = "web:family"
LATER = timedelta(minutes=5)


@pytest.fixture
def tickets(loaded_engine) -> Tickets:
    return Tickets(loaded_engine, "zendesk")


@pytest.fixture
def proven(loaded_engine) -> Callable[..., None]:
    """Somebody proves in the conversation who they are."""

    def prove(customer, at):
        with writing(loaded_engine) as session:
            remember_link(session, session_key(CHAT), customer, at)

    return prove


def asked(tickets, content, now):
    return tickets.open(CHAT, Priority.NORMAL, content, "asks again", now)


def answered(tickets, number, now):
    """The id of what an agent has answered."""
    tickets.reply(number, f"reply-{now}", "We sent the label to your old address.", now)
    return tickets.messages(number)[-1].id


def test_who_asked_reads_the_answer_also_after_proving_again_who_they_are(tickets, content, proven, now):
    proven("demo-ana", now)
    number = asked(tickets, content, now).ticket.number
    proven("demo-ana", now + LATER)
    assert tickets.message_for(CHAT, answered(tickets, number, now + LATER)) is not None


def test_the_next_customer_reads_no_answer_to_the_one_before(tickets, content, proven, now):
    proven("demo-ana", now)
    number = asked(tickets, content, now).ticket.number
    before = answered(tickets, number, now)
    proven("demo-ben", now + LATER)
    for message in (before, answered(tickets, number, now + 2 * LATER)):
        assert tickets.message_for(CHAT, message) is None
    assert tickets.latest_of(CHAT) is None


def test_nor_do_they_once_the_one_before_has_come_back(tickets, content, proven, now):
    number = asked(tickets, content, now).ticket.number
    proven("demo-ben", now + LATER)
    proven("demo-ana", now + 2 * LATER)
    assert tickets.message_for(CHAT, answered(tickets, number, now + 2 * LATER)) is None


def test_who_had_proven_nothing_may_do_so_after_asking_but_nobody_else_may(tickets, content, proven, now):
    number = asked(tickets, replace(content, customer_id=None), now).ticket.number
    message = answered(tickets, number, now)
    assert tickets.message_for(CHAT, message) is not None
    proven("demo-ana", now + LATER)
    assert tickets.message_for(CHAT, message) is not None
    proven("demo-ben", now + 2 * LATER)
    assert tickets.message_for(CHAT, message) is None


def test_what_the_next_customer_says_goes_into_no_ticket_of_the_one_before(tickets, content, proven, now):
    number = asked(tickets, content, now).ticket.number
    proven("demo-ben", now + LATER)
    assert tickets.open_of(CHAT) is None
    assert tickets.pass_on(CHAT, "m1", "My card was charged twice.", now + LATER) is None
    assert tickets.go_back(CHAT, "went back", now + LATER) is None
    assert tickets.messages(number) == ()


def test_the_next_customer_gets_a_ticket_of_their_own_and_both_stay_open(tickets, content, proven, now):
    first = asked(tickets, content, now).ticket
    proven("demo-ben", now + LATER)
    second = asked(tickets, replace(content, customer_id="demo-ben"), now + LATER)
    assert second.is_new
    assert {ticket.number for ticket in tickets.listed()} == {first.number, second.ticket.number}
    assert tickets.message_for(CHAT, answered(tickets, second.ticket.number, now + LATER)) is not None
    assert tickets.message_for(CHAT, answered(tickets, first.number, now + LATER)) is None
    assert tickets.close(first.number, now + LATER)
    assert tickets.open_of(CHAT) == second.ticket
