"""The mail that answers one: plain and HTML, in the thread of what it answers, marked as a program's."""

from __future__ import annotations

import html
import re
import secrets
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate

from bot.channels.mail.correspondence import TOKEN_LENGTH, Thread
from core.notation import as_plain, rendered

_LONGEST_SUBJECT = 200
#: How many mails before it a mail names; programs need the first and the last ones.
_MOST_EARLIER = 20
_TOKEN = re.compile(rf"(?<![a-z0-9])[a-z2-7]{{{TOKEN_LENGTH}}}(?![a-z0-9])")
_RE = re.compile(r"(?:re|aw|sv|odp|antw|rif|ref|res|回复)\s{0,3}(?:\[\d{1,3}\])?\s{0,3}[:：]", re.I)


def plain_text(text: str) -> str:
    """A text in the notation of the domain, as the plain part of a mail shows it."""
    return as_plain(text)


def html_text(text: str) -> str:
    """The same as HTML, a paragraph each; nothing of it is taken for markup."""
    paragraphs = [_paragraph(each) for each in re.split(r"\n[ \t]*\n", text) if each.strip()]
    return f"<!doctype html><html><body>{''.join(paragraphs)}</body></html>"


def _paragraph(text: str) -> str:
    shown = rendered(text.strip(), html.escape, bold="<strong>{}</strong>", italic="<em>{}</em>")
    # Each paragraph runs as its own words do, so that Hebrew stands right beside a Latin number.
    return '<p dir="auto">' + shown.replace("\n", "<br>\n") + "</p>"


def new_message_id(token: str, own: Address) -> str:
    """The Message-ID of a mail in a conversation, with the token, as not every mailbox keeps what stands behind +."""
    return f"<{token}.{secrets.token_hex(8)}@{own.domain}>"


def tokens_in(addresses: list[str], message_ids: list[str], own: Address) -> tuple[str, ...]:
    """What may be tokens in the addresses that a mail came to and in the Message-IDs that it answers."""
    local = [address.rpartition("@")[0].partition("+")[2] for address in addresses]
    ours = [name for name in message_ids if name.endswith(f"@{own.domain}>")]
    found = [match[0] for text in [*local, *ours] if (match := _TOKEN.search(text))]
    return tuple(dict.fromkeys(found))[:_MOST_EARLIER]


def subject_of(answered: str) -> str:
    """The subject of an answer; empty where the mail that it answers has none."""
    subject = answered[:_LONGEST_SUBJECT]
    return subject if not subject or _RE.match(subject) else f"Re: {subject}"


def answer_mail(own: Address, thread: Thread, token: str, *, plain: str, html: str, message_id: str) -> EmailMessage:
    """The whole mail.

    Args:
        own: The desk's address.
        thread: What is answered, and who gets it.
        token: The conversation, to which an answer comes back.
        plain: The words.
        html: The same as HTML.
        message_id: Its own Message-ID.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = own
    mail["To"] = thread.address
    mail["Reply-To"] = Address(own.display_name, f"{own.username}+{token}", own.domain)
    mail["Subject"] = subject_of(thread.subject)
    mail["Date"] = formatdate()
    mail["Message-ID"] = message_id
    if thread.message_id:
        earlier = thread.earlier.split()
        mail["In-Reply-To"] = thread.message_id
        mail["References"] = " ".join([*earlier[:1], *earlier[1:][-_MOST_EARLIER:], thread.message_id])
    mail["Auto-Submitted"] = "auto-replied"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(plain)
    mail.add_alternative(html, subtype="html")
    return mail
