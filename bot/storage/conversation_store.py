"""Keeps conversations in a database, so that they outlive a restart and several processes can serve them.

Rasa's own SQL store reads the conversation again for each save in order to count what it has, builds its statements
anew each time, and works in the event loop, where a slow database stops every other conversation. This one remembers
what it has read, and waits in a thread.

A turn is saved only onto what it was begun from: a process that was held up for so long that another one went on with
the conversation finds that out here, and its turn counts for nothing.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any, Optional, TypeVar

import structlog
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore, SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from core.conversations.address import conversations_url
from core.conversations.conversations import Conversations, NewEvent, open_conversations
from core.database.errors import StoreUnavailable
from core.settings import load_settings

logger = structlog.get_logger(__name__)

Found = TypeVar("Found")

# On a tracker that this store has read: how many of its events are in the database, and how often something had been
# added to the conversation by then (None where that was not asked).
_KEPT = "_returndesk_events_kept"
_ADDITIONS = "_returndesk_additions"


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

    def init_tracker(self, sender_id: str) -> DialogueStateTracker:
        """A conversation that nobody has begun yet."""
        tracker = super().init_tracker(sender_id)
        return _noted(tracker, kept=0, additions=0)

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The conversation since it last began anew, None where there is none."""
        found = await asyncio.to_thread(self._read, self.conversations.last_session, sender_id)
        return self._tracker(sender_id, found.events, found.additions)

    async def retrieve_full_tracker(self, conversation_id: str) -> Optional[DialogueStateTracker]:
        """The whole conversation, None where there is none."""
        found = await asyncio.to_thread(self._read, self.conversations.all_events, conversation_id)
        return self._tracker(conversation_id, found, None)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Add what is new in a conversation.

        Raises:
            Overtaken: Somebody else has added to it since it was read; nothing is saved.
            StoreUnavailable: The database did not answer.
        """
        await self.stream_events(tracker)
        kept, additions = getattr(tracker, _KEPT, None), getattr(tracker, _ADDITIONS, None)
        if kept is None:
            # Not from here, so that there is no telling what of it is new but by counting.
            found = await asyncio.to_thread(self._read, self.conversations.last_session, tracker.sender_id)
            kept, additions = len(found.events), found.additions
        new = [_new_event(event) for event in islice(tracker.events, kept, None)]
        if new:
            await asyncio.to_thread(self._append, tracker.sender_id, new, additions)
            additions = None if additions is None else additions + 1
        _noted(tracker, kept=kept + len(new), additions=additions)

    async def keys(self) -> Iterable[str]:
        """The names of all conversations."""
        return await asyncio.to_thread(self._sender_ids)

    async def was_said_earlier(self, sender_id: str, message_id: str) -> bool:
        """Whether a message of that id stands in a conversation before it last began anew."""
        return await asyncio.to_thread(self.conversations.was_said_earlier, sender_id, message_id)

    async def exists(self, conversation_id: str) -> bool:
        """Whether there is such a conversation."""
        return await asyncio.to_thread(self._exists, conversation_id)

    async def forget(self, sender_id: str) -> None:
        """Delete a conversation with all that was said in it."""
        await asyncio.to_thread(self.conversations.forget, [sender_id])

    def _tracker(
        self, sender_id: str, found: Sequence[str], additions: Optional[int]
    ) -> Optional[DialogueStateTracker]:
        if not found:
            return None
        events = json.loads(f"[{','.join(found)}]")
        tracker = DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)
        return _noted(tracker, kept=len(events), additions=additions)

    # What follows runs in a thread.

    def _make_tables(self) -> None:
        if not self._has_tables:
            self.conversations.create()
            self._has_tables = True

    def _read(self, query: Callable[[str], Found], sender_id: str) -> Found:
        self._make_tables()
        return query(sender_id)

    def _append(self, sender_id: str, new: Sequence[NewEvent], after: Optional[int]) -> None:
        self._make_tables()
        self.conversations.append(sender_id, new, time.time(), after=after)

    def _sender_ids(self) -> list[str]:
        self._make_tables()
        return self.conversations.sender_ids()

    def _exists(self, sender_id: str) -> bool:
        self._make_tables()
        return self.conversations.exists(sender_id)


async def forget_conversation(store: TrackerStore, sender_id: str) -> None:
    """End a conversation and delete what was said in it. The caller holds its lock.

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


def _noted(tracker: DialogueStateTracker, *, kept: int, additions: Optional[int]) -> DialogueStateTracker:
    setattr(tracker, _KEPT, kept)
    setattr(tracker, _ADDITIONS, additions)
    return tracker


def ask_conversations(store: TrackerStore) -> None:
    """Make sure that the database of the conversations answers. Blocks.

    Raises:
        StoreUnavailable: It does not.
    """
    if isinstance(store, FailSafeTrackerStore):
        store = store._tracker_store
    if isinstance(store, ConversationStore):
        store.conversations.ask()


def _new_event(event: Any) -> NewEvent:
    data = event.as_dict()
    intent = ((data.get("parse_data") or {}).get("intent") or {}).get("name")
    return NewEvent(event.type_name, data.get("timestamp"), intent, data.get("name"), json.dumps(data))
