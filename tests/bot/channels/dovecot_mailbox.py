"""Mailboxes of a real Dovecot server."""

from __future__ import annotations

import imaplib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from mails import mail

from bot.channels.mail.imap import Keeping, folder_of, take_mails
from bot.channels.mail.letter import from_mime
from bot.channels.mail.smtp import Server
from lab.testbed.dovecot import PASSWORD, Dovecot, own_dovecot
from lab.testbed.programs import MissingServer

NOW = datetime.now(timezone.utc)


@contextmanager
def dovecot_or_skip(more: str = "") -> Iterator[Dovecot]:
    """The server; the test is skipped where it is not installed."""
    # Its processes give up all rights and have to reach their folder, and the paths of their sockets have to be short.
    try:
        with TemporaryDirectory(prefix="dovecot-") as folder, own_dovecot(Path(folder), more) as server:
            yield server
    except MissingServer as missing:
        pytest.skip(str(missing))


class Box:
    """An account with an empty mailbox."""

    def __init__(self, port: int, user: str) -> None:
        self.server = Server("127.0.0.1", port, user, PASSWORD, tls=False, plain=True)
        self.taken: list[str] = []

    def gets(self, *texts: str, at: datetime = NOW) -> None:
        """Mails come."""
        with self.opened() as box:
            for text in texts:
                box.append("INBOX", "", imaplib.Time2Internaldate(at), mail(text).as_bytes())

    def flags(self) -> list[str]:
        """How its mails are marked."""
        with self.opened() as box:
            _, found = box.fetch("1:*", "(FLAGS)")
        return [each.decode() for each in found if each]

    def keep(self, raw: bytes, whole: bool) -> bool:
        """Keep a mail; those of a person get an answer."""
        assert whole
        self.taken.append(from_mime(raw).text)
        return "person" in self.taken[-1]

    def look(self, keep: Keeping | None = None, goes_on: bool = True) -> int:
        """Take what is there."""
        with folder_of(self.server) as folder:
            return take_mails(folder, keep or self.keep, lambda: goes_on, NOW)

    def opened(self) -> imaplib.IMAP4:
        """A connection to it besides."""
        box = imaplib.IMAP4("127.0.0.1", self.server.port)
        box.login(str(self.server.user), PASSWORD)
        box.select("INBOX")
        return box
