"""Takes mails from a mailbox: what nobody has read yet, each kept before it is marked as taken."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import Any, Final

from bot.channels.credentials import CredentialsIncomplete
from bot.channels.mail.smtp import Server

#: How much of a mail is fetched, bytes; the text comes before what is attached.
MOST_FETCHED: Final = 1_000_000
#: How old a mail may be, days: whoever connects a mailbox does not want last year's mails answered.
DAYS: Final = 7
#: How many mails one look takes.
AT_ONCE: Final = 50
#: What marks a mail that was taken and is left for a person to read, where the server keeps marks of others.
TAKEN: Final = "$ReturnDesk"
_SECONDS: Final = 20.0
# Not in the words of the machine's own language.
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class MailboxAway(Exception):
    """The mailbox can't be reached or read; the message names the kind of error alone."""


#: Keeps a mail; returns whether it gets an answer.
Keeping = Callable[[bytes], bool]


def take_mails(server: Server, keep: Keeping, may_go_on: Callable[[], bool], now: datetime) -> int:
    """Take what has come since the last look; return how many mails.

    A mail is marked after it was kept. If the process ends in between, it is taken again, and known by its Message-ID.

    Args:
        server: The mailbox.
        keep: Keeps a mail; what it raises ends the look, and the mail stays.
        may_go_on: Asked before each mail: whether the mailbox is still this process's to read.
        now: The time, an aware instant.

    Raises:
        MailboxAway: The server is away, or refuses.
    """
    taken = 0
    with _connected(server) as (mailbox, keeps_marks):
        for uid in _unread(mailbox, keeps_marks, now)[:AT_ONCE]:
            if not may_go_on():
                break
            raw = _fetched(mailbox, uid)
            if raw is None:
                continue  # somebody has deleted it
            answered = keep(raw)
            seen = ["\\Seen"] if answered or not keeps_marks else []
            _asked(
                mailbox.uid, "STORE", uid, "+FLAGS.SILENT", f"({' '.join([*seen, *([TAKEN] if keeps_marks else [])])})"
            )
            taken += 1
    return taken


@contextmanager
def _connected(server: Server) -> Iterator[tuple[imaplib.IMAP4, bool]]:
    """The open folder, and whether it keeps marks that are not the standard's own."""
    mailbox: imaplib.IMAP4 | None = None
    try:
        if server.tls:
            mailbox = imaplib.IMAP4_SSL(
                server.host, server.port, ssl_context=ssl.create_default_context(), timeout=_SECONDS
            )
        else:
            mailbox = imaplib.IMAP4(server.host, server.port, timeout=_SECONDS)
            if not server.plain:
                _asked(mailbox.starttls, ssl.create_default_context())
        _asked(mailbox.login, server.user or "", server.password or "")
        _asked(mailbox.select, _quoted(server.folder or "INBOX"))
        flags = b" ".join(
            flag for flag in mailbox.untagged_responses.get("PERMANENTFLAGS", []) if isinstance(flag, bytes)
        )
        yield mailbox, b"\\*" in flags or TAKEN.encode() in flags
    except (imaplib.IMAP4.error, OSError, EOFError) as error:
        # Its words may hold the account.
        raise MailboxAway(type(error).__name__) from None
    finally:
        if mailbox is not None:
            mailbox.shutdown()


def _unread(mailbox: imaplib.IMAP4, keeps_marks: bool, now: datetime) -> list[str]:
    since = now.astimezone(timezone.utc) - timedelta(days=DAYS)
    day = f"{since.day:02}-{_MONTHS[since.month - 1]}-{since.year}"
    untaken = ("UNKEYWORD", TAKEN) if keeps_marks else ()
    found = _asked(mailbox.uid, "SEARCH", "UNSEEN", "SINCE", day, *untaken)
    return [uid.decode("ascii") for uid in (found[0] or b"").split()] if found else []


def _fetched(mailbox: imaplib.IMAP4, uid: str) -> bytes | None:
    found = _asked(mailbox.uid, "FETCH", uid, f"(BODY.PEEK[]<0.{MOST_FETCHED}>)")
    return next((part[1] for part in found if isinstance(part, tuple) and isinstance(part[1], bytes)), None)


def _asked(command: Callable[..., tuple[str, list[Any]]], *arguments: Any) -> list[Any]:
    """What the server answers to a command."""
    status, answer = command(*arguments)
    if status != "OK":
        raise imaplib.IMAP4.error("refused")
    return answer


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    if not escaped.isascii() or not escaped.isprintable():
        raise MailboxAway("the folder's name is not in ASCII")
    return f'"{escaped}"'


def checked(variable: str, server: Server) -> Server:
    """The mailbox, with an account.

    Raises:
        CredentialsIncomplete: There is none in its address.
    """
    if server.user is None or server.password is None:
        raise CredentialsIncomplete(f"{variable} has no USER:PASSWORD in it")
    return server
