"""What is told elsewhere of a conversation's events: enough to count and to improve answers, nobody's own data.

Of what a customer wrote, addresses and numbers are taken out; of what the desk said, only the response's name is told,
as its text holds dates, amounts and numbers of one customer. Slots are not told at all.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from typing import Any, Final, Optional

from rasa.shared.core.constants import IS_EXTERNAL

from core.conversations.event_feed import FedEvent
from core.log_privacy import PrivateLogs
from core.settings import Settings, SettingsError

#: The version of the form, in every event.
FORM: Final = 1

_Event = Mapping[str, Any]


class EventWriter:
    """Makes of stored events what is told of them.

    Args:
        key: What conversations are hashed with.
        settings: How numbers of this shop look.
    """

    def __init__(self, key: bytes, settings: Settings) -> None:
        self._key = key
        self._logs = PrivateLogs(key, settings.number_shapes)

    @classmethod
    def from_settings(cls, settings: Settings) -> EventWriter:
        """With the key by which logs name conversations too.

        Raises:
            SettingsError: There is none.
        """
        if settings.actions_secret is None:
            raise SettingsError(
                "RETURNDESK_EVENTS_URL: needs RETURNDESK_ACTIONS_SECRET, which conversations are hashed with"
            )
        return cls(settings.actions_secret.get_secret_value().encode(), settings)

    def conversation(self, sender_id: str) -> str:
        """The name of a conversation elsewhere; logs show its beginning."""
        return hmac.new(self._key, sender_id.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]

    def written(self, event: FedEvent) -> Optional[Mapping[str, Any]]:
        """The event as it is told; None for what is nobody's business elsewhere."""
        tell = _TOLD.get(event.type_name)
        if tell is None:
            return None
        data = json.loads(event.data)
        at = datetime.fromtimestamp(float(data.get("timestamp") or 0), timezone.utc)
        return {
            "form": FORM,
            "id": event.id,
            "conversation": self.conversation(event.sender_id),
            "at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            **tell(data, self._logs.redacted),
        }


def _customer(event: _Event, redacted: Callable[[str], str]) -> _Event:
    metadata, intent = event.get("metadata") or {}, (event.get("parse_data") or {}).get("intent") or {}
    set_off = bool(metadata.get(IS_EXTERNAL))
    text = "" if set_off else str(metadata.get("title") or event.get("text") or "")
    return {
        "kind": "trigger" if set_off else "customer",
        "channel": metadata.get("channel"),
        "text": redacted(text),
        "button": bool(metadata.get("title")),
        "intent": intent.get("name"),
        "confidence": intent.get("confidence"),
    }


def _desk(event: _Event, _: Callable[[str], str]) -> _Event:
    metadata = event.get("metadata") or {}
    return {"kind": "desk", "response": metadata.get("utter_action"), "facts": metadata.get("facts") or []}


def _action(event: _Event, _: Callable[[str], str]) -> _Event:
    return {"kind": "action", "action": event.get("name")}


def _session(_: _Event, __: Callable[[str], str]) -> _Event:
    return {"kind": "session"}


_TOLD: Final[Mapping[str, Callable[[_Event, Callable[[str], str]], _Event]]] = {
    "user": _customer,
    "bot": _desk,
    "action": _action,
    "session_started": _session,
}
