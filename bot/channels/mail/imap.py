"""Takes mails from a mailbox: what nobody has read yet, each kept before it is marked as taken."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, Final

from bot.channels.credentials import CredentialsIncomplete
from bot.channels.mail.idle import offers_idle
from bot.channels.mail.smtp import Server

#: The largest mail that is fetched whole, bytes.
LARGEST_MAIL: Final = 60_000_000
#: How much is fetched of a larger one; the text comes before what is attached.
MOST_FETCHED: Final = 1_000_000
#: How old a mail may be, days: whoever connects a mailbox does not want last year's mails answered.
DAYS: Final = 7
#: How many mails one look takes.
AT_ONCE: Final = 50
#: What marks a mail that was taken and is left for a person to read, where the server keeps marks of others.
TAKEN: Final = "$ReturnDesk"
_SECONDS: Final = 20.0
_MOST_DIGITS: Final = 12
# Not in the words of the machine's own language.
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class MailboxAway(Exception):
    """The mailbox can't be reached or read; the message names the kind of error alone."""


#: Keeps a mail, or of one that is too large its beginning; returns whether it gets an answer. The second argument says
#: whether it is whole.
Keeping = Callable[[bytes, bool], bool]


@dataclass(frozen=True)
class Folder:
    """An open folder.

    Args:
        connection: On which it was opened.
        marks: Whether it keeps marks that are not the standard's own.
        idles: Whether its server tells of what comes.
    """

    connection: imaplib.IMAP4
    marks: bool
    idles: bool


def take_mails(folder: Folder, keep: Keeping, may_go_on: Callable[[], bool], now: datetime) -> int:
    """Take what has come since the last look; return how many mails.

    A mail is marked after it was kept. If the process ends in between, it is taken again, and known by its Message-ID.

    Args:
        folder: Where they are.
        keep: Keeps a mail; what it raises ends the look, and the mail stays.
        may_go_on: Asked before each mail: whether the mailbox is still this process's to read.
        now: The time, an aware instant.
    """
    taken, mailbox, marks = 0, folder.connection, folder.marks
    for uid in _unread(mailbox, marks, now)[:AT_ONCE]:
        if not may_go_on():
            break
        size = _size(mailbox, uid)
        raw = _fetched(mailbox, uid, size <= LARGEST_MAIL)
        if raw is None:
            continue  # somebody has deleted it
        answered = keep(raw, size <= LARGEST_MAIL)
        seen = ["\\Seen"] if answered or not marks else []
        _asked(mailbox.uid, "STORE", uid, "+FLAGS.SILENT", f"({' '.join([*seen, *([TAKEN] if marks else [])])})")
        taken += 1
    return taken


@contextmanager
def folder_of(server: Server) -> Iterator[Folder]:
    """The open folder of a mailbox, for the time of a block.

    Raises:
        MailboxAway: The server is away, or refuses, then or within the block.
    """
    mailbox: imaplib.IMAP4 | None = None
    try:
        mailbox = opened(server)
        logged_in(mailbox, server)
        idles = offers_idle(mailbox)
        chosen(mailbox, server)
        # What is there is looked at in any case.
        mailbox.response("EXISTS")
        yield Folder(mailbox, keeps_marks(mailbox), idles)
    except (imaplib.IMAP4.error, OSError, EOFError) as error:
        # Its words may hold the account.
        raise MailboxAway(type(error).__name__) from None
    finally:
        if mailbox is not None:
            mailbox.shutdown()


def opened(server: Server) -> imaplib.IMAP4:
    """A connection to a server, encrypted unless it may be plain.

    Raises:
        imaplib.IMAP4.error: It does not encrypt.
        OSError: It can't be reached, or shows a certificate that does not hold.
    """
    context = ssl.create_default_context()
    if server.tls:
        return imaplib.IMAP4_SSL(server.host, server.port, ssl_context=context, timeout=_SECONDS)
    mailbox = imaplib.IMAP4(server.host, server.port, timeout=_SECONDS)
    if not server.plain:
        try:
            _asked(mailbox.starttls, context)
        except (imaplib.IMAP4.error, OSError, EOFError):
            mailbox.shutdown()
            raise
    return mailbox


def logged_in(mailbox: imaplib.IMAP4, server: Server) -> None:
    """Name the account; raises `imaplib.IMAP4.error` where it is refused."""
    _asked(mailbox.login, server.user or "", server.password or "")


def chosen(mailbox: imaplib.IMAP4, server: Server) -> None:
    """Open the folder; raises `imaplib.IMAP4.error` where there is none."""
    _asked(mailbox.select, _quoted(server.folder or "INBOX"))


def keeps_marks(mailbox: imaplib.IMAP4) -> bool:
    """Whether the open folder keeps marks that are not the standard's own."""
    flags = b" ".join(flag for flag in mailbox.untagged_responses.get("PERMANENTFLAGS", []) if isinstance(flag, bytes))
    return b"\\*" in flags or TAKEN.encode() in flags


def _unread(mailbox: imaplib.IMAP4, marks: bool, now: datetime) -> list[str]:
    since = now.astimezone(timezone.utc) - timedelta(days=DAYS)
    day = f"{since.day:02}-{_MONTHS[since.month - 1]}-{since.year}"
    untaken = ("UNKEYWORD", TAKEN) if marks else ()
    found = _asked(mailbox.uid, "SEARCH", "UNSEEN", "SINCE", day, *untaken)
    return [uid.decode("ascii") for uid in (found[0] or b"").split()] if found else []


def _size(mailbox: imaplib.IMAP4, uid: str) -> int:
    """How many bytes a mail has; 0 where it is gone."""
    found = _asked(mailbox.uid, "FETCH", uid, "(RFC822.SIZE)")
    told = (
        part.partition(b"RFC822.SIZE ")[2].replace(b")", b" ").split(b" ")[0]
        for part in found
        if isinstance(part, bytes)
    )
    return next((int(size) for size in told if size.isdigit() and len(size) < _MOST_DIGITS), 0)


def _fetched(mailbox: imaplib.IMAP4, uid: str, whole: bool) -> bytes | None:
    found = _asked(mailbox.uid, "FETCH", uid, "(BODY.PEEK[])" if whole else f"(BODY.PEEK[]<0.{MOST_FETCHED}>)")
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
