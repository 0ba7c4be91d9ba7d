"""Waits in an open folder until its server says that something has come (IMAP IDLE, RFC 2177).

imaplib has no such command before Python 3.14. Its connection is used as it is: nothing else is asked meanwhile.
"""

from __future__ import annotations

import imaplib
import time
from collections.abc import Callable
from typing import Final

#: Connections on which nobody speaks are cut by what lies between, unnoticed by either end, after some minutes.
LONGEST_WAIT: Final = 120.0
#: How often it is asked whether to go on, seconds; a process that ends waits for no longer.
_LOOK_EVERY: Final = 0.5
#: For an answer of the server's, seconds.
_PATIENCE: Final = 20.0
# imaplib's own are capital letters and a number.
_TAG: Final = b"wait"
_NEWS: Final = (b" EXISTS", b" RECENT")
_MOST_UNREAD: Final = 10_000


def offers_idle(mailbox: imaplib.IMAP4) -> bool:
    """Whether a server can be waited for; asked once the account is named, as some don't say it before."""
    status, told = mailbox.capability()
    return status == "OK" and any(b"IDLE" in each.upper().split() for each in told if isinstance(each, bytes))


def wait_for_mail(mailbox: imaplib.IMAP4, goes_on: Callable[[], bool], longest: float = LONGEST_WAIT) -> bool:
    """Wait until something comes, or for as long as is sound; afterwards the folder has to be looked into.

    Args:
        mailbox: A connection with an open folder, whose server offers it. Used up where the result is False.
        goes_on: Asked again and again: whether to wait any longer.
        longest: For how many seconds at most.

    Returns:
        Whether the connection can be used further.

    Raises:
        OSError: The connection broke.
    """
    if mailbox.response("EXISTS")[1] != [None]:
        return True  # came with the answer to an earlier command, and is not told again
    lines = _Lines(mailbox)
    mailbox.send(_TAG + b" IDLE\r\n")
    end = time.monotonic() + _PATIENCE
    idles = news = False
    while not news and time.monotonic() < end:
        if not goes_on():
            return False
        for line in lines.next():
            if line.startswith(_TAG + b" "):
                return False  # it does not after all
            if line.startswith(b"+"):
                idles, end = True, time.monotonic() + longest
            news = news or (line.startswith(b"* ") and line.upper().endswith(_NEWS))
    return idles and lines.ended()


class _Lines:
    """What the server says, line by line, past imaplib, which would give a connection up on which nothing comes."""

    def __init__(self, mailbox: imaplib.IMAP4) -> None:
        self._mailbox = mailbox
        self._unread = b""

    def next(self) -> list[bytes]:
        """The lines that come within a moment."""
        sock = self._mailbox.sock
        sock.settimeout(_LOOK_EVERY)
        try:
            piece = sock.recv(_MOST_UNREAD)
        except TimeoutError:
            return []
        finally:
            sock.settimeout(_PATIENCE)
        if not piece:
            raise ConnectionError("the server has left")
        *lines, self._unread = (self._unread + piece).split(b"\r\n")
        if len(self._unread) > _MOST_UNREAD:
            raise ConnectionError("the server says one line without an end")
        return lines

    def ended(self) -> bool:
        """Whether the server stops telling, with nothing behind that which imaplib would miss."""
        self._mailbox.send(b"DONE\r\n")
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            lines = self.next()
            if any(line.startswith(_TAG + b" ") for line in lines):
                return lines[-1].startswith(_TAG + b" OK") and not self._unread
        return False
