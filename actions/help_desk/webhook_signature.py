"""Signatures of webhooks: those we send and those that help desks send us.

Ours follow the Standard Webhooks specification: `webhook-id`, `webhook-timestamp` (Unix seconds) and
`webhook-signature: v1,<base64 of HMAC-SHA256 over "id.timestamp.body">`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from core.clock import parse_instant

#: A signed request older or newer than this is a replay, or comes from a clock that is wrong.
TOLERANCE = timedelta(minutes=5)


class BadSignature(Exception):
    """A request was not signed by who it should come from, or too long ago. The message says which."""


def standard_headers(secret: str, message_id: str, now: datetime, body: bytes) -> dict[str, str]:
    """The headers that sign a body.

    Args:
        secret: As text, or `whsec_` and base64.
        message_id: The same at every try, so that the receiver can tell a repetition.
        now: The current instant, aware.
        body: What is sent.
    """
    timestamp = str(int(now.timestamp()))
    signature = _base64(_mac(_key(secret), _bytes(f"{message_id}.{timestamp}.") + body))
    return {"webhook-id": message_id, "webhook-timestamp": timestamp, "webhook-signature": f"v1,{signature}"}


def check_standard(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> str:
    """Check the signature of a Standard Webhooks request.

    Returns:
        The delivery's id, the same at every try.

    Raises:
        BadSignature: It is missing, wrong, or not of these minutes.
    """
    message_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    expected = _base64(_mac(_key(secret), _bytes(f"{message_id}.{timestamp}.") + body))
    given = [entry.partition(",") for entry in headers.get("webhook-signature", "").split()]
    if not message_id or not any(version == "v1" and _same(said, expected) for version, _, said in given):
        raise BadSignature("the signature is missing or wrong")
    _check_age(_unix(timestamp), now)
    return message_id


def check_zendesk(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> str:
    """Check a Zendesk webhook: base64 of HMAC-SHA256 over timestamp and body, with the webhook's signing secret.

    Returns:
        An id made of the signature: the invocation's own is not signed, so whoever repeats a request could change it.

    Raises:
        BadSignature: As above.
    """
    timestamp = headers.get("x-zendesk-webhook-signature-timestamp", "")
    given = headers.get("x-zendesk-webhook-signature", "")
    if not _same(given, _base64(_mac(secret.encode(), _bytes(timestamp) + body))):
        raise BadSignature("the signature is missing or wrong")
    try:
        sent_at = parse_instant(timestamp)
    except ValueError as error:
        raise BadSignature("the signature's timestamp is not one") from error
    _check_age(sent_at, now)
    return hashlib.sha256(_bytes(given)).hexdigest()


def check_chatwoot(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> str:
    """Check a Chatwoot webhook: `sha256=` and hex of HMAC-SHA256 over "timestamp.body", with the webhook's secret.

    Returns:
        The delivery's id; where Chatwoot sent none, one made of the signature.

    Raises:
        BadSignature: As above.
    """
    timestamp = headers.get("x-chatwoot-timestamp", "")
    given = headers.get("x-chatwoot-signature", "")
    if not _same(given, "sha256=" + _mac(secret.encode(), _bytes(f"{timestamp}.") + body).hex()):
        raise BadSignature("the signature is missing or wrong")
    _check_age(_unix(timestamp), now)
    return headers.get("x-chatwoot-delivery") or hashlib.sha256(_bytes(given)).hexdigest()


def _key(secret: str) -> bytes:
    if not secret.startswith("whsec_"):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        return secret.encode()


def _bytes(header: str) -> bytes:
    """A header's text, however odd; the server hands over what is no text as lone surrogates."""
    return header.encode("utf-8", "surrogatepass")


def _mac(key: bytes, content: bytes) -> bytes:
    return hmac.new(key, content, hashlib.sha256).digest()


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(_bytes(given), expected.encode())


def _unix(timestamp: str) -> datetime:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 11):
        raise BadSignature("the signature's timestamp is not one")
    return datetime.fromtimestamp(int(timestamp), timezone.utc)


def _check_age(sent_at: datetime, now: datetime) -> None:
    if abs(now - sent_at) > TOLERANCE:
        raise BadSignature("the signature is not of these minutes; check the clocks")
