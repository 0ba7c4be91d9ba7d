"""Any help desk that takes a signed webhook: each ticket and each message is one POST (docs/hand-over.md)."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from actions.help_desk.ticket import Ticket, TicketMessage
from actions.help_desk.webhook_signature import standard_headers
from actions.help_desk.wording import subject_of, text_of
from core.clock import Clock, format_instant
from core.http_client import JsonApi


class WebhookDesk:
    """A help desk behind one address.

    Args:
        api: The address.
        secret: What requests are signed with.
        clock: Tells the time that is signed, one that runs.
    """

    def __init__(self, api: JsonApi, secret: str, clock: Clock) -> None:
        self._api = api
        self._secret = secret
        self._clock = clock

    def open(self, ticket: Ticket, key: str, again: bool) -> str:
        """Send `ticket.opened`. The receiver knows a repetition by its `webhook-id`, and may answer with an `id`."""
        answer = self._send(
            "ticket.opened",
            key,
            {
                **_named(ticket),
                "priority": ticket.priority.value,
                "opened_at": format_instant(ticket.opened_at),
                "subject": subject_of(ticket),
                "text": text_of(ticket),
                "case": asdict(ticket.content),
            },
        )
        return str(answer["id"]) if isinstance(answer, dict) and answer.get("id") else ticket.token

    def add(self, ticket: Ticket, message: TicketMessage, key: str, again: bool) -> None:
        """Send `ticket.message`."""
        said = {"author": message.author.value, "message": message.words, "at": format_instant(message.at)}
        self._send("ticket.message", key, {**_named(ticket), **said})

    def _send(self, kind: str, key: str, data: dict[str, Any]) -> Any:
        now = self._clock.now()
        body = json.dumps({"type": kind, "timestamp": format_instant(now), "data": data}).encode()
        return self._api.call("POST", "", raw=body, headers=standard_headers(self._secret, key, now, body))


def _named(ticket: Ticket) -> dict[str, Any]:
    named = {"ticket": ticket.token, "number": ticket.number, "reference": ticket.reference}
    return {**named, "language": ticket.content.language}
