"""Mails handed to a real server, which takes them, refuses them or is away."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from mail_server import KeptMails, mail_server
from mails import MARTA, OWN, mail

from bot.channels.credentials import CredentialsIncomplete
from bot.channels.mail.smtp import Server, send
from bot.channels.outgoing import Refused, TryLater


@pytest.fixture(scope="module")
def server() -> Iterator[KeptMails]:
    with mail_server() as kept:
        yield kept


def at(port: int, *, production: bool = False, scheme: str = "smtp") -> Server:
    return Server.from_url("SMTP_URL", f"{scheme}://127.0.0.1:{port}", "smtp", production=production)


def to_marta() -> EmailMessage:
    return mail("Grüße", sender="returns@shop.example", to=MARTA)


async def test_a_mail_arrives_as_it_was_written(server: KeptMails) -> None:
    await send(to_marta(), at(server.port), OWN, MARTA)
    (got,) = server.to(MARTA)
    body = got.get_body(("plain",))
    assert body is not None and body.get_content().strip() == "Grüße"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("450 later", TryLater),
        ("421 closing", TryLater),
        ("535 who are you", TryLater),
        ("550 no such person", Refused),
        ("554 never", Refused),
    ],
)
async def test_a_refusal_is_final_or_passing_as_the_server_says(
    server: KeptMails, said: str, kind: type[Exception]
) -> None:
    server.failures.append(said)
    with pytest.raises(kind) as raised:
        await send(to_marta(), at(server.port), OWN, MARTA)
    assert MARTA not in str(raised.value)


async def test_a_server_that_is_away_is_tried_later() -> None:
    with pytest.raises(TryLater):
        await send(to_marta(), at(9), OWN, MARTA)


async def test_nothing_is_sent_unencrypted_in_production(server: KeptMails) -> None:
    before = len(server.mails)
    with pytest.raises(TryLater):
        await send(to_marta(), at(server.port, production=True), OWN, MARTA)
    assert len(server.mails) == before


def test_an_address_may_hold_an_account() -> None:
    server = Server.from_url("X", "imaps://us%40er:p%2Fw@mail.shop.example/Returns", "imap", production=True)
    assert server == Server("mail.shop.example", 993, "us@er", "p/w", tls=True, plain=False, folder="Returns")


@pytest.mark.parametrize(
    "url", ["", "mail.shop.example", "https://a.b", "smtp://", "smtp://a:secret@b:port", "imap://a"]
)
def test_what_is_no_address_of_a_server_is_named_and_not_shown(url: str) -> None:
    with pytest.raises(CredentialsIncomplete, match="SMTP_URL is not of the form") as raised:
        Server.from_url("SMTP_URL", url, "smtp", production=False)
    assert "secret" not in str(raised.value)
