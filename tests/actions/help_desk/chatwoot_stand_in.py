"""A Chatwoot installation as its application API describes it, as far as the hand-over uses it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from stand_in import Asked, Refused, StandIn, only

TOKEN, ACCOUNT, INBOX = "cw-token", 3, 7


@dataclass
class ChatwootStandIn(StandIn):
    """Contacts, conversations and messages of one account with one inbox of the kind "API"."""

    contacts: list[dict[str, Any]] = field(default_factory=list)
    conversations: list[dict[str, Any]] = field(default_factory=list)

    def answer(self, asked: Asked) -> tuple[int, Any]:
        if asked.headers.get("api_access_token") != TOKEN:
            raise Refused(401, "Invalid Access Token")
        path = asked.path.removeprefix(f"/api/v1/accounts/{ACCOUNT}")
        if path == asked.path:
            raise Refused(404, "account")
        if asked.method == "POST" and asked.headers.get("content-type") != "application/json":
            raise Refused(415, "not JSON")
        if (asked.method, path) == ("GET", "/contacts/search"):
            # Names, addresses and identifiers that contain the words.
            wanted = asked.query["q"].casefold()
            fields = ("identifier", "email", "name")
            hits = [
                contact
                for contact in self.contacts
                if any(wanted in (contact.get(name) or "").casefold() for name in fields)
            ]
            return 200, {"meta": {"count": len(hits), "current_page": 1}, "payload": hits}
        if (asked.method, path) == ("POST", "/contacts"):
            return self._contact(asked.body)
        if (asked.method, path) == ("POST", "/conversations"):
            return self._conversation(asked.body)
        if found := re.fullmatch(r"/contacts/(\d+)/conversations", path):
            return 200, {"payload": [each for each in self.conversations if each["contact"] == int(found[1])]}
        if found := re.fullmatch(r"/contacts/(\d+)/contact_inboxes", path):
            only(asked.body, {"inbox_id"}, {"source_id"})
            return 200, self._into_inbox(self._by_id(self.contacts, found[1]))
        if found := re.fullmatch(r"/conversations/(\d+)/toggle_priority", path):
            only(asked.body, {"priority"}, set())
            self._by_id(self.conversations, found[1])["priority"] = asked.body["priority"]
            return 200, {}
        if found := re.fullmatch(r"/conversations/(\d+)/messages", path):
            conversation = self._by_id(self.conversations, found[1])
            if asked.method == "GET":
                return 200, {"meta": {}, "payload": conversation["messages"]}
            return self._message(conversation, asked.body)
        raise Refused(404, path)

    def _contact(self, body: Any) -> tuple[int, Any]:
        only(body, {"inbox_id"}, {"identifier", "name", "email", "custom_attributes"})
        for name in ("identifier", "email"):
            if body.get(name) and any(contact.get(name) == body[name] for contact in self.contacts):
                raise Refused(422, f"{name} has already been taken")
        contact = {"id": 900 + len(self.contacts), "contact_inboxes": [], "email": None, **body}
        del contact["inbox_id"]
        self.contacts.append(contact)
        return 200, {"payload": {"contact": contact, "contact_inbox": self._into_inbox(contact)}}

    @staticmethod
    def _into_inbox(contact: dict[str, Any]) -> dict[str, Any]:
        link = {"source_id": f"source-{contact['id']}", "inbox": {"id": INBOX}}
        contact["contact_inboxes"].append(link)
        return link

    def _conversation(self, body: Any) -> tuple[int, Any]:
        only(
            body,
            {"source_id", "inbox_id"},
            {"contact_id", "status", "custom_attributes", "additional_attributes", "message"},
        )
        contact = self._by_id(self.contacts, body["contact_id"])
        if body["inbox_id"] != INBOX or body["source_id"] not in {e["source_id"] for e in contact["contact_inboxes"]}:
            raise Refused(404, "Resource could not be found")
        conversation = {
            "id": 50 + len(self.conversations),
            "contact": contact["id"],
            "custom_attributes": body.get("custom_attributes", {}),
            "priority": None,
            "messages": [],
        }
        self.conversations.append(conversation)
        return 200, {"id": conversation["id"], "account_id": ACCOUNT, "inbox_id": INBOX}

    @staticmethod
    def _message(conversation: dict[str, Any], body: Any) -> tuple[int, Any]:
        only(body, {"content"}, {"message_type", "private", "source_id", "content_attributes"})
        if body["message_type"] not in ("incoming", "outgoing"):
            raise Refused(422, "message_type")
        conversation["messages"].append({"id": len(conversation["messages"]) + 1, **body})
        return 200, conversation["messages"][-1]

    @staticmethod
    def _by_id(records: list[dict[str, Any]], number: Any) -> dict[str, Any]:
        found = next((record for record in records if record["id"] == int(number)), None)
        if found is None:
            raise Refused(404, "Resource could not be found")
        return found
