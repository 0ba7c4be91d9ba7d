"""Keeps conversations in a database, so that they outlive a restart and several processes can serve them.

Rasa's own SQL store reads the conversation again for each save in order to count what it has, builds its statements
anew each time, and works in the event loop, where a slow database stops every other conversation. This one keeps in
memory what it had last, and asks the database whether that is how the conversation still is before it is gone on with.

A turn is saved only onto what it was begun from: a process that was held up for so long that another one went on with
the conversation finds that out here, and its turn counts for nothing.
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

from bot.storage.kept_conversations import KeptConversation, KeptConversations
from core.conversations.address import conversations_url
from core.conversations.conversations import Conversations, open_conversations
from core.conversations.turn_records import NOT_BEGUN, SESSION_STARTED, NewEvent, TurnRecords, Version
from core.database.errors import StoreUnavailable
from core.database.plain_statements import Watch
from core.settings import load_settings

logger = structlog.get_logger(__name__)

# On a tracker that this store has read: as what it was read.
_READ = "_returndesk_read"
_SWEEP_SECONDS = 60.0


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
        address = url or conversations_url(load_settings())
        self.conversations: Conversations = open_conversations(address)
        self._records = TurnRecords(address)
        self._kept = KeptConversations()
        self._sweeping = False
        self._has_tables = False
        try:
            self._make_tables()
        except StoreUnavailable as error:
            logger.warning("conversations.unavailable", reason=str(error))

    def watch(self, watch: Watch) -> None:
        """Tell somebody how long the statements of turns take, from now on."""
        self._records.watch(watch)

    def init_tracker(self, sender_id: str) -> DialogueStateTracker:
        """A conversation that nobody has begun yet."""
        tracker = super().init_tracker(sender_id)
        return self._read_as(tracker, NOT_BEGUN, size=0, said_earlier=frozenset())

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The conversation since it last began anew, None where there is none; to go on with, under its lock."""
        await self._ready()
        kept = self._kept.take(sender_id)
        if kept is not None and await self._is_so_still(kept):
            return kept.tracker
        return await self._last_session(sender_id)

    async def look(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The same for whoever only reads it, and before anything else is awaited; no lock is needed."""
        await self._ready()
        kept = self._kept.look(sender_id)
        # A turn may have taken it while the database was asked.
        if kept is not None and await self._is_so_still(kept) and self._kept.look(sender_id) is kept:
            return kept.tracker
        return await self._last_session(sender_id)

    async def retrieve_full_tracker(self, conversation_id: str) -> Optional[DialogueStateTracker]:
        """The whole conversation, None where there is none."""
        await self._ready()
        found = await asyncio.to_thread(self.conversations.all_events, conversation_id)
        return self._tracker(conversation_id, found) if found else None

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Add what is new in a conversation.

        Raises:
            Overtaken: Somebody else has added to it since it was read; nothing is saved.
            StoreUnavailable: The database did not answer.
        """
        await self.stream_events(tracker)
        await self._ready()
        read: Optional[KeptConversation] = getattr(tracker, _READ, None)
        if read is not None:
            await self._add(tracker, read)
            return
        # Not from here, so that there is no telling what of it is new but by counting.
        found = await self._records.last_session(tracker.sender_id)
        new = [_new_event(event) for event in islice(tracker.events, len(found.events), None)]
        if new:
            await self._records.append(tracker.sender_id, new, time.time(), after=found.version)

    async def _add(self, tracker: DialogueStateTracker, read: KeptConversation) -> None:
        new = [_new_event(event) for event in islice(tracker.events, read.events, None)]
        if not new:
            return
        read.version = await self._records.append(tracker.sender_id, new, time.time(), after=read.version)
        read.events += len(new)
        read.size += sum(len(event.data) for event in new)
        read.began_anew = read.began_anew or any(event.type_name == SESSION_STARTED for event in new)
        self._kept.keep(read)
        if not self._sweeping:
            self._sweeping = True
            asyncio.get_running_loop().call_later(_SWEEP_SECONDS, self._sweep)

    def _sweep(self) -> None:
        """Let go of what nobody writes in any more, also where nobody else writes."""
        self._kept.let_go()
        self._sweeping = len(self._kept) > 0
        if self._sweeping:
            asyncio.get_running_loop().call_later(_SWEEP_SECONDS, self._sweep)

    async def keys(self) -> Iterable[str]:
        """The names of all conversations."""
        return await asyncio.to_thread(self._sender_ids)

    async def was_said_earlier(self, tracker: DialogueStateTracker, message_id: str) -> bool:
        """Whether a message of that id stands in a conversation before it last began anew.

        Args:
            tracker: The conversation, as it was retrieved.
            message_id: The message's id.
        """
        read: Optional[KeptConversation] = getattr(tracker, _READ, None)
        if read is None:
            return message_id in await self._records.said_earlier(tracker.sender_id)
        if read.said_earlier is None:
            read.said_earlier = await self._records.said_earlier(tracker.sender_id)
        return message_id in read.said_earlier

    async def exists(self, conversation_id: str) -> bool:
        """Whether there is such a conversation."""
        await self._ready()
        return await self._records.version(conversation_id) != NOT_BEGUN

    async def forget(self, sender_id: str) -> None:
        """Delete a conversation with all that was said in it."""
        self._kept.take(sender_id)
        await asyncio.to_thread(self.conversations.forget, [sender_id])

    async def _is_so_still(self, kept: KeptConversation) -> bool:
        """Whether a conversation is in the database as it was kept, and was not changed since."""
        tracker = kept.tracker
        if kept.domain is not self.domain or len(tracker.events) != kept.events:
            return False
        return await self._records.version(tracker.sender_id) == kept.version

    async def _last_session(self, sender_id: str) -> Optional[DialogueStateTracker]:
        found = await self._records.last_session(sender_id)
        if not found.events:
            return None
        tracker = self._tracker(sender_id, found.events)
        said_earlier = None if found.goes_back else frozenset[str]()
        return self._read_as(tracker, found.version, sum(map(len, found.events)), said_earlier)

    def _tracker(self, sender_id: str, events: Sequence[str]) -> DialogueStateTracker:
        data = json.loads(f"[{','.join(events)}]")
        return DialogueStateTracker.from_dict(sender_id, data, self.domain.slots)

    def _read_as(
        self, tracker: DialogueStateTracker, version: Version, size: int, said_earlier: Optional[frozenset[str]]
    ) -> DialogueStateTracker:
        kept = KeptConversation(tracker, version, len(tracker.events), size, said_earlier, self.domain)
        setattr(tracker, _READ, kept)
        return tracker

    async def _ready(self) -> None:
        if not self._has_tables:
            await asyncio.to_thread(self._make_tables)

    def _make_tables(self) -> None:
        if not self._has_tables:
            self.conversations.create()
            self._has_tables = True

    def _sender_ids(self) -> list[str]:
        self._make_tables()
        return self.conversations.sender_ids()


async def look_at(store: TrackerStore, sender_id: str) -> Optional[DialogueStateTracker]:
    """A conversation since it last began anew, for whoever only reads it and before anything else is awaited.

    Args:
        store: The agent's tracker store.
        sender_id: The conversation.

    Raises:
        StoreUnavailable: The database did not answer.
    """
    return await (store.look(sender_id) if isinstance(store, ConversationStore) else store.retrieve(sender_id))


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
