"""The demo shop's store with a conversation store beside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

import pytest

from core.conversations.conversations import Conversations, open_conversations
from core.conversations.turn_records import NewEvent

Say = Callable[..., None]


@pytest.fixture
def conversations(new_database: Callable[..., str]) -> Conversations:
    """A conversation store in which nothing was said yet."""
    found = open_conversations(new_database("conversations.db"))
    found.create()
    return found


@pytest.fixture
def say(conversations: Conversations, now: datetime) -> Say:
    """A function that has a customer say something in a conversation, and the desk answer."""

    def say(sender_id: str, text: str, at: datetime = now) -> None:
        stamp = at.timestamp()
        events = [{"event": "user", "text": text}, {"event": "bot", "text": f"re: {text}"}]
        conversations.append(
            sender_id,
            [NewEvent(each["event"], stamp, None, None, json.dumps({**each, "timestamp": stamp})) for each in events],
            stamp,
        )

    return say
