"""Forgets a conversation that its customer ends."""

from __future__ import annotations

from rasa.core.agent import Agent
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore

from bot.doors.ended import mark_ended


async def close(agent: Agent, conversation: str) -> None:
    """Takes everything that was said out of the store, and leaves the mark that the conversation has ended."""
    async with agent.lock_store.lock(conversation):
        await _forget(agent.tracker_store, conversation)
        tracker = agent.tracker_store.init_tracker(conversation)
        mark_ended(tracker)
        await agent.tracker_store.save(tracker)


async def _forget(store: TrackerStore, conversation: str) -> None:
    # Rasa wraps the store that was configured into one that survives its outages.
    own = getattr(store, "_tracker_store", store)
    if isinstance(own, InMemoryTrackerStore):
        own.store.pop(conversation, None)
    else:
        await own.forget(conversation)
