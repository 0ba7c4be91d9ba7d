"""A conversation that its customer ends: forgotten, and closed to its sessions for good."""

from __future__ import annotations

from typing import Any, Final

from rasa.core.agent import Agent
from rasa.shared.core.events import ConversationPaused
from rasa.shared.core.trackers import DialogueStateTracker

from bot.storage.conversation_store import forget_conversation

_MARK: Final = {"ended": True}


class Ended(Exception):
    """The conversation has ended; nothing can be said in it any more."""


def mark_ended(tracker: DialogueStateTracker) -> None:
    """Close a conversation, in place. The mark is all that is left of it."""
    tracker.update(ConversationPaused(metadata=dict(_MARK)))


def is_ended(tracker: Any) -> bool:
    """Whether a conversation was closed."""
    first = next(iter(tracker.events), None) if tracker is not None else None
    return isinstance(first, ConversationPaused) and (first.metadata or {}).items() >= _MARK.items()


async def close(agent: Agent, conversation: str) -> None:
    """Take everything that was said out of the store, and leave the mark that the conversation has ended.

    Raises:
        StoreUnavailable: The database did not answer; the conversation is still there.
    """
    async with agent.lock_store.lock(conversation):
        await forget_conversation(agent.tracker_store, conversation)
        tracker = agent.tracker_store.init_tracker(conversation)
        mark_ended(tracker)
        await agent.tracker_store.save(tracker)
