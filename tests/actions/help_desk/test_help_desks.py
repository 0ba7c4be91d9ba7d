"""Each help desk's adapter against a stand-in of its API that refuses what the real one would refuse."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from chatwoot_stand_in import ACCOUNT, INBOX, ChatwootStandIn
from chatwoot_stand_in import TOKEN as CHATWOOT_TOKEN
from webhook_stand_in import SECRET, WebhookStandIn
from zendesk_stand_in import TOKEN as ZENDESK_TOKEN
from zendesk_stand_in import USER, ZendeskStandIn

from actions.help_desk.chatwoot import ChatwootDesk
from actions.help_desk.ticket import Author, Line, Priority, Ticket, TicketContent, TicketMessage
from actions.help_desk.webhook import WebhookDesk
from actions.help_desk.wording import subject_of, text_of
from actions.help_desk.zendesk import ZendeskDesk
from core.clock import SystemClock
from core.http_client import JsonApi, ServiceRefused, ServiceUnavailable

KEY = "2c1d-key"


@pytest.fixture
def stand_in():
    """Starts stand-ins, and stops them when the test is over."""
    started = []

    def start(kind, *troubles):
        started.append(kind(list(troubles)))
        return started[-1]

    yield start
    for each in started:
        each.close()


@pytest.fixture
def ticket(now):
    content = TicketContent(
        customer_id="demo-ana",
        email="ana@example.com",
        return_number="R1001",
        order_number="8120034500012345",
        items=("Desk lamp",),
        status="dropped_off",
        events=(Line("2026-10-14T16:05:00Z", "dropped_off", ""),),
        deadlines=(Line("2026-10-16T22:00:00Z", "drop_off_update", "overdue"),),
        rules=("update.dropoff",),
        transcript=(Line("2026-10-16T08:00:00Z", "customer", "still not returned"),),
    )
    return Ticket("T1001", "the-token", "web:1", "zendesk", "35436", Priority.HIGH, content, now, None, True)


@pytest.fixture
def guest(now):
    return Ticket("T1002", "token-2", "web:2", "chatwoot", "50", Priority.NORMAL, TicketContent(), now, None, True)


@pytest.fixture
def message(now):
    return TicketMessage(5, Author.CUSTOMER, "any news?", now)


def zendesk(server, **options):
    return ZendeskDesk(JsonApi("Zendesk", server.url, auth=(f"{USER}/token", ZENDESK_TOKEN), **options))


def chatwoot(server):
    return ChatwootDesk.at(server.url, ACCOUNT, INBOX, CHATWOOT_TOKEN)


def webhook(server):
    return WebhookDesk(JsonApi("the help desk", f"{server.url}/hooks/returns"), SECRET, SystemClock())


KINDS = [(ZendeskStandIn, zendesk), (ChatwootStandIn, chatwoot), (WebhookStandIn, webhook)]
NAMES = ["zendesk", "chatwoot", "webhook"]


# --- Zendesk ------------------------------------------------------------------------------------------------------


def test_zendesk_gets_the_whole_case_as_an_internal_comment(stand_in, ticket):
    server = stand_in(ZendeskStandIn)
    assert ZendeskDesk.at(server.url, USER, ZENDESK_TOKEN).open(ticket, KEY, again=False) == "35436"

    held = server.tickets[35436]
    assert held["subject"] == "T1001: return R1001, dropped_off"
    assert held["priority"] == "high"
    assert held["external_id"] == "the-token"
    assert held["requester"] == {"name": "demo-ana", "email": "ana@example.com"}
    assert held["comment"]["public"] is False
    assert held["comment"]["body"] == (
        "Ticket T1001, priority high\nCustomer: demo-ana, ana@example.com (verified)\nLanguage: English (en)\n"
        "Return R1001 of order 8120034500012345: Desk lamp\nStatus: dropped_off\n\n"
        "What happened (UTC)\n2026-10-14 16:05 dropped_off\n\n"
        "Open dates (UTC)\n2026-10-16 22:00 drop_off_update: overdue\n\n"
        "Rules the assistant spoke about: update.dropoff\n\n"
        "Conversation (UTC)\n2026-10-16 08:00 customer: still not returned"
    )
    assert server.refusals == []


def test_zendesk_learns_no_address_of_somebody_who_is_not_verified(stand_in, guest):
    server = stand_in(ZendeskStandIn)
    zendesk(server).open(guest, KEY, again=False)

    assert "requester" not in server.tickets[35436]
    assert "Customer: not verified" in server.tickets[35436]["comment"]["body"]


def test_zendesk_is_asked_for_the_ticket_where_its_answer_got_lost(stand_in, ticket):
    server = stand_in(ZendeskStandIn, "answer lost")
    desk = zendesk(server)
    with pytest.raises(ServiceUnavailable, match="Zendesk did not answer"):
        desk.open(ticket, KEY, again=False)
    # More than two hours later Zendesk has forgotten the key.
    server.keys.clear()

    assert desk.open(ticket, KEY, again=True) == "35436"
    assert len(server.tickets) == 1


def test_zendesk_gets_what_the_customer_says_afterwards(stand_in, ticket, message):
    server = stand_in(ZendeskStandIn)
    desk = zendesk(server)
    desk.open(ticket, KEY, again=False)
    desk.add(ticket, message, "key-5", again=False)

    audit = server.tickets[35436]["audits"][-1]
    assert audit["comment"] == {"body": "2026-10-16 08:30 Customer: any news?", "public": False}
    assert audit["metadata"]["custom"] == {"returndesk": "key-5"}


def test_zendesk_gets_a_comment_once_however_many_pages_of_audits_there_are(stand_in, ticket, message):
    server = stand_in(ZendeskStandIn)
    desk = zendesk(server)
    desk.open(ticket, KEY, again=False)
    for count in range(6):
        desk.add(ticket, message, f"key-{count}", again=False)
    desk.add(ticket, message, "key-5", again=True)
    desk.add(ticket, message, "key-6", again=True)

    assert len(server.tickets[35436]["audits"]) == 1 + 7


# --- Chatwoot -----------------------------------------------------------------------------------------------------


def test_chatwoot_gets_contact_conversation_and_a_private_note(stand_in, ticket):
    server = stand_in(ChatwootStandIn)
    assert chatwoot(server).open(ticket, KEY, again=False) == "50"

    (contact,), (conversation,) = server.contacts, server.conversations
    assert contact["email"] == "ana@example.com"
    assert contact["name"] == "demo-ana"
    assert conversation["priority"] == "high"
    assert conversation["custom_attributes"] == {"returndesk_ticket": "the-token", "returndesk_language": "en"}
    (note,) = conversation["messages"]
    assert (note["message_type"], note["private"], note["source_id"]) == ("outgoing", True, KEY)
    assert "Rules the assistant spoke about: update.dropoff" in note["content"]
    assert server.refusals == []


def test_chatwoot_knows_a_guest_without_an_address_or_the_conversations_name(stand_in, guest):
    server = stand_in(ChatwootStandIn)
    chatwoot(server).open(guest, KEY, again=False)

    (contact,) = server.contacts
    assert contact["email"] is None
    assert contact["name"] == "Guest of T1002"
    assert "web:2" not in str(contact)


def test_chatwoot_keeps_one_contact_for_a_customer(stand_in, ticket):
    server = stand_in(ChatwootStandIn)
    for key in ("one", "two"):
        chatwoot(server).open(ticket, key, again=False)

    assert len(server.contacts) == 1
    assert len(server.conversations) == 2


def test_chatwoots_own_contact_with_the_verified_address_is_used(stand_in, ticket):
    server = stand_in(ChatwootStandIn)
    server.contacts += [
        {"id": 1, "name": "Joana", "email": "joana@example.com", "identifier": None, "contact_inboxes": []},
        {"id": 2, "name": "Ana", "email": "Ana@example.com", "identifier": None, "contact_inboxes": []},
    ]
    chatwoot(server).open(ticket, KEY, again=False)

    assert [conversation["contact"] for conversation in server.conversations] == [2]
    assert server.contacts[1]["contact_inboxes"] == [{"source_id": "source-2", "inbox": {"id": INBOX}}]


@pytest.mark.parametrize("lost", range(6))
def test_chatwoot_opens_one_conversation_whichever_answer_got_lost(stand_in, ticket, lost):
    server = stand_in(ChatwootStandIn, *([None] * lost), "answer lost")
    desk = chatwoot(server)
    with pytest.raises(ServiceUnavailable, match="Chatwoot did not answer"):
        desk.open(ticket, KEY, again=False)

    assert desk.open(ticket, KEY, again=True) == "50"
    assert len(server.contacts) == len(server.conversations) == len(server.conversations[0]["messages"]) == 1
    assert server.refusals == []


def test_chatwoot_shows_the_customers_words_as_theirs_and_notes_to_agents_alone(stand_in, guest, message, now):
    server = stand_in(ChatwootStandIn)
    desk = chatwoot(server)
    desk.open(guest, KEY, again=False)
    desk.add(guest, message, "key-5", again=False)
    desk.add(guest, message, "key-5", again=True)
    desk.add(guest, TicketMessage(6, Author.NOTE, "went back", now), "key-6", again=True)

    _, said, note = server.conversations[0]["messages"]
    assert (said["content"], said["message_type"], said["private"]) == ("any news?", "incoming", False)
    assert (note["content"], note["message_type"], note["private"]) == ("went back", "outgoing", True)


# --- Webhook ------------------------------------------------------------------------------------------------------


def test_a_webhook_is_signed_and_brings_the_case(stand_in, ticket, message):
    server = stand_in(WebhookStandIn)
    desk = webhook(server)
    assert desk.open(ticket, KEY, again=False) == "case-1"
    desk.add(ticket, message, "key-5", again=False)

    opened, said = server.events[KEY], server.events["key-5"]
    assert opened["type"] == "ticket.opened"
    assert opened["data"]["case"]["rules"] == ["update.dropoff"]
    assert opened["data"]["priority"] == "high"
    assert opened["data"]["ticket"] == said["data"]["ticket"] == "the-token"
    assert said["type"] == "ticket.message"
    assert said["data"]["message"] == "any news?"
    assert "web:1" not in str(server.events)
    assert server.refusals == []


def test_a_repeated_webhook_bears_the_same_id(stand_in, ticket):
    server = stand_in(WebhookStandIn, "answer lost")
    desk = webhook(server)
    with pytest.raises(ServiceUnavailable):
        desk.open(ticket, KEY, again=False)
    desk.open(ticket, KEY, again=True)

    assert list(server.events) == [KEY]


# --- Customers who speak another language -------------------------------------------------------------------------


@pytest.fixture
def in_portuguese(guest):
    said = (
        Line("2026-10-16T08:00:00Z", "customer", "cadê meu reembolso? [understood as: track refund]"),
        Line("2026-10-16T08:00:01Z", "assistant", "Please tell me your return number."),
    )
    content = replace(guest.content, language="pt-BR", topic="track refund", transcript=said)
    return replace(guest, content=content)


def test_the_agent_reads_english_and_the_customers_own_words(in_portuguese):
    assert subject_of(in_portuguese) == "T1002: a question about track refund, in Portuguese (Brazil)"
    assert text_of(in_portuguese) == (
        "Ticket T1002, priority normal\nCustomer: not verified\nLanguage: Portuguese (Brazil) (pt-BR)\n"
        "Asked last about: track refund\n\n"
        "Conversation (UTC), the assistant's words in English\n"
        "2026-10-16 08:00 customer: cadê meu reembolso? [understood as: track refund]\n"
        "2026-10-16 08:00 assistant: Please tell me your return number."
    )


def test_a_subject_names_the_return_and_the_language(ticket):
    russian = replace(ticket, content=replace(ticket.content, language="ru"))
    assert subject_of(russian) == "T1001: return R1001, dropped_off, in Russian"


def test_zendesk_gets_the_language_as_a_tag(stand_in, in_portuguese):
    server = stand_in(ZendeskStandIn)
    zendesk(server).open(in_portuguese, KEY, again=False)

    assert server.tickets[35436]["tags"] == ["returndesk", "returndesk_language_pt-br"]


def test_chatwoot_gets_the_language_as_an_attribute(stand_in, in_portuguese):
    server = stand_in(ChatwootStandIn)
    chatwoot(server).open(in_portuguese, KEY, again=False)

    assert server.conversations[0]["custom_attributes"]["returndesk_language"] == "pt-BR"


def test_a_webhook_gets_the_language_with_the_case_and_with_each_message(stand_in, in_portuguese, message):
    server = stand_in(WebhookStandIn)
    desk = webhook(server)
    desk.open(in_portuguese, KEY, again=False)
    desk.add(in_portuguese, message, "key-5", again=False)

    opened, said = server.events[KEY]["data"], server.events["key-5"]["data"]
    assert opened["language"] == said["language"] == opened["case"]["language"] == "pt-BR"
    assert opened["case"]["topic"] == "track refund"


# --- Trouble, the same for all ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "client"), KINDS, ids=NAMES)
@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503])
def test_trouble_that_passes_is_told_apart(stand_in, ticket, kind, client, status):
    with pytest.raises(ServiceUnavailable, match=f"answered {status}") as trouble:
        client(stand_in(kind, (status, {}))).open(ticket, KEY, again=False)
    assert trouble.value.pause is None


@pytest.mark.parametrize(("kind", "client"), KINDS, ids=NAMES)
def test_a_help_desk_may_say_how_long_it_wants_to_be_left_alone(stand_in, ticket, kind, client):
    with pytest.raises(ServiceUnavailable) as trouble:
        client(stand_in(kind, (429, {"Retry-After": "93"}))).open(ticket, KEY, again=False)
    assert trouble.value.pause == timedelta(seconds=93)


@pytest.mark.parametrize("said", ["soon", "-5", "1" * 400, "Fri, 99 Foo 2026"])
def test_a_pause_that_cannot_be_read_is_none_and_never_longer_than_an_hour(stand_in, ticket, said):
    with pytest.raises(ServiceUnavailable) as trouble:
        zendesk(stand_in(ZendeskStandIn, (503, {"Retry-After": said}))).open(ticket, KEY, again=False)
    assert trouble.value.pause in (None, timedelta(hours=1))


def test_a_pause_may_be_a_date(stand_in, ticket):
    long_ago = "Wed, 21 Oct 2015 07:28:00 GMT"
    with pytest.raises(ServiceUnavailable) as trouble:
        zendesk(stand_in(ZendeskStandIn, (503, {"Retry-After": long_ago}))).open(ticket, KEY, again=False)
    assert trouble.value.pause == timedelta()


@pytest.mark.parametrize(("kind", "client"), KINDS, ids=NAMES)
@pytest.mark.parametrize("status", [400, 401, 403, 404, 422, 302])
def test_a_refusal_is_told_apart_and_nobody_is_followed_elsewhere(stand_in, ticket, kind, client, status):
    elsewhere = stand_in(kind)
    server = stand_in(kind, (status, {"Location": elsewhere.url}))
    with pytest.raises(ServiceRefused, match=f"refused it with {status}"):
        client(server).open(ticket, KEY, again=False)
    assert elsewhere.asked == []


@pytest.mark.parametrize(("kind", "client"), KINDS, ids=NAMES)
def test_a_help_desk_that_is_gone_is_reported(stand_in, ticket, kind, client):
    server = stand_in(kind)
    server.close()
    desk = client(server)
    server.close = lambda: None
    with pytest.raises(ServiceUnavailable, match="did not answer: ConnectionError"):
        desk.open(ticket, KEY, again=False)


def test_a_help_desk_that_says_nothing_is_not_waited_for(stand_in, ticket):
    with pytest.raises(ServiceUnavailable, match="did not answer: ReadTimeout"):
        zendesk(stand_in(ZendeskStandIn, "silent"), timeout=0.05).open(ticket, KEY, again=False)


@pytest.mark.parametrize("kind", ["zendesk", "chatwoot"])
def test_an_answer_that_cannot_be_understood_is_no_answer(stand_in, ticket, kind):
    server, client = next((made, client) for (made, client), name in zip(KINDS, NAMES, strict=True) if name == kind)
    desk = client(stand_in(server, *([(200, {})] * 10)))
    for again in (False, True):
        with pytest.raises(ServiceUnavailable, match="answered what cannot be understood"):
            desk.open(ticket, KEY, again=again)


@pytest.mark.parametrize(("kind", "client"), KINDS, ids=NAMES)
def test_no_error_names_the_customer(stand_in, ticket, kind, client):
    for trouble in ("answer lost", (400, {}), (500, {})):
        with pytest.raises((ServiceUnavailable, ServiceRefused)) as error:
            client(stand_in(kind, trouble)).open(ticket, KEY, again=False)
        assert "ana" not in str(error.value)
        assert "R1001" not in str(error.value)
