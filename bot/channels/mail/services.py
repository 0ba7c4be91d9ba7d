"""What Postmark and Mailgun post when a mail has come, and how it is known that it is they who do."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from email.parser import BytesParser
from email.policy import HTTP
from http import HTTPStatus
from typing import Any, Union

from bot.channels.decoding import decoded, form_body, json_body
from bot.channels.incoming import MISSED, Attachment, part, parts
from bot.channels.mail.letter import Letter, file_of, from_fields, from_mime, headers_of
from bot.channels.platform import NotReadable, Request, same

#: How old a request of Mailgun's may be, seconds: it comes again for eight hours.
MAILGUN_WITHIN = 12 * 3_600
_MOST_FIELDS = 200
_LONGEST_HEADERS = 10_000
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class Postmark:
    """Posts JSON; its address holds a password, as `https://postmark:PASSWORD@bot.shop.example/…`.

    Args:
        password: The password.
    """

    def __init__(self, password: str) -> None:
        self._password = password

    #: What it does not come again after.
    never_again = HTTPStatus.FORBIDDEN

    def admits(self, headers: Mapping[str, str]) -> bool:
        """Whether headers bear the password."""
        kind, _, pair = headers.get("Authorization", "").partition(" ")
        try:
            given = base64.b64decode(pair, validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            return False
        return kind.lower() == "basic" and same(given, f"postmark:{self._password}")

    def authentic(self, request: Request) -> bool:
        """Whether the request bears the password."""
        return self.admits(request.headers)

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
        attached = parts(body, "Attachments")
        files = [file for each in attached if (file := _postmark_file(each)) is not None]
        return from_fields(headers, plain, html, attached=bool(attached), files=files, recipients=recipients)


class Mailgun:
    """Posts a form, in which it signs a time and a token.

    Args:
        signing_key: The account's HTTP webhook signing key.
        clock: Seconds of Unix time.
    """

    def __init__(self, signing_key: str, clock: Callable[[], float] = time.time) -> None:
        self._key = signing_key
        self._clock = clock

    #: What it does not come again after.
    never_again = HTTPStatus.NOT_ACCEPTABLE

    def admits(self, headers: Mapping[str, str]) -> bool:
        """Whether a request with these headers may be its: what it signs stands in the form."""
        return headers.get("Content-Type", "").lower().startswith(_FORMS)

    def authentic(self, request: Request) -> bool:
        """Whether the signature is right and of today."""
        try:
            fields, _ = _form(request)
            at = int(fields.get("timestamp", ""))
        except (NotReadable, ValueError):
            return False
        signed = f"{fields['timestamp']}{fields.get('token', '')}".encode("utf-8", "replace")
        expected = hmac.new(self._key.encode(), signed, hashlib.sha256).hexdigest()
        return same(fields.get("signature"), expected) and abs(self._clock() - at) <= MAILGUN_WITHIN

    def read(self, request: Request) -> Letter:
        """The mail of a request; raises `NotReadable` where it holds none."""
        fields, parts_of_form = _form(request)
        headers = headers_of(decoded(fields.get("message-headers", "[]")))
        attached = fields.get("attachment-count", "0") not in ("", "0") or bool(fields.get("attachments"))
        shown = fields.get("content-id-map", "")
        files = [
            file
            for name, kind, content in parts_of_form
            if (file := file_of(content, kind, embedded=f'"{name}"' in shown)) is not None
        ]
        return from_fields(
            headers,
            fields.get("body-plain", ""),
            fields.get("body-html", ""),
            attached=attached,
            files=files,
            recipients=[fields.get("recipient", "")],
        )


#: Whoever posts mails.
Service = Union[Postmark, Mailgun]


def _postmark_file(attached: Mapping[str, Any]) -> Attachment | None:
    try:
        content = base64.b64decode(part(attached, "Content", kind=str) or "", validate=True)
    except (binascii.Error, ValueError):
        return Attachment(problem=MISSED)
    kind, embedded = part(attached, "ContentType", kind=str) or "", bool(part(attached, "ContentID", kind=str))
    return file_of(content, kind, embedded=embedded)


def _form(request: Request) -> tuple[dict[str, str], list[tuple[str, str, bytes]]]:
    """The fields of a form of either kind, and what is attached: the field's name, the kind, the content.

    Raises:
        NotReadable: It is none.
    """
    kind = request.headers.get("Content-Type", "")
    if not kind.lower().startswith("multipart/form-data"):
        return {name: values[-1] for name, values in form_body(request).items()}, []
    head = f"Content-Type: {' '.join(kind.split())}\r\n\r\n".encode("utf-8", "replace")
    boundary = BytesParser(policy=HTTP).parsebytes(head).get_boundary()
    if not boundary:
        raise NotReadable("the body is not a form")
    fields: dict[str, str] = {}
    files: list[tuple[str, str, bytes]] = []
    # A parser of mails would read what is attached line by line.
    for each in request.body.split(b"--" + boundary.encode("utf-8", "replace"), _MOST_FIELDS)[1:]:
        headers, found, content = each.partition(b"\r\n\r\n")
        if not found or len(headers) > _LONGEST_HEADERS:
            continue
        try:
            described: Any = BytesParser(policy=HTTP).parsebytes(headers.lstrip(b"\r\n") + b"\r\n\r\n")
            name = described.get_param("name", header="content-disposition")
            filename, of_kind = described.get_filename(), described.get_content_type()
        except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise NotReadable("the body is not a form") from error
        content = content[:-2] if content.endswith(b"\r\n") else content
        if isinstance(name, str) and filename is None:
            fields[name] = content.decode("utf-8", "replace")
        elif isinstance(name, str):
            files.append((name, of_kind, content))
    return fields, files
