"""The worker: what is in the outbox arrives once and in order, whatever the help desk and the bot do meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from stand_in import StandIn
from webhook_stand_in import SECRET, SHARED, BotStandIn, WebhookStandIn

from actions.help_desk.agent_tickets import AgentTickets
from actions.help_desk.customer_chat import CustomerChat
from actions.help_desk.delivery_worker import DeliveryWorker
from actions.help_desk.outbox import LEASE, LONGEST_PAUSE
from actions.help_desk.ticket import Priority, TicketContent
from actions.help_desk.tickets import EMBEDDED, Tickets
from actions.help_desk.webhook import WebhookDesk
from actions.help_desk.writing_signs import WritingSigns
from core.clock import SystemClock
from core.http_client import JsonApi


@pytest.fixture
def desk():
    server = WebhookStandIn()
    yield server
    server.close()


@pytest.fixture
def bot():
    server = BotStandIn()
    yield server
    server.close()


@pytest.fixture
def tickets(engine):
    return Tickets(engine, "webhook")


@pytest.fixture
def worker(outbox, desk, bot):
    adapter = WebhookDesk(JsonApi("the help desk", f"{desk.url}/hooks/returns"), SECRET, SystemClock())
    return DeliveryWorker(outbox, adapter, "webhook", CustomerChat.at(bot.url, SHARED), sleep=lambda _: None)


@pytest.fixture
def ticket(tickets, content, now):
    return tickets.open("web:1", Priority.NORMAL, content, "", now).ticket


def deliver_all(worker):
    while worker.deliver_next():
        pass


def kinds(server: StandIn) -> list[str]:
    return [asked.body["type"] for asked in server.asked]


def test_a_ticket_and_what_is_said_in_it_arrive_in_order(worker, desk, tickets, ticket, outbox, now):
    tickets.pass_on("web:1", "m1", "one", now)
    tickets.pass_on("web:1", "m2", "two", now)
    deliver_all(worker)

    assert kinds(desk) == ["ticket.opened", "ticket.message", "ticket.message"]
    assert [asked.body["data"].get("message") for asked in desk.asked] == [None, "one", "two"]
    assert desk.asked[1].body["data"]["reference"] == "case-1"
    assert tickets.get(ticket.number).reference == "case-1"
    assert outbox.waiting() == {}


def test_a_moments_trouble_is_waited_out_at_once(worker, desk, ticket, outbox):
    desk.troubles = [(503, {}), "answer lost"]
    deliver_all(worker)

    assert len(desk.asked) == 3
    assert len(desk.events) == 1
    assert outbox.waiting() == {}


def test_an_outage_loses_nothing(worker, desk, tickets, ticket, outbox, clock, now):
    desk.troubles = [(503, {})] * 9
    tickets.pass_on("web:1", "m1", "one", now)
    for _ in range(3):
        deliver_all(worker)
        assert outbox.waiting() == {1: "the help desk answered 503"}
        clock.forward(LONGEST_PAUSE)
    deliver_all(worker)

    assert [event["type"] for event in desk.events.values()] == ["ticket.opened", "ticket.message"]
    assert outbox.waiting() == {}


def test_a_help_desk_that_asks_for_a_pause_gets_it(worker, desk, ticket, clock):
    desk.troubles = [(429, {"Retry-After": "120"})]
    deliver_all(worker)
    clock.forward(timedelta(seconds=119))
    deliver_all(worker)
    assert len(desk.asked) == 1
    clock.forward(timedelta(seconds=1))
    deliver_all(worker)
    assert len(desk.events) == 1


def test_a_refusal_is_tried_again_seldom_and_kept(worker, desk, ticket, outbox, clock):
    desk.troubles = [(401, {})]
    deliver_all(worker)
    assert len(desk.asked) == 1
    assert outbox.waiting() == {1: "the help desk refused it with 401"}
    clock.forward(LONGEST_PAUSE)
    deliver_all(worker)
    assert len(desk.events) == 1


def test_a_process_that_dies_after_delivering_leads_to_a_repetition_that_the_desk_can_tell(
    worker, desk, ticket, outbox, clock
):
    delivery = outbox.take()
    worker._deliver(delivery, again=False)
    clock.forward(LEASE)
    deliver_all(worker)

    assert len(desk.asked) == 2
    assert len(desk.events) == 1


def test_what_an_agent_writes_is_said_in_the_customers_conversation(worker, bot, tickets, ticket, now):
    tickets.reply(ticket.number, "d1", "We found it.", now)
    tickets.close(ticket.number, now)
    deliver_all(worker)

    replied, closed = bot.turns.values()
    assert replied == {
        "conversation": "web:1",
        "intent": "system_agent_replied",
        "values": {"agent_message": 1},
        "key": f"{ticket.token}-1",
    }
    assert (closed["intent"], closed["values"], closed["key"]) == ("system_ticket_closed", {}, f"{ticket.token}-closed")
    assert b"We found it" not in b"".join(asked.raw for asked in bot.asked)


def test_a_bot_that_is_down_gets_the_reply_later(worker, bot, tickets, ticket, outbox, clock, now):
    bot.troubles = [(503, {})] * 3
    tickets.reply(ticket.number, "d1", "We found it.", now)
    deliver_all(worker)
    assert outbox.waiting() == {1: "the bot answered 503"}
    clock.forward(LONGEST_PAUSE)
    deliver_all(worker)
    assert len(bot.turns) == 1


def test_without_a_shared_secret_a_reply_waits_and_says_why(engine, outbox, now):
    embedded = Tickets(engine)
    ticket = embedded.open("web:1", Priority.NORMAL, TicketContent(), "", now).ticket
    embedded.reply(ticket.number, "d1", "We found it.", now)
    deliver_all(DeliveryWorker(outbox, None, "embedded", None))
    assert "RETURNDESK_ACTIONS_SECRET is not set" in outbox.waiting()[1]


def test_a_ticket_for_another_help_desk_waits_until_that_one_is_configured_again(engine, worker, desk, outbox, now):
    other = Tickets(engine, "zendesk")
    other.open("web:9", Priority.NORMAL, TicketContent(), "", now)
    deliver_all(worker)
    assert desk.asked == []
    assert outbox.waiting() == {1: "the ticket is for zendesk, but webhook is configured"}


@pytest.mark.parametrize("trouble", [[], [(503, {})], [(404, {})]])
def test_a_chat_is_told_that_a_person_writes_once_and_nothing_comes_after_it_late(outbox, engine, bot, now, trouble):
    bot.troubles = list(trouble)
    tickets, signs = AgentTickets(engine), WritingSigns(engine)
    number = tickets.open("web:1", Priority.NORMAL, TicketContent(), "", now).ticket.number
    tickets.claim(number, "mia", now)
    outbox.delivered(outbox.take())
    worker = DeliveryWorker(outbox, None, EMBEDDED, CustomerChat.at(bot.url, SHARED), signs, sleep=lambda _: None)
    signs.person_writes(number, "mia", SystemClock().now())
    for _ in range(2):
        worker.show_writing()
    assert bot.shown == ([] if trouble else ["web:1"])
    assert len(bot.asked) == 1
    assert outbox.waiting() == {}
