"""The outbox: in order, once, by whoever is there, and never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from actions.help_desk.outbox import FIRST_PAUSE, LEASE, LONGEST_PAUSE, Kind, Outbox, Target
from actions.help_desk.ticket import Priority
from actions.help_desk.tickets import Tickets

SECOND = timedelta(seconds=1)


@pytest.fixture
def ticket(tickets, content, now):
    return tickets.open("web:1", Priority.NORMAL, content, "", now).ticket


def test_a_new_ticket_waits_for_the_help_desk(outbox, ticket):
    delivery = outbox.take()

    assert (delivery.target, delivery.kind, delivery.key, delivery.tries) == (
        Target.HELP_DESK,
        Kind.OPEN,
        ticket.token,
        1,
    )
    assert outbox.subject(delivery) == (ticket, None)


def test_the_embedded_desk_has_nothing_to_deliver(engine, outbox, content, now):
    Tickets(engine).open("web:1", Priority.NORMAL, content, "", now)

    assert outbox.take() is None


def test_what_is_taken_is_taken(outbox, ticket):
    assert outbox.take() is not None
    assert outbox.take() is None


def test_a_lease_runs_out(outbox, ticket, clock):
    first = outbox.take()
    clock.forward(LEASE - SECOND)
    assert outbox.take() is None
    clock.forward(SECOND)
    second = outbox.take()

    assert second.key == first.key
    assert second.tries == 2


def test_what_was_taken_or_failed_while_the_clock_was_ahead_does_not_wait_for_it(outbox, ticket, clock):
    years = timedelta(days=3650)
    clock.forward(years)
    outbox.take()
    clock.forward(-years)
    again = outbox.take()
    assert again is not None
    clock.forward(years)
    outbox.failed(again, "down")
    clock.forward(-years)
    assert outbox.take().key == again.key


def test_who_lost_the_lease_can_no_longer_put_back(outbox, ticket, clock):
    slow = outbox.take()
    clock.forward(LEASE)
    quick = outbox.take()
    outbox.failed(slow, "too slow")
    assert outbox.take() is None
    outbox.delivered(quick)
    clock.forward(LONGEST_PAUSE)
    assert outbox.take() is None


def test_the_order_of_a_ticket_is_kept_while_others_go_on(outbox, tickets, ticket, content, clock, now):
    tickets.pass_on("web:1", "m1", "one", now)
    tickets.open("web:2", Priority.NORMAL, content, "", now)
    first = outbox.take()
    outbox.failed(first, "down", timedelta(minutes=1))
    other = outbox.take()
    assert other.kind is Kind.OPEN
    assert other.key != first.key
    outbox.delivered(other)
    assert outbox.take() is None

    clock.forward(timedelta(minutes=1))
    again = outbox.take()
    assert again.key == first.key
    outbox.delivered(again, "4711")
    message = outbox.take()
    assert message.kind is Kind.MESSAGE
    held, said = outbox.subject(message)
    assert (held.reference, said.words) == ("4711", "one")


def test_what_is_for_the_customer_does_not_wait_for_the_help_desk(outbox, tickets, ticket, now):
    outbox.failed(outbox.take(), "down", timedelta(days=1))
    tickets.reply(ticket.number, "d1", "hello", now)

    assert outbox.take().target is Target.CUSTOMER


def test_pauses_grow_up_to_a_limit(outbox, ticket, clock):
    pauses = []
    for _ in range(12):
        outbox.failed(outbox.take(), "down")
        # A pause that doubles ends where one of these steps does.
        pause = step = FIRST_PAUSE
        clock.forward(step)
        while (taken := outbox.take()) is None:
            step = min(pause, LONGEST_PAUSE - pause)
            clock.forward(step)
            pause += step
        outbox.failed(taken, "down", timedelta())
        pauses.append(pause)
        clock.forward(LONGEST_PAUSE)

    assert pauses == sorted(pauses)
    assert pauses[0] == FIRST_PAUSE
    assert pauses[-1] == LONGEST_PAUSE


def test_a_help_desks_own_pause_is_kept(outbox, ticket, clock):
    outbox.failed(outbox.take(), "busy", timedelta(minutes=2))
    clock.forward(timedelta(minutes=2) - SECOND)
    assert outbox.take() is None
    clock.forward(SECOND)
    assert outbox.take() is not None


def test_what_waits_can_be_seen_with_its_trouble(outbox, ticket):
    assert outbox.waiting() == {1: ""}
    outbox.failed(outbox.take(), "status 503" + "!" * 1000)
    assert outbox.waiting()[1].startswith("status 503!")
    assert len(outbox.waiting()[1]) == 300


def test_a_process_that_ends_loses_nothing(engine, outbox, tickets, ticket, clock):
    outbox.take()
    clock.forward(LEASE)

    assert Outbox(engine, clock).take().key == ticket.token
