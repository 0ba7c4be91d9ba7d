"""Tickets that people answer here: one person has each, what they do reaches the customer once, and who waits."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from actions.help_desk.agent_tickets import AgentTickets, NotTheirs
from actions.help_desk.outbox import Kind, Target
from actions.help_desk.ticket import Priority
from actions.help_desk.ticket_queue import OVERDUE, waiting_tickets
from actions.help_desk.tickets import Tickets

CONVERSATION = "web:abc"


@pytest.fixture
def tickets(engine):
    return AgentTickets(engine)


@pytest.fixture
def number(tickets, content, now):
    return tickets.open(CONVERSATION, Priority.NORMAL, content, "asks again", now).ticket.number


@pytest.fixture
def waiting(engine):
    """The queue's only ticket."""

    def look():
        (entry,) = waiting_tickets(engine)
        return entry

    return look


def test_of_many_who_claim_at_once_one_has_the_ticket(tickets, number, now):
    def claim(person):
        try:
            tickets.claim(number, person, now)
        except NotTheirs:
            return None
        return person

    with ThreadPoolExecutor(8) as pool:
        claimed = [person for person in pool.map(claim, [f"agent {count}" for count in range(8)]) if person]
    assert claimed == [tickets.get(number).claimed_by]


def test_claiming_again_changes_nothing(tickets, number, now):
    for _ in range(2):
        tickets.claim(number, "mia", now)
    assert tickets.get(number).claimed_by == "mia"


@pytest.mark.parametrize("owner", ["ben", None])
def test_only_who_has_claimed_a_ticket_answers_gives_back_and_closes_it(tickets, number, now, owner, outbox):
    if owner:
        tickets.claim(number, owner, now)
        outbox.delivered(outbox.take())
    for deed in (
        lambda: tickets.answer(number, "mia", "k1", "hello", now),
        lambda: tickets.give_back(number, "mia", now),
        lambda: tickets.finish(number, "mia", now),
        lambda: tickets.release(number, "mia"),
    ):
        with pytest.raises(NotTheirs, match=owner or "claim it first"):
            deed()
    ticket = tickets.get(number)
    assert (ticket.claimed_by, ticket.is_open, ticket.listening) == (owner, True, True)
    assert outbox.take() is None


def test_an_answer_goes_to_the_customer_once_with_the_name_of_who_wrote_it(tickets, number, now, outbox):
    tickets.claim(number, "mia", now)
    outbox.delivered(outbox.take())
    sent = [tickets.answer(number, "mia", "k1", "We have found it.", now) for _ in range(2)]
    (message,) = tickets.messages(number)
    assert sent == [True, False]
    assert (message.words, message.person) == ("We have found it.", "mia")
    delivery = outbox.take()
    assert (delivery.target, delivery.kind, delivery.message_seq) == (Target.CUSTOMER, Kind.MESSAGE, message.id)


def test_what_was_given_back_stays_open_and_the_customer_is_told_each_time(tickets, number, content, now, outbox):
    for _ in range(2):
        tickets.open(CONVERSATION, Priority.NORMAL, content, "asks again", now)
        tickets.claim(number, "mia", now)
        tickets.give_back(number, "mia", now)
        ticket = tickets.get(number)
        assert (ticket.is_open, ticket.listening, ticket.claimed_by) == (True, False, None)
        assert told(outbox) == [Kind.TAKEN, Kind.CLOSED]


def told(outbox):
    """What the customer is told, in order."""
    kinds = []
    while delivery := outbox.take():
        assert delivery.target is Target.CUSTOMER
        kinds.append(delivery.kind)
        outbox.delivered(delivery)
    return kinds


def test_the_customer_is_told_once_that_somebody_has_taken_the_ticket_and_again_under_another_name(
    tickets, number, now, outbox
):
    for name in ("", "", "Ana", "Ana", "Ben"):
        tickets.claim(number, "mia", now, name)
        tickets.claim(number, "mia", now, name)
        tickets.release(number, "mia")
    assert told(outbox) == [Kind.TAKEN] * 3
    assert tickets.get(number).taken_as == "Ben"


@pytest.mark.parametrize("conversation", ["web:else", "email:someone@shop.example", "telegram:1:2"])
def test_mail_brings_answers_alone_and_who_went_back_to_the_assistant_is_not_told(
    tickets, content, now, outbox, conversation
):
    asked = tickets.open(conversation, Priority.NORMAL, content, "", now).ticket.number
    tickets.claim(asked, "mia", now)
    assert told(outbox) == ([] if conversation.startswith("email:") else [Kind.TAKEN])
    tickets.release(asked, "mia")
    tickets.go_back(conversation, "went back", now)
    tickets.claim(asked, "ben", now, "Ben")
    assert told(outbox) == []


def test_a_closed_ticket_takes_no_answer(tickets, number, now):
    tickets.claim(number, "mia", now)
    tickets.finish(number, "mia", now)
    with pytest.raises(NotTheirs, match="is closed"):
        tickets.answer(number, "mia", "k1", "hello", now)


def test_a_ticket_of_another_help_desk_is_not_answered_here(engine, tickets, content, now):
    elsewhere = Tickets(engine, "zendesk").open("web:other", Priority.NORMAL, content, "", now).ticket.number
    with pytest.raises(NotTheirs, match="is at zendesk"):
        tickets.claim(elsewhere, "mia", now)


def test_there_is_no_such_ticket(tickets, now):
    with pytest.raises(LookupError, match="no ticket T9999"):
        tickets.claim("T9999", "mia", now)


def test_a_lead_takes_a_ticket_from_who_has_it(tickets, number, now):
    tickets.claim(number, "ben", now)
    tickets.claim(number, "mia", now, instead_of="ben")
    assert tickets.get(number).claimed_by == "mia"


def test_a_ticket_is_taken_from_nobody_but_who_the_lead_saw(tickets, number, now):
    tickets.claim(number, "ida", now)
    with pytest.raises(NotTheirs, match="ida has claimed"):
        tickets.claim(number, "mia", now, instead_of="ben")
    assert tickets.get(number).claimed_by == "ida"


def test_one_lead_of_two_takes_it(tickets, number, now):
    tickets.claim(number, "ben", now)
    tickets.claim(number, "lea", now, instead_of="ben")
    with pytest.raises(NotTheirs, match="lea has claimed"):
        tickets.claim(number, "lou", now, instead_of="ben")


def test_notes_are_for_people_alone(tickets, number, now, outbox):
    tickets.note(number, "ben", "Called the carrier.", now)
    assert [(note.person, note.words, note.at) for note in tickets.notes(number)] == [
        ("ben", "Called the carrier.", now)
    ]
    assert tickets.messages(number) == ()
    assert outbox.take() is None


def test_a_customer_waits_from_the_opening_until_an_answer_and_from_the_next_message_on(tickets, number, now, waiting):
    later = now + timedelta(minutes=2)
    assert waiting().since == now
    tickets.pass_on(CONVERSATION, "m1", "hello?", later)
    assert waiting().since == now
    tickets.claim(number, "mia", now)
    tickets.answer(number, "mia", "k1", "Good day.", later)
    assert waiting().since is None
    tickets.pass_on(CONVERSATION, "m2", "and now?", later + timedelta(minutes=1))
    tickets.pass_on(CONVERSATION, "m3", "??", later + timedelta(minutes=5))
    assert waiting().since == later + timedelta(minutes=1)


def test_a_customer_who_went_back_to_the_assistant_waits_again_when_they_ask_again(
    tickets, number, content, now, waiting
):
    tickets.claim(number, "mia", now)
    tickets.answer(number, "mia", "k1", "Good day.", now)
    tickets.go_back(CONVERSATION, "went back", now)
    assert waiting().since is None
    tickets.open(CONVERSATION, Priority.NORMAL, content, "asks again", now + timedelta(hours=1))
    assert waiting().since is not None


def test_what_its_person_has_seen_is_not_unread(tickets, number, now, waiting):
    tickets.claim(number, "mia", now)
    tickets.pass_on(CONVERSATION, "m1", "hello?", now)
    tickets.saw(number, "ben")
    assert waiting().unread == 1
    tickets.saw(number, "mia")
    assert waiting().unread == 0
    tickets.pass_on(CONVERSATION, "m2", "hello??", now)
    assert waiting().unread == 1


def test_who_waits_long_is_overdue_and_stands_before_who_does_not_and_the_urgent_before_both(
    engine, tickets, content, now
):
    for place, (priority, minutes) in enumerate([(Priority.NORMAL, 1), (Priority.NORMAL, 30), (Priority.HIGH, 5)]):
        tickets.open(f"web:{place}", priority, content, "", now - timedelta(minutes=minutes))
    queue = waiting_tickets(engine)
    assert [entry.ticket.number for entry in queue] == ["T1003", "T1002", "T1001"]
    assert [entry.is_overdue(now) for entry in queue] == [False, True, False]
    assert queue[2].is_overdue(now - timedelta(minutes=1) + OVERDUE)
