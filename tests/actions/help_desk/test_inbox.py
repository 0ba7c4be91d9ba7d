"""What help desks tell us: only what is signed, only by the one that is configured, and each thing once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest

from actions.help_desk.inbox import HelpDeskInbox, Outcome
from actions.help_desk.incoming import NotUnderstood
from actions.help_desk.ticket import Author, Priority
from actions.help_desk.tickets import Tickets
from actions.help_desk.webhook_signature import BadSignature, standard_headers
from core.clock import format_instant

SECRET = "signing-secret"
KINDS = ["webhook", "zendesk", "chatwoot"]


@pytest.fixture
def opened(engine, outbox, content, now):
    """Opens a ticket at a help desk, which knows it as 50."""

    def open_at(kind):
        tickets = Tickets(engine, kind)
        ticket = tickets.open("web:1", Priority.NORMAL, content, "", now).ticket
        outbox.delivered(outbox.take(), reference="50")
        return tickets, ticket

    return open_at


@pytest.fixture
def inbox_of(clock):
    return lambda kind, tickets, secret=SECRET: HelpDeskInbox(kind, secret, tickets, clock, clock)


def mac(content):
    return hmac.new(SECRET.encode(), content, hashlib.sha256)


def signed(kind, event, now, delivery="d1"):
    """Headers and body of an event as the help desk itself would send them."""
    body = json.dumps(event).encode()
    if kind == "webhook":
        return standard_headers(SECRET, delivery, now, body), body
    if kind == "zendesk":
        stamp = format_instant(now)
        return {
            "x-zendesk-webhook-signature": base64.b64encode(mac(stamp.encode() + body).digest()).decode(),
            "x-zendesk-webhook-signature-timestamp": stamp,
            "x-zendesk-webhook-invocation-id": delivery,
        }, body
    stamp = str(int(now.timestamp()))
    return {
        "x-chatwoot-signature": "sha256=" + mac(f"{stamp}.".encode() + body).hexdigest(),
        "x-chatwoot-timestamp": stamp,
        "x-chatwoot-delivery": delivery,
    }, body


def reply(kind, ticket, words="We found it."):
    if kind == "webhook":
        return {"type": "agent.replied", "data": {"ticket": ticket.token, "message": words}}
    if kind == "zendesk":
        return {"type": "agent.replied", "ticket": ticket.token, "message": words}
    return {
        "event": "message_created",
        "id": 77,
        "content": words,
        "message_type": "outgoing",
        "private": False,
        "conversation": {"id": 50},
        "account": {"id": 3},
    }


def closing(kind, ticket):
    if kind == "webhook":
        return {"type": "ticket.closed", "data": {"ticket": ticket.token}}
    if kind == "zendesk":
        return {"type": "ticket.closed", "ticket": ticket.token}
    return {"event": "conversation_status_changed", "id": 50, "status": "resolved"}


@pytest.mark.parametrize("kind", KINDS)
def test_an_agents_reply_is_kept_once_and_waits_for_the_customer(opened, inbox_of, outbox, kind, now):
    tickets, ticket = opened(kind)
    inbox = inbox_of(kind, tickets)
    headers, body = signed(kind, reply(kind, ticket), now)

    assert [inbox.receive(kind, headers, body) for _ in range(2)] == [Outcome.KEPT, Outcome.REPEATED]
    (message,) = tickets.messages(ticket.number)
    assert (message.author, message.words) == (Author.AGENT, "We found it.")
    assert outbox.take().message_seq == message.id
    assert outbox.take() is None


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_words_twice_are_two_replies(opened, inbox_of, kind, now):
    tickets, ticket = opened(kind)
    inbox = inbox_of(kind, tickets)
    for count in (1, 2):
        event = {**reply(kind, ticket, "Yes."), **({"id": count} if kind == "chatwoot" else {})}
        headers, body = signed(kind, event, now + timedelta(seconds=count), f"d{count}")
        assert inbox.receive(kind, headers, body) is Outcome.KEPT


@pytest.mark.parametrize("kind", KINDS)
def test_closing_is_told_once(opened, inbox_of, outbox, kind, now):
    tickets, ticket = opened(kind)
    inbox = inbox_of(kind, tickets)
    for delivery, outcome in (("d1", Outcome.KEPT), ("d1", Outcome.REPEATED), ("d2", Outcome.REPEATED)):
        assert inbox.receive(kind, *signed(kind, closing(kind, ticket), now, delivery)) is outcome
    assert not tickets.get(ticket.number).is_open
    assert outbox.take().key == f"{ticket.token}-closed"


@pytest.mark.parametrize("kind", KINDS)
def test_a_body_that_was_changed_is_refused(opened, inbox_of, kind, now):
    tickets, ticket = opened(kind)
    headers, body = signed(kind, reply(kind, ticket), now)
    for tampered in (body.replace(b"found", b"lost"), b"", body + b" "):
        with pytest.raises(BadSignature, match="missing or wrong"):
            inbox_of(kind, tickets).receive(kind, headers, tampered)
    assert tickets.messages(ticket.number) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_a_request_without_signature_or_of_another_secret_is_refused(opened, inbox_of, kind, now):
    tickets, ticket = opened(kind)
    headers, body = signed(kind, reply(kind, ticket), now)
    for lacking in headers:
        if not lacking.endswith(("invocation-id", "delivery")):
            with pytest.raises(BadSignature):
                rest = {name: value for name, value in headers.items() if name != lacking}
                inbox_of(kind, tickets).receive(kind, rest, body)
    with pytest.raises(BadSignature):
        inbox_of(kind, tickets, "another-secret").receive(kind, headers, body)


@pytest.mark.parametrize("kind", KINDS)
def test_a_signed_request_that_is_sent_again_is_told_once_whatever_of_it_is_not_signed(opened, inbox_of, kind, now):
    tickets, ticket = opened(kind)
    headers, body = signed(kind, reply(kind, ticket), now)
    unsigned = [name for name in headers if name.endswith(("invocation-id", "delivery"))]
    inbox = inbox_of(kind, tickets)
    assert inbox.receive(kind, headers, body) is Outcome.KEPT
    for attempt in range(2):
        again = {**headers, **dict.fromkeys(unsigned, f"another {attempt}")}
        assert inbox.receive(kind, again, body) is Outcome.REPEATED
    assert len(tickets.messages(ticket.number)) == 1


def test_ids_that_begin_alike_are_two_however_long_they_are(opened, inbox_of, now):
    tickets, ticket = opened("webhook")
    for end in ("a", "b", "a"):
        headers, body = signed("webhook", reply("webhook", ticket), now, delivery="d" * 300 + end)
        inbox_of("webhook", tickets).receive("webhook", headers, body)
    assert len(tickets.messages(ticket.number)) == 2


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("minutes", [-6, 6])
def test_an_old_signature_is_refused(opened, inbox_of, kind, now, minutes):
    tickets, ticket = opened(kind)
    headers, body = signed(kind, reply(kind, ticket), now + timedelta(minutes=minutes))
    with pytest.raises(BadSignature, match="not of these minutes"):
        inbox_of(kind, tickets).receive(kind, headers, body)


@pytest.mark.parametrize("kind", KINDS)
def test_odd_headers_are_refused_and_break_nothing(opened, inbox_of, kind, now):
    tickets, ticket = opened(kind)
    headers, body = signed(kind, reply(kind, ticket), now)
    for name in headers:
        for odd in ("", "é", "\udc80", "v1,", "9" * 50, "-1", "v1"):
            if name.endswith(("invocation-id", "delivery")):
                continue
            with pytest.raises(BadSignature):
                inbox_of(kind, tickets).receive(kind, {**headers, name: odd}, body)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ["null", "[]", "{", "3", '{"type": "agent.replied"}', '{"event": "message_created"}'])
def test_a_signed_body_of_another_form_is_said_to_be_so_or_ignored(opened, inbox_of, kind, form, now):
    tickets, ticket = opened(kind)
    headers, _ = signed(kind, {}, now)
    body = form.encode()
    if kind == "webhook":
        headers = standard_headers(SECRET, "d1", now, body)
    elif kind == "zendesk":
        stamp = headers["x-zendesk-webhook-signature-timestamp"].encode()
        headers["x-zendesk-webhook-signature"] = base64.b64encode(mac(stamp + body).digest()).decode()
    else:
        stamp = headers["x-chatwoot-timestamp"].encode()
        headers["x-chatwoot-signature"] = "sha256=" + mac(stamp + b"." + body).hexdigest()
    try:
        assert inbox_of(kind, tickets).receive(kind, headers, body) is Outcome.IGNORED
    except NotUnderstood as error:
        assert str(error)
    assert tickets.messages(ticket.number) == ()


@pytest.mark.parametrize(
    "event",
    [
        {"message_type": "incoming"},
        {"private": True},
        {"content": None},
        {"event": "message_updated"},
        {"conversation": {"id": 51}},
        {"event": "conversation_status_changed", "id": 50, "status": "open"},
    ],
)
def test_what_chatwoot_tells_besides_is_ignored(opened, inbox_of, event, now):
    tickets, ticket = opened("chatwoot")
    headers, body = signed("chatwoot", {**reply("chatwoot", ticket), **event}, now)
    assert inbox_of("chatwoot", tickets).receive("chatwoot", headers, body) is Outcome.IGNORED


@pytest.mark.parametrize("asked", ["zendesk", "chatwoot", "embedded", "", "webhooks"])
def test_a_help_desk_that_is_not_configured_has_no_way_in(opened, inbox_of, asked, now):
    tickets, ticket = opened("webhook")
    headers, body = signed("webhook", reply("webhook", ticket), now)
    with pytest.raises(LookupError, match="no help desk of the kind"):
        inbox_of("webhook", tickets).receive(asked, headers, body)


def test_without_a_secret_there_is_no_way_in(opened, inbox_of, now):
    tickets, ticket = opened("webhook")
    with pytest.raises(LookupError, match="RETURNDESK_HELP_DESK_SECRET"):
        inbox_of("webhook", tickets, None).receive("webhook", *signed("webhook", reply("webhook", ticket), now))


def test_a_ticket_of_another_help_desk_is_not_answered(opened, inbox_of, engine, now):
    _, ticket = opened("zendesk")
    inbox = inbox_of("webhook", Tickets(engine, "webhook"))
    assert inbox.receive("webhook", *signed("webhook", reply("webhook", ticket), now)) is Outcome.IGNORED


def test_an_endless_reply_is_cut(opened, inbox_of, now):
    tickets, ticket = opened("webhook")
    headers, body = signed("webhook", reply("webhook", ticket, "x" * 20_000), now)
    inbox_of("webhook", tickets).receive("webhook", headers, body)
    assert len(tickets.messages(ticket.number)[0].words) == 8000
