"""A real SMTP server on this machine that keeps what it takes, and fails as it is told to."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

_SECONDS = 60


class KeptMails:
    """What came, in order. `failures` are said to the next mails, one each, instead of taking them."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.failures: list[str] = []
        self.refused = 0
        self.port = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # its name
        if self.failures:
            self.refused += 1
            return self.failures.pop(0)
        content = envelope.content
        mail = message_from_bytes(content if isinstance(content, bytes) else b"", policy=policy.default)
        assert isinstance(mail, EmailMessage)
        assert envelope.rcpt_tos == [mail["To"].addresses[0].addr_spec]
        self.mails.append(mail)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """The mails that an address got."""
        return [mail for mail in list(self.mails) if mail["To"].addresses[0].addr_spec == address]

    def wait_for(self, address: str, count: int) -> list[EmailMessage]:
        """The mails of an address, once there are so many."""
        deadline = time.monotonic() + _SECONDS
        while len(found := self.to(address)) < count:
            assert time.monotonic() < deadline, f"{address} got {len(found)} mails, not {count}"
            time.sleep(0.05)
        return found


@contextmanager
def mail_server() -> Iterator[KeptMails]:
    """A server for the time of a block."""
    kept = KeptMails()
    with socket.create_server(("127.0.0.1", 0)) as free:
        kept.port = free.getsockname()[1]
    controller = Controller(kept, hostname="127.0.0.1", port=kept.port)
    controller.start()
    try:
        yield kept
    finally:
        controller.stop()
