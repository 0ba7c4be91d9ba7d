"""What Postmark and Mailgun post when a mail has come, and how it is known that it is they who do."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import replace
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any, Union

from bot.channels.decoding import decoded, form_body, json_body
from bot.channels.incoming import part, parts
from bot.channels.mail.letter import Letter, from_fields, from_mime, headers_of
from bot.channels.platform import NotReadable, Request, same

#: How old a request of Mailgun's may be, seconds: it comes again for eight hours.
MAILGUN_WITHIN = 12 * 3_600
_MOST_FIELDS = 200


class Postmark:
    """Posts JSON; its address holds a password, as `https://postmark:PASSWORD@bot.shop.example/…`.

    Args:
        password: The password.
    """

    def __init__(self, password: str) -> None:
        self._password = password

    def authentic(self, request: Request) -> bool:
        """Whether the request bears the password."""
        kind, _, pair = request.headers.get("Authorization", "").partition(" ")
        try:
            given = base64.b64decode(pair, validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            return False
        return kind.lower() == "basic" and same(given, f"postmark:{self._password}")

    def read(self, request: Request) -> Letter:
        """The mail of a request; raises `NotReadable` where it holds none."""
        body = json_body(request)
        if not isinstance(body, dict):
            raise NotReadable("the body is not a mail")
        raw = part(body, "RawEmail", kind=str)
        recipients = [part(body, "OriginalRecipient", kind=str) or ""]
        if raw:
            return replace(from_mime(raw.encode("utf-8", "replace")), recipients=tuple(recipients))
        headers = headers_of(body.get("Headers"))
        named = {name.lower() for name, _ in headers}
        # Those that have a field of their own are not among the headers.
        for name in ("From", "To", "Cc", "Subject"):
            if name.lower() not in named:
                headers.append((name, part(body, name, kind=str) or ""))
        if "message-id" not in named:
            headers.append(("Message-ID", f"<{part(body, 'MessageID', kind=str) or ''}@postmark>"))
        plain, html = part(body, "TextBody", kind=str) or "", part(body, "HtmlBody", kind=str) or ""
        return from_fields(headers, plain, html, attached=bool(parts(body, "Attachments")), recipients=recipients)


class Mailgun:
    """Posts a form, in which it signs a time and a token.

    Args:
        signing_key: The account's HTTP webhook signing key.
        clock: Seconds of Unix time.
    """

    def __init__(self, signing_key: str, clock: Callable[[], float] = time.time) -> None:
        self._key = signing_key
        self._clock = clock

    def authentic(self, request: Request) -> bool:
        """Whether the signature is right and of today."""
        try:
            fields = _fields(request)
            at = int(fields.get("timestamp", ""))
        except (NotReadable, ValueError):
            return False
        signed = f"{fields['timestamp']}{fields.get('token', '')}".encode("utf-8", "replace")
        expected = hmac.new(self._key.encode(), signed, hashlib.sha256).hexdigest()
        return same(fields.get("signature"), expected) and abs(self._clock() - at) <= MAILGUN_WITHIN

    def read(self, request: Request) -> Letter:
        """The mail of a request; raises `NotReadable` where it holds none."""
        fields = _fields(request)
        headers = headers_of(decoded(fields.get("message-headers", "[]")))
        attached = fields.get("attachment-count", "0") not in ("", "0") or bool(fields.get("attachments"))
        return from_fields(
            headers,
            fields.get("body-plain", ""),
            fields.get("body-html", ""),
            attached=attached,
            recipients=[fields.get("recipient", "")],
        )


#: Whoever posts mails.
Service = Union[Postmark, Mailgun]


def _fields(request: Request) -> dict[str, str]:
    """The fields of a form of either kind; what is attached is left out."""
    kind = request.headers.get("Content-Type", "")
    if not kind.lower().startswith("multipart/form-data"):
        return {name: values[-1] for name, values in form_body(request).items()}
    head = f"Content-Type: {' '.join(kind.split())}\r\n\r\n".encode("utf-8", "replace")
    try:
        form: Any = BytesParser(policy=HTTP).parsebytes(head + request.body)
        found: dict[str, str] = {}
        for each in form.iter_parts():
            name = each.get_param("name", header="content-disposition")
            payload = each.get_payload(decode=True)
            if isinstance(name, str) and each.get_filename() is None and isinstance(payload, bytes):
                found[name] = payload.decode("utf-8", "replace")
            if len(found) > _MOST_FIELDS:
                break
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, KeyError) as error:
        raise NotReadable("the body is not a form") from error
    return found
