"""Mails as customers, programs and the services that bring mails write them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
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
    **headers: str,
) -> EmailMessage:
    """A mail. Further headers are named as in Python: `in_reply_to`."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"], made["Message-ID"] = sender, to, subject, message_id
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    if text:
        made.set_content(text)
    if html is not None:
        made.add_alternative(html, subtype="html") if text else made.set_content(html, subtype="html")
    return made


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
        "Attachments": [],
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


def as_multipart(fields: dict[str, str]) -> Request:
    """The fields as a request of Mailgun's for a mail with a picture."""
    form = "".join(
        f'--limit\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    )
    picture = (
        '--limit\r\nContent-Disposition: form-data; name="attachment-1"; filename="a.jpg"\r\n\r\nJPEG\r\n--limit--\r\n'
    )
    headers = {"Content-Type": "multipart/form-data; boundary=limit"}
    return Request("/", Headers(headers), (form + picture).encode())
