"""Zendesk: tickets through its Ticketing API, authenticated with an API token.

A ticket carries our token as `external_id`, and every comment carries its key in the audit's metadata, so that a call
whose answer got lost is found again. Zendesk itself remembers an `Idempotency-Key` for two hours only.
"""

from __future__ import annotations

from typing import Any, Optional

from actions.help_desk.ticket import Ticket, TicketMessage
from actions.help_desk.wording import spoken, subject_of, text_of
from core.http_client import JsonApi, ServiceUnavailable

_MARK = "returndesk"
#: A ticket with more pages of audits than this is not searched any further.
_MOST_PAGES = 20


class ZendeskDesk:
    """A Zendesk account as a help desk.

    Args:
        api: The account's API, authenticated.
    """

    def __init__(self, api: JsonApi) -> None:
        self._api = api

    @classmethod
    def at(cls, base_url: str, user: str, token: str) -> ZendeskDesk:
        """An account by its address, an agent's e-mail address and an API token."""
        return cls(JsonApi("Zendesk", base_url, auth=(f"{user}/token", token)))

    def open(self, ticket: Ticket, key: str, again: bool) -> str:
        """Open the ticket with an internal comment, so that Zendesk writes no e-mail about it."""
        if again and (known := self._known(ticket)):
            return known
        body: dict[str, Any] = {
            "subject": subject_of(ticket),
            "comment": {"body": text_of(ticket), "public": False},
            "priority": ticket.priority.value,
            "external_id": ticket.token,
            "tags": [_MARK, f"{_MARK}_language_{ticket.content.language.lower()}"],
        }
        if ticket.content.email:
            body["requester"] = {
                "name": ticket.content.customer_id or ticket.content.email,
                "email": ticket.content.email,
            }
        answer = self._api.call("POST", "/api/v2/tickets.json", {"ticket": body}, headers={"Idempotency-Key": key})
        return _id(answer, "ticket")

    def add(self, ticket: Ticket, message: TicketMessage, key: str, again: bool) -> None:
        """Add an internal comment."""
        path = f"/api/v2/tickets/{ticket.reference}"
        if again and self._has(path, key):
            return
        change = {"comment": {"body": spoken(message), "public": False}, "metadata": {_MARK: key}}
        self._api.call("PUT", f"{path}.json", {"ticket": change})

    def _known(self, ticket: Ticket) -> Optional[str]:
        found = self._api.get("/api/v2/tickets.json", external_id=ticket.token)
        tickets = found.get("tickets") if isinstance(found, dict) else None
        if not isinstance(tickets, list):
            raise ServiceUnavailable("Zendesk answered what cannot be understood")
        return str(tickets[0]["id"]) if tickets else None

    def _has(self, path: str, key: str) -> bool:
        """Whether one of the ticket's audits bears this key."""
        page, query = f"{path}/audits.json", {"page[size]": "100"}
        for _ in range(_MOST_PAGES):
            found = self._api.get(page, **query)
            if not isinstance(found, dict) or not isinstance(found.get("audits"), list):
                raise ServiceUnavailable("Zendesk answered what cannot be understood")
            if any(_marked(audit) == key for audit in found["audits"]):
                return True
            following = (found.get("links") or {}).get("next")
            if not following or not (found.get("meta") or {}).get("has_more"):
                return False
            # Only what is behind the path: whoever answers does not choose the host.
            query = {"page[size]": "100", "page[after]": str(found["meta"].get("after_cursor") or "")}
        return False


def _marked(audit: Any) -> Optional[str]:
    metadata = audit.get("metadata") if isinstance(audit, dict) else None
    custom = metadata.get("custom") if isinstance(metadata, dict) else None
    return custom.get(_MARK) if isinstance(custom, dict) else None


def _id(answer: Any, what: str) -> str:
    try:
        return str(int(answer[what]["id"]))
    except (TypeError, KeyError, ValueError) as error:
        raise ServiceUnavailable("Zendesk answered what cannot be understood") from error
