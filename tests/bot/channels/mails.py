"""Mails as customers, programs and the services that bring mails write them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any
from urllib.parse import urlencode

from channel_requests import NOW, Headers

from bot.channels.platform import Request

OWN = Address("Return Desk", "returns", "shop.example")
MARTA = "marta@example.org"
POSTMARK_PASSWORD = "3f9c1e7a52d04b86"
MAILGUN_KEY = "key-77aa01b2c3"
TOKEN = "abcdefghijklmnopqrstuvwx23"


def mail(
    text: str,
    *,
    sender: str = f"Marta <{MARTA}>",
    to: str = "returns@shop.example",
    subject: str = "A question",
    message_id: str = "<1@example.org>",
    html: str | None = None,
    files: Sequence[tuple[str, bytes]] = (),
    **headers: str,
) -> EmailMessage:
    """A mail. Further headers are named as in Python: `in_reply_to`; files are kinds, as `image/jpeg`, and contents."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"], made["Message-ID"] = sender, to, subject, message_id
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    if text:
        made.set_content(text)
    if html is not None:
        made.add_alternative(html, subtype="html") if text else made.set_content(html, subtype="html")
    for number, (kind, content) in enumerate(files):
        main, _, sub = kind.partition("/")
        made.add_attachment(content, main, sub, filename=f"IMG_{number}.{sub}")
    return made


def attached_to(made: EmailMessage) -> list[tuple[str, str, bytes]]:
    """The name, kind and content of what is attached to a mail."""
    return [
        (str(each.get_filename()), each.get_content_type(), bytes(each.get_payload(decode=True)))
        for each in made.iter_attachments()
    ]


def postmark_body(made: EmailMessage) -> dict[str, Any]:
    """What Postmark posts for a mail."""
    sender = made["From"].addresses[0]
    own_fields = {"from", "to", "cc", "subject", "date"}
    text, html = made.get_body(("plain",)), made.get_body(("html",))
    return {
        "FromName": sender.display_name,
        "MessageStream": "inbound",
        "From": sender.addr_spec,
        "FromFull": {"Email": sender.addr_spec, "Name": sender.display_name, "MailboxHash": ""},
        "To": str(made["To"]),
        "Cc": "",
        "OriginalRecipient": "returns@shop.example",
        "Subject": str(made["Subject"]),
        "MessageID": "22c74902-a0c1-4511-804f-341342852c90",
        "ReplyTo": "",
        "MailboxHash": "",
        "Date": "Tue, 13 Oct 2026 12:00:00 +0000",
        "TextBody": text.get_content() if text is not None else "",
        "HtmlBody": html.get_content() if html is not None else "",
        "StrippedTextReply": "",
        "Tag": "",
        "Headers": [
            {"Name": name, "Value": str(value)} for name, value in made.items() if name.lower() not in own_fields
        ],
        "Attachments": [
            {
                "Name": name,
                "Content": base64.b64encode(content).decode(),
                "ContentType": kind,
                "ContentLength": len(content),
                "ContentID": "",
            }
            for name, kind, content in attached_to(made)
        ],
    }


def postmark_headers(password: str = POSTMARK_PASSWORD) -> dict[str, str]:
    """The headers of Postmark's requests, with the password of the address."""
    pair = base64.b64encode(f"postmark:{password}".encode()).decode()
    return {"Content-Type": "application/json", "Authorization": f"Basic {pair}"}


def mailgun_fields(made: EmailMessage, *, at: int = NOW, key: str = MAILGUN_KEY) -> dict[str, str]:
    """What Mailgun posts for a mail, signed."""
    token = "9" * 50
    text, html = made.get_body(("plain",)), made.get_body(("html",))
    return {
        "recipient": "returns@shop.example",
        "sender": made["From"].addresses[0].addr_spec,
        "subject": str(made["Subject"]),
        "from": str(made["From"]),
        "message-headers": json.dumps([[name, str(value)] for name, value in made.items()]),
        "body-plain": text.get_content() if text is not None else "",
        "body-html": html.get_content() if html is not None else "",
        "timestamp": str(at),
        "token": token,
        "signature": hmac.new(key.encode(), f"{at}{token}".encode(), hashlib.sha256).hexdigest(),
    }


def as_form(fields: dict[str, str]) -> Request:
    """The fields as a request of Mailgun's for a mail to which nothing is attached."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return Request("/", Headers(headers), urlencode(fields).encode())


def as_multipart(
    fields: dict[str, str], files: Sequence[tuple[str, str, bytes]] = (("a.jpg", "", b"JPEG"),)
) -> Request:
    """The fields as a request of Mailgun's for a mail with files: each with its name, kind and content."""
    form = "".join(
        f'--limit\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    ).encode()
    for number, (name, kind, content) in enumerate(files, start=1):
        described = f'--limit\r\nContent-Disposition: form-data; name="attachment-{number}"; filename="{name}"\r\n'
        described += f"Content-Type: {kind}\r\n" if kind else ""
        form += described.encode() + b"\r\n" + content + b"\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=limit"}
    return Request("/", Headers(headers), form + b"--limit--\r\n")
