"""Hands mails to the server that sends them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import aiosmtplib

from bot.channels.credentials import CredentialsIncomplete
from bot.channels.outgoing import Refused, TryLater

_SECONDS = 20.0
_PORTS = {"smtp": 587, "smtps": 465, "imap": 143, "imaps": 993}
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
#: Answers about who we are, which the shop can mend: the mail waits for that (RFC 4954).
_MENDABLE = frozenset({530, 534, 535, 538})


@dataclass(frozen=True)
class Server:
    """A mail server, with the account there.

    Args:
        host: Its name.
        port: Its port.
        user: The account's name, None where none is needed.
        password: Its password.
        tls: Whether the connection is encrypted from its beginning.
        plain: Whether it may stay unencrypted, as on this machine in development.
        folder: What stands behind the address.
    """

    host: str
    port: int
    user: str | None
    password: str | None
    tls: bool
    plain: bool
    folder: str = ""

    @classmethod
    def from_url(cls, variable: str, url: str, scheme: str, *, production: bool) -> Server:
        """The server at `smtps://USER:PASSWORD@HOST:PORT` or the like.

        Args:
            variable: Where the address stands, for messages.
            url: The address; signs in user and password that mean something in an address are percent-encoded.
            scheme: `smtp` or `imap`; an s behind it is encryption from the beginning.
            production: Whether the way to this machine itself has to be encrypted too.

        Raises:
            CredentialsIncomplete: It is none. The message holds nothing of it.
        """
        try:
            read = urlsplit(url)
            port = read.port or _PORTS.get(read.scheme, 0)
        except ValueError:
            read, port = urlsplit(""), 0
        if read.scheme not in (scheme, f"{scheme}s") or not read.hostname:
            raise CredentialsIncomplete(f"{variable} is not of the form {scheme}s://USER:PASSWORD@HOST:PORT")
        user, password = (unquote(word) if word else None for word in (read.username, read.password))
        plain = read.hostname in _LOOPBACK and not production
        folder = unquote(read.path.strip("/"))
        return cls(read.hostname, port, user, password, read.scheme.endswith("s"), plain, folder)


def sender(server: Server) -> aiosmtplib.SMTP:
    """What connects to a server, encrypts and names the account there."""
    return aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        username=server.user,
        password=server.password,
        use_tls=server.tls,
        # None: where the server offers it.
        start_tls=False if server.tls else (None if server.plain else True),
        timeout=_SECONDS,
    )


async def send(mail: EmailMessage, server: Server, own: Address, to: str) -> None:
    """Hand a mail over.

    Raises:
        TryLater: The server can't be reached, or does not take it now.
        Refused: It never will.
    """
    try:
        async with sender(server) as client:
            await client.send_message(mail, sender=own.addr_spec, recipients=[to])
    except aiosmtplib.SMTPRecipientsRefused as error:
        raise _judged(min(each.code for each in error.recipients)) from None
    except aiosmtplib.SMTPResponseException as error:
        raise _judged(error.code) from None
    except (aiosmtplib.SMTPException, OSError, asyncio.TimeoutError) as error:
        # Its words may hold the address of who gets it.
        raise TryLater(type(error).__name__) from None


def _judged(code: int) -> Exception:
    return Refused(f"status {code}") if 500 <= code < 600 and code not in _MENDABLE else TryLater(f"status {code}")
