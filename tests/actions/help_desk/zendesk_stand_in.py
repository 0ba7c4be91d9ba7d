"""A Zendesk account as its Ticketing API describes it, as far as the hand-over uses it."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from typing import Any

from stand_in import Asked, Refused, StandIn, only

USER, TOKEN = "agent@shop.example", "zd-token"
PAGE = 2


@dataclass
class ZendeskStandIn(StandIn):
    """Tickets with their audits, and the idempotency keys that the account remembers."""

    tickets: dict[int, dict[str, Any]] = field(default_factory=dict)
    keys: dict[str, tuple[bytes, int]] = field(default_factory=dict)

    def answer(self, asked: Asked) -> tuple[int, Any]:
        basic = base64.b64encode(f"{USER}/token:{TOKEN}".encode()).decode()
        if asked.headers.get("authorization") != f"Basic {basic}":
            raise Refused(401, "Couldn't authenticate you")
        if asked.method != "GET" and asked.headers.get("content-type") != "application/json":
            raise Refused(415, "not JSON")
        if asked.path == "/api/v2/tickets.json" and asked.method == "POST":
            return self._create(asked)
        if asked.path == "/api/v2/tickets.json" and asked.method == "GET":
            named = [ticket for ticket in self.tickets.values() if ticket["external_id"] == asked.query["external_id"]]
            return 200, {"tickets": [{"id": ticket["id"]} for ticket in named], "count": len(named)}
        found = re.fullmatch(r"/api/v2/tickets/(\d+)(\.json|/audits\.json)", asked.path)
        ticket = self.tickets.get(int(found[1])) if found else None
        if ticket is None:
            raise Refused(404, "RecordNotFound")
        if asked.method == "PUT" and found[2] == ".json":
            return self._update(ticket, asked.body)
        if asked.method == "GET" and found[2] == "/audits.json":
            after = int(asked.query.get("page[after]", 0))
            page = ticket["audits"][after : after + PAGE]
            more = after + PAGE < len(ticket["audits"])
            following = f"{self.url}{asked.path}?page[after]={after + PAGE}" if more else None
            meta = {"has_more": more, "after_cursor": str(after + PAGE) if more else None}
            return 200, {"audits": page, "meta": meta, "links": {"next": following}}
        raise Refused(405, "method")

    def _create(self, asked: Asked) -> tuple[int, Any]:
        key = asked.headers.get("idempotency-key", "")
        if not 0 < len(key) <= 255:
            raise Refused(400, "idempotency key")
        if key in self.keys:
            raw, known = self.keys[key]
            if raw != asked.raw:
                raise Refused(400, "IdempotentRequestError")
            return 201, {"ticket": {"id": known}}
        only(asked.body, {"ticket"}, set())
        told = asked.body["ticket"]
        only(told, {"subject", "comment", "priority", "external_id"}, {"tags", "requester"})
        only(told["comment"], {"body", "public"}, set())
        if told["priority"] not in ("urgent", "high", "normal", "low"):
            raise Refused(422, "priority")
        if "requester" in told:
            only(told["requester"], {"name", "email"}, set())
        number = 35436 + len(self.tickets)
        audit = {"id": 1, "metadata": {"custom": {}}, "comment": told["comment"]}
        self.tickets[number] = {"id": number, **told, "audits": [audit]}
        self.keys[key] = (asked.raw, number)
        return 201, {"ticket": {"id": number, "external_id": told["external_id"]}}

    def _update(self, ticket: dict[str, Any], body: Any) -> tuple[int, Any]:
        only(body, {"ticket"}, set())
        only(body["ticket"], {"comment"}, {"metadata"})
        only(body["ticket"]["comment"], {"body", "public"}, set())
        custom = body["ticket"].get("metadata", {})
        audit = {"id": len(ticket["audits"]) + 1, "metadata": {"custom": custom}, "comment": body["ticket"]["comment"]}
        ticket["audits"].append(audit)
        return 200, {"ticket": {"id": ticket["id"]}, "audit": audit}
