"""A help desk that takes our signed webhook, and a bot whose triggers endpoint takes turns: each key once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from stand_in import Asked, Refused, StandIn, only

from actions.help_desk.webhook_signature import BadSignature, check_standard

SECRET = "whsec_c3RhbmQtaW4tc2VjcmV0LXRoYXQtaXMtbG9uZw=="
SHARED = "a-shared-secret-of-more-than-32-bytes"


@dataclass
class WebhookStandIn(StandIn):
    """What has arrived, by the deliveries' ids."""

    events: dict[str, Any] = field(default_factory=dict)

    def answer(self, asked: Asked) -> tuple[int, Any]:
        if (asked.method, asked.path) != ("POST", "/hooks/returns"):
            raise Refused(404, asked.path)
        try:
            key = check_standard(SECRET, asked.headers, asked.raw, datetime.now(timezone.utc))
        except BadSignature as error:
            raise Refused(401, str(error)) from error
        only(asked.body, {"type", "timestamp", "data"}, set())
        self.events.setdefault(key, asked.body)
        return 202, {"id": "case-1"}


@dataclass
class BotStandIn(StandIn):
    """The turns that the triggers endpoint was asked for, by key, and where it was to show that a person writes."""

    turns: dict[str, Any] = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)

    def answer(self, asked: Asked) -> tuple[int, Any]:
        if asked.method != "POST" or asked.path not in ("/webhooks/desk/trigger", "/webhooks/desk/writes"):
            raise Refused(404, asked.path)
        if asked.headers.get("authorization") != f"Bearer {SHARED}":
            raise Refused(401, "secret")
        if asked.path.endswith("writes"):
            only(asked.body, {"conversation"}, set())
            self.shown.append(asked.body["conversation"])
            return 200, {}
        only(asked.body, {"conversation", "intent", "values", "key"}, set())
        self.turns.setdefault(asked.body["key"], asked.body)
        return 200, {"delivered": True}
