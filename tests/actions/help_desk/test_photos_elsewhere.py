"""A customer's photos in the tickets of a help desk elsewhere: each with an address that opens it there."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from chatwoot_stand_in import ACCOUNT, INBOX, ChatwootStandIn
from chatwoot_stand_in import TOKEN as CHATWOOT_TOKEN
from webhook_stand_in import SECRET, WebhookStandIn
from zendesk_stand_in import TOKEN as ZENDESK_TOKEN
from zendesk_stand_in import USER, ZendeskStandIn

from actions.help_desk.chatwoot import ChatwootDesk
from actions.help_desk.ticket import Author, Priority, Ticket, TicketContent, TicketMessage
from actions.help_desk.webhook import WebhookDesk
from actions.help_desk.zendesk import ZendeskDesk
from actions.photos.links import PhotoLinks
from actions.photos.tickets import lines_for_help_desk
from actions.store.photos import Photo
from core.clock import FrozenClock, SystemClock
from core.http_client import JsonApi
from core.signed_tokens import TokenOver

PUBLIC = "https://desk.shop.example"
_ADDRESS = re.compile(rf"{re.escape(PUBLIC)}/webhooks/rest/photos/file\?t=([\w%-]+)")
#: Of names as files have them, so that what is masked in tickets meets many digits in many places.
NAMES = [hashlib.sha256(bytes([number])).hexdigest() for number in range(12)]

Told = Callable[[], Any]


def _zendesk() -> tuple[Any, Any, Told]:
    server = ZendeskStandIn([])
    return server, ZendeskDesk.at(server.url, USER, ZENDESK_TOKEN), lambda: server.tickets


def _chatwoot() -> tuple[Any, Any, Told]:
    server = ChatwootStandIn([])
    return server, ChatwootDesk.at(server.url, ACCOUNT, INBOX, CHATWOOT_TOKEN), lambda: server.conversations


def _webhook() -> tuple[Any, Any, Told]:
    server = WebhookStandIn([])
    api = JsonApi("the help desk", f"{server.url}/hooks/returns")
    return server, WebhookDesk(api, SECRET, SystemClock()), lambda: server.events


KINDS = [(_zendesk, "zendesk", "35436"), (_chatwoot, "chatwoot", "50"), (_webhook, "webhook", "1")]


@pytest.fixture(params=KINDS, ids=[name for _, name, _ in KINDS])
def elsewhere(request: pytest.FixtureRequest) -> Iterator[tuple[tuple[str, str, Any], Told]]:
    """A help desk with its kind and what it calls a ticket, and what it was told."""
    start, kind, reference = request.param
    server, desk, told = start()
    with closing(server):
        yield (kind, reference, desk), told


def photos(now: datetime) -> list[Photo]:
    return [Photo(name, "key", 9, "image/jpeg", f"crack {place}", None, now) for place, name in enumerate(NAMES)]


def test_the_address_of_each_photo_opens_it_for_a_week(
    elsewhere: tuple[tuple[str, str, Any], Told], now: datetime
) -> None:
    (kind, reference, desk), told = elsewhere
    links = PhotoLinks("s" * 32, PUBLIC, FrozenClock(now))
    opened, later = NAMES[:6], NAMES[6:]
    lines = lines_for_help_desk(photos(now), links)
    content = TicketContent(transcript=lines[: len(opened)])
    ticket = Ticket("T1001", "the-token", "web:1", kind, reference, Priority.NORMAL, content, now, None, True)
    desk.open(ticket, "key", again=False)
    words = "\n".join(line.words for line in lines[len(opened) :])
    desk.add(ticket, TicketMessage(5, Author.CUSTOMER, words, now), "key-5", again=False)

    tokens = [unquote(each) for each in dict.fromkeys(_ADDRESS.findall(str(told())))]
    assert [links.read(token) for token in tokens] == [*opened, *later]
    assert "crack 11" in str(told())
    over = PhotoLinks("s" * 32, PUBLIC, FrozenClock(now + timedelta(days=8)))
    for token in tokens:
        with pytest.raises(TokenOver):
            over.read(token)
