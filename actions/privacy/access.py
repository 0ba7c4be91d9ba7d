"""Everything that is held about one customer, for them to read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timezone
from typing import Any

from sqlalchemy.engine import Engine

from actions.privacy.forgetting import Held
from actions.privacy.holdings import holdings
from actions.store.import_export.exchange import export_document
from core.conversations.conversations import Conversations
from core.database.sessions import snapshot
from core.notation import unescaped

_SPEAKERS = {"user": "customer", "bot": "desk"}


def everything_about(engine: Engine, conversations: Conversations, held: Held) -> dict[str, Any]:
    """Records, conversations and whatever else is held about a customer.

    Args:
        engine: The return store.
        conversations: The conversation store.
        held: From `held_about`.

    Returns:
        `customers`, `orders` and `returns` as `returndesk import` reads them; `conversations` with what was said, and
        what was noted with it; every other table's rows by its name.

    Raises:
        StoreUnavailable: A database did not answer.
    """
    document: dict[str, Any] = dict(export_document(engine, held.whose.customer_id))
    document["conversations"] = [_conversation(conversations, sender_id) for sender_id in held.whose.sender_ids]
    with snapshot(engine) as connection:
        for holding in reversed(holdings()):
            rows = holding.read(connection, holding.of(held.whose))
            if rows:
                document[holding.name] = [{name: _plain(value) for name, value in row.items()} for row in rows]
    return document


def _conversation(conversations: Conversations, sender_id: str) -> dict[str, Any]:
    events = [json.loads(event) for event in conversations.all_events(sender_id)]
    return {"conversation": sender_id, "messages": list(_messages(events)), "events": events}


def _messages(events: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for event in events:
        speaker = _SPEAKERS.get(str(event.get("event")))
        if speaker and event.get("text"):
            text = unescaped(event["text"]) if event["event"] == "bot" else event["text"]
            yield {"from": speaker, "text": text, "at": _instant(event.get("timestamp"))}


def _instant(timestamp: object) -> str | None:
    if not isinstance(timestamp, (int, float)):
        return None
    return datetime.fromtimestamp(timestamp, timezone.utc).isoformat(timespec="seconds")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
