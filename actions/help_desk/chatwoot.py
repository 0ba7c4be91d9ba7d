"""Chatwoot: contact, conversation and messages through its application API, in an inbox of the kind "API".

Chatwoot knows no idempotency keys. A conversation carries our token among its custom attributes, and a message its key
as `source_id`, so that a call whose answer got lost is found again.
"""

from __future__ import annotations

from typing import Any, Optional

from actions.help_desk.ticket import Author, Priority, Ticket, TicketMessage
from actions.help_desk.wording import subject_of, text_of
from core.http_client import JsonApi, ServiceUnavailable
from core.identifiers import session_key
from core.notation import escaped

_MARK, _LANGUAGE = "returndesk_ticket", "returndesk_language"


class ChatwootDesk:
    """An inbox of a Chatwoot account as a help desk.

    Args:
        api: The account's API with its access token, down to the account's path.
        inbox: The inbox's id.
    """

    def __init__(self, api: JsonApi, inbox: int) -> None:
        self._api = api
        self._inbox = inbox

    @classmethod
    def at(cls, base_url: str, account: int, inbox: int, token: str) -> ChatwootDesk:
        """An inbox by the installation's address, the account's id and an agent's access token."""
        url = f"{base_url.rstrip('/')}/api/v1/accounts/{account}"
        return cls(JsonApi("Chatwoot", url, headers={"api_access_token": token}), inbox)

    def open(self, ticket: Ticket, key: str, again: bool) -> str:
        """Open a conversation of the customer's contact, with the case as a private note."""
        contact, source = self._contact(ticket)
        conversation = self._known(contact, ticket) if again else None
        if conversation is None:
            body = {
                "source_id": source,
                "inbox_id": self._inbox,
                "contact_id": contact,
                "status": "open",
                "custom_attributes": {_MARK: ticket.token, _LANGUAGE: ticket.content.language},
                "additional_attributes": {"subject": subject_of(ticket)},
            }
            conversation = _number(self._api.call("POST", "/conversations", body), "id")
        if ticket.priority is Priority.HIGH:
            self._api.call("POST", f"/conversations/{conversation}/toggle_priority", {"priority": "high"})
        self._post(conversation, text_of(ticket), key, again, private=True)
        return str(conversation)

    def add(self, ticket: Ticket, message: TicketMessage, key: str, again: bool) -> None:
        """Add the customer's words as an incoming message, and a note as a private one."""
        self._post(int(ticket.reference or 0), message.words, key, again, private=message.author is not Author.CUSTOMER)

    def _post(self, conversation: int, words: str, key: str, again: bool, *, private: bool) -> None:
        path = f"/conversations/{conversation}/messages"
        if again and any(message.get("source_id") == key for message in _list(self._api.get(path), "payload")):
            return
        kind = "outgoing" if private else "incoming"
        # Chatwoot shows Markdown, and nobody's words here mean any.
        body = {"content": escaped(words), "message_type": kind, "private": private, "source_id": key}
        self._api.call("POST", path, body)

    def _contact(self, ticket: Ticket) -> tuple[int, str]:
        """The customer's contact and how this inbox knows it; made where there is none."""
        identifier = f"returndesk-{session_key(ticket.content.customer_id or ticket.conversation)[:32]}"
        known = self._contact_with("identifier", identifier)
        if known is None and ticket.content.email:
            known = self._contact_with("email", ticket.content.email)
        if known is None:
            known = self._new_contact(identifier, ticket)
        return known if known[1] else (known[0], self._into_inbox(known[0]))

    def _contact_with(self, field: str, value: str) -> Optional[tuple[int, str]]:
        found = _list(self._api.get("/contacts/search", q=value), "payload")
        # The search also finds what only contains the words.
        contact = next((each for each in found if str(each.get(field) or "").casefold() == value.casefold()), None)
        if contact is None:
            return None
        inboxes = contact.get("contact_inboxes") or []
        source = next((each["source_id"] for each in inboxes if each["inbox"]["id"] == self._inbox), "")
        return _number(contact, "id"), str(source)

    def _new_contact(self, identifier: str, ticket: Ticket) -> tuple[int, str]:
        body = {
            "inbox_id": self._inbox,
            "identifier": identifier,
            "name": ticket.content.customer_id or f"Guest of {ticket.number}",
        }
        if ticket.content.email:
            body["email"] = ticket.content.email
        answer = self._api.call("POST", "/contacts", body)
        try:
            made = answer["payload"]
            return int(made["contact"]["id"]), str(made["contact_inbox"]["source_id"])
        except (TypeError, KeyError, ValueError) as error:
            raise _not_understood() from error

    def _into_inbox(self, contact: int) -> str:
        answer = self._api.call("POST", f"/contacts/{contact}/contact_inboxes", {"inbox_id": self._inbox})
        if not isinstance(answer, dict) or not answer.get("source_id"):
            raise _not_understood()
        return str(answer["source_id"])

    def _known(self, contact: int, ticket: Ticket) -> Optional[int]:
        """The conversation that an earlier call opened."""
        for conversation in _list(self._api.get(f"/contacts/{contact}/conversations"), "payload"):
            if (conversation.get("custom_attributes") or {}).get(_MARK) == ticket.token:
                return _number(conversation, "id")
        return None


def _list(answer: Any, name: str) -> list[dict[str, Any]]:
    found = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise _not_understood()
    return found


def _number(answer: Any, name: str) -> int:
    try:
        return int(answer[name])
    except (TypeError, KeyError, ValueError) as error:
        raise _not_understood() from error


def _not_understood() -> ServiceUnavailable:
    return ServiceUnavailable("Chatwoot answered what cannot be understood")
