"""Forgets a conversation that its customer ends."""

from __future__ import annotations

from rasa.core.agent import Agent

from bot.conversation_store import forget_conversation
from bot.doors.ended import mark_ended


async def close(agent: Agent, conversation: str) -> None:
    """Takes everything that was said out of the store, and leaves the mark that the conversation has ended.

    Raises:
        StoreUnavailable: The database did not answer; the conversation is still there.
    """
    async with agent.lock_store.lock(conversation):
        await forget_conversation(agent.tracker_store, conversation)
        tracker = agent.tracker_store.init_tracker(conversation)
        mark_ended(tracker)
        await agent.tracker_store.save(tracker)
