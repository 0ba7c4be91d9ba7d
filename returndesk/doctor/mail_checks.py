"""Whether the mail servers of the e-mail channel can be used: each step that the channel takes is taken, no mail is."""

from __future__ import annotations

import asyncio
import imaplib
import os
import ssl
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import aiosmtplib

from bot.channels.credentials import CredentialsIncomplete
from bot.channels.mail.imap import chosen, keeps_marks, logged_in, opened
from bot.channels.mail.smtp import Server, sender
from returndesk.doctor.check import Check, fail, ok, warn

if TYPE_CHECKING:
    from bot.channels.mail.mail_channel import Mail

_OUT: Final = "e-mail out"
_IN: Final = "e-mail in"
_SMTP: Final = "RETURNDESK_EMAIL_SMTP_URL"
_IMAP: Final = "RETURNDESK_EMAIL_IMAP_URL"
_ACCOUNT: Final = (
    "check USER and PASSWORD in {variable}: signs that mean something in an address are percent-encoded (@ is %40), "
    "and some providers want a password for programs"
)
_REACH: Final = "check host and port in {variable}, that the server runs, and that this machine may connect there"
_CERTIFICATE: Final = (
    "name the host in {variable} as its certificate does, and have it signed by whom this machine trusts"
)


def mail_checks() -> Iterator[Check]:
    """Look at the servers that the environment names; nothing where there is no e-mail channel."""
    if not any(name.startswith("RETURNDESK_EMAIL_") for name in os.environ):
        return
    try:
        # The channel brings all of Rasa along, and few desks have one.
        from bot.channels.mail.mail_channel import MailChannel

        mail: Mail | None = MailChannel.platform_from_environment()
    except CredentialsIncomplete as error:
        yield fail("e-mail", str(error), "set what docs/e-mail.md names, or none of it")
        return
    if mail is None:
        return
    yield asyncio.run(_sends(mail.server))
    if mail.mailbox is None:
        yield ok(_IN, "mails are brought by the webhook of Postmark or Mailgun")
    else:
        yield _takes(mail.mailbox)


async def _sends(server: Server) -> Check:
    """Connect as for a mail, log in, and leave."""
    where = f"{server.host}:{server.port}"
    client = sender(server)
    try:
        await client.connect()
        await client.quit()
    except aiosmtplib.SMTPAuthenticationError as error:
        return fail(_OUT, f"{where} refuses the account (status {error.code})", _ACCOUNT.format(variable=_SMTP))
    except (ssl.SSLError, aiosmtplib.SMTPException, OSError, asyncio.TimeoutError) as error:
        return _not_sent(where, error)
    finally:
        client.close()
    if server.user is None:
        return warn(
            _OUT, f"{where} answers, and is told no account", f"write USER:PASSWORD into {_SMTP} if it wants one"
        )
    return ok(_OUT, f"{where} takes the account")


def _not_sent(where: str, error: Exception) -> Check:
    if _is_about_certificate(error):
        return fail(_OUT, f"{where} shows a certificate that does not hold", _CERTIFICATE.format(variable=_SMTP))
    if isinstance(error, aiosmtplib.SMTPException) and "STARTTLS" in str(error).upper():
        remedy = f"take the port at which it encrypts from the beginning: {_SMTP}=smtps://USER:PASSWORD@HOST:465"
        return fail(_OUT, f"{where} does not encrypt", remedy)
    if isinstance(error, aiosmtplib.SMTPException) and "AUTH" in str(error).upper():
        remedy = f"write the address that takes mails from programs into {_SMTP}, or leave USER:PASSWORD out"
        return fail(_OUT, f"{where} takes no account", remedy)
    # The words of an error may hold the account.
    return warn(_OUT, f"{where} can't be reached ({type(error).__name__})", _REACH.format(variable=_SMTP))


def _takes(server: Server) -> Check:
    """Connect as for a look, log in, choose the folder, and leave."""
    where, folder = f"{server.host}:{server.port}", server.folder or "INBOX"
    try:
        mailbox = opened(server)
    except ssl.SSLCertVerificationError:
        return fail(_IN, f"{where} shows a certificate that does not hold", _CERTIFICATE.format(variable=_IMAP))
    except imaplib.IMAP4.error:
        remedy = f"take the port at which it encrypts from the beginning: {_IMAP}=imaps://USER:PASSWORD@HOST:993/INBOX"
        return fail(_IN, f"{where} does not encrypt", remedy)
    except (OSError, EOFError) as error:
        return warn(_IN, f"{where} can't be reached ({type(error).__name__})", _REACH.format(variable=_IMAP))
    try:
        logged_in(mailbox, server)
    except (imaplib.IMAP4.error, OSError, EOFError):
        mailbox.shutdown()
        return fail(_IN, f"{where} refuses the account", _ACCOUNT.format(variable=_IMAP))
    try:
        chosen(mailbox, server)
        marks = keeps_marks(mailbox)
    except (imaplib.IMAP4.error, OSError, EOFError):
        return fail(_IN, f"{where} has no folder {folder!r} for this account", f"name one that is there behind {_IMAP}")
    finally:
        mailbox.shutdown()
    if not marks:
        remedy = "nothing, or a server that keeps them: mails that get no answer are found by them there"
        return warn(_IN, f"{where} takes the account; its folder {folder!r} keeps no marks of programs", remedy)
    return ok(_IN, f"{where} takes the account and has the folder {folder!r}")


def _is_about_certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
