"""Keeps conversations in a database, so that they outlive a restart and several processes can serve them.

Rasa's own SQL store reads the conversation again for each save in order to count what it has, builds its statements
anew each time, and works in the event loop, where a slow database stops every other conversation. This one remembers
what it has read, and waits in a thread.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Optional

import structlog
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore, SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from actions.conversations.address import conversations_url
from actions.conversations.conversations import Conversations, NewEvent, open_conversations
from actions.settings import load_settings
from actions.store.errors import StoreUnavailable

logger = structlog.get_logger(__name__)

# On a tracker that this store has read: how many of its events are in the database.
_KEPT = "_returndesk_events_kept"


class ConversationStore(SQLTrackerStore):
    """The tracker store that `bot/endpoints.yml` names.

    Args:
        domain: The assistant's domain; Rasa sets it again when a model is loaded.
        url: The database; without it the settings say.
        event_broker: Where Rasa sends events besides.
        ignored: What else Rasa hands to a tracker store.

    Raises:
        SettingsError: A RETURNDESK_… variable can't be used.
        ValueError: The address names no database that conversations can be kept in.
    """

    def __init__(
        self, domain: Optional[Domain] = None, url: Optional[str] = None, event_broker: Any = None, **ignored: Any
    ) -> None:
        # Rasa's own would open a database of its own, and wait for it as long as it takes.
        TrackerStore.__init__(self, domain, event_broker)
        self.conversations: Conversations = open_conversations(url or conversations_url(load_settings()))
        self._has_tables = False
        try:
            self._make_tables()
        except StoreUnavailable as error:
            logger.warning("conversations.unavailable", reason=str(error))

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The conversation since it last began anew, None where there is none."""
        return self._tracker(sender_id, await asyncio.to_thread(self._read, self.conversations.last_session, sender_id))

    async def retrieve_full_tracker(self, conversation_id: str) -> Optional[DialogueStateTracker]:
        """The whole conversation, None where there is none."""
        found = await asyncio.to_thread(self._read, self.conversations.all_events, conversation_id)
        return self._tracker(conversation_id, found)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Adds what is new in a conversation."""
        await self.stream_events(tracker)
        kept = getattr(tracker, _KEPT, None)
        if kept is None:
            # Not from here, so that there is no telling what of it is new but by counting.
            kept = len(await asyncio.to_thread(self._read, self.conversations.last_session, tracker.sender_id))
        new = [_new_event(event) for event in islice(tracker.events, kept, None)]
        if new:
            await asyncio.to_thread(self._append, tracker.sender_id, new)
        setattr(tracker, _KEPT, kept + len(new))

    async def keys(self) -> Iterable[str]:
        """The names of all conversations."""
        return await asyncio.to_thread(self._sender_ids)

    async def exists(self, conversation_id: str) -> bool:
        """Whether there is such a conversation."""
        return await asyncio.to_thread(self._exists, conversation_id)

    async def forget(self, sender_id: str) -> None:
        """Deletes a conversation with all that was said in it."""
        await asyncio.to_thread(self.conversations.forget, [sender_id])

    def _tracker(self, sender_id: str, found: Sequence[str]) -> Optional[DialogueStateTracker]:
        if not found:
            return None
        events = json.loads(f"[{','.join(found)}]")
        tracker = DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)
        setattr(tracker, _KEPT, len(events))
        return tracker

    # What follows runs in a thread.

    def _make_tables(self) -> None:
        if not self._has_tables:
            self.conversations.create()
            self._has_tables = True

    def _read(self, query: Any, sender_id: str) -> list[str]:
        self._make_tables()
        found: list[str] = query(sender_id)
        return found

    def _append(self, sender_id: str, new: Sequence[NewEvent]) -> None:
        self._make_tables()
        self.conversations.append(sender_id, new, time.time())

    def _sender_ids(self) -> list[str]:
        self._make_tables()
        return self.conversations.sender_ids()

    def _exists(self, sender_id: str) -> bool:
        self._make_tables()
        return self.conversations.exists(sender_id)


async def forget_conversation(store: TrackerStore, sender_id: str) -> None:
    """Ends a conversation and deletes what was said in it. The caller holds its lock.

    Who its session has proven to be is the action server's to forget (`POST /identity/sign-out`).

    Args:
        store: The agent's tracker store.
        sender_id: The conversation.

    Raises:
        StoreUnavailable: The database did not answer; the conversation is still there.
    """
    if isinstance(store, FailSafeTrackerStore):
        # What the database could not take while it was away.
        await forget_conversation(store.fallback_tracker_store, sender_id)
        await forget_conversation(store._tracker_store, sender_id)
    elif isinstance(store, InMemoryTrackerStore):
        store.store.pop(sender_id, None)
    elif isinstance(store, ConversationStore):
        await store.forget(sender_id)


def _new_event(event: Any) -> NewEvent:
    data = event.as_dict()
    intent = ((data.get("parse_data") or {}).get("intent") or {}).get("name")
    return NewEvent(event.type_name, data.get("timestamp"), intent, data.get("name"), json.dumps(data))
