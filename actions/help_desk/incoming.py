"""What help desks tell us: an agent's reply, or that a ticket is closed. Read only after its signature was checked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Optional

from actions.help_desk.webhook_signature import check_chatwoot, check_standard, check_zendesk
from core.masking import cut

LONGEST_REPLY = 8000


class NotUnderstood(ValueError):
    """A signed request does not have the form of its help desk. The message names the field."""


@dataclass(frozen=True)
class TicketEvent:
    """What happened to a ticket, which is named by our token or by the help desk's own id.

    `words` is what the agent wrote to the customer, None where the ticket was closed. `key` is the same for every
    delivery of the same event.
    """

    key: str
    words: Optional[str]
    token: Optional[str] = None
    reference: Optional[str] = None


Reader = Callable[[str, Mapping[str, str], bytes, datetime], Optional[TicketEvent]]


def from_webhook(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> Optional[TicketEvent]:
    """Read `{"type": "agent.replied" | "ticket.closed", "data": {"ticket", "message"}}`, signed as we sign.

    Args:
        secret: What requests are signed with.
        headers: By lower-case name.
        body: As it was sent.
        now: The current instant, aware.

    Raises:
        BadSignature: It does not come from the help desk.
        NotUnderstood: It has another form.
    """
    key = check_standard(secret, headers, body, now)
    event = _object(body)
    return _told(str(event.get("type")), event.get("data"), key)


def from_zendesk(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> Optional[TicketEvent]:
    """Read what the triggers of docs/hand-over.md send: `{"type", "ticket", "message"}` with `ticket` our token.

    Raises:
        BadSignature: It does not come from Zendesk.
        NotUnderstood: It has another form.
    """
    key = check_zendesk(secret, headers, body, now)
    event = _object(body)
    return _told(str(event.get("type")), event, key)


def from_chatwoot(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> Optional[TicketEvent]:
    """Read Chatwoot's own events: an outgoing message that is not private, and a conversation that was resolved.

    Raises:
        BadSignature: It does not come from Chatwoot.
        NotUnderstood: It has another form.
    """
    key = check_chatwoot(secret, headers, body, now)
    event = _object(body)
    if event.get("event") == "message_created":
        conversation = event.get("conversation")
        if not isinstance(conversation, dict):
            raise NotUnderstood("conversation is not an object")
        if event.get("message_type") not in ("outgoing", 1) or event.get("private") or not event.get("content"):
            return None
        # A delivery that is tried again may get a new id; the message's own stays.
        return TicketEvent(f"message-{event.get('id')}", _words(event.get("content")), reference=_id(conversation))
    if event.get("event") == "conversation_status_changed" and event.get("status") == "resolved":
        return TicketEvent(key, None, reference=_id(event))
    return None


#: How to read each kind of help desk.
READERS: Mapping[str, Reader] = MappingProxyType(
    {"webhook": from_webhook, "zendesk": from_zendesk, "chatwoot": from_chatwoot}
)


def _told(kind: str, data: Any, key: str) -> Optional[TicketEvent]:
    if kind not in ("agent.replied", "ticket.closed"):
        return None
    token = data.get("ticket") if isinstance(data, dict) else None
    if not isinstance(token, str) or not token:
        raise NotUnderstood("ticket is not the id that the ticket was opened with")
    return TicketEvent(key, _words(data.get("message")) if kind == "agent.replied" else None, token=token)


def _words(value: Any) -> str:
    words = cut(value, LONGEST_REPLY).strip() if isinstance(value, str) else ""
    if not words:
        raise NotUnderstood("message is not a text")
    return words


def _id(record: Mapping[str, Any]) -> str:
    value = record.get("id")
    if not isinstance(value, (int, str)) or not str(value):
        raise NotUnderstood("id is missing")
    return str(value)


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise NotUnderstood("the body is not JSON") from None
    if not isinstance(found, dict):
        raise NotUnderstood("the body is not an object")
    return found
