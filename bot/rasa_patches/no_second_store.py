"""Keeps Rasa from answering out of an empty memory while the database of conversations is away.

Rasa puts every tracker store into one that does so. A customer would be greeted as a stranger, and what was answered
then would be known to one process only, until it ends. `have_no_second_store()` lets the turn fail instead: whoever
sent the message is told to send it again.
"""

from __future__ import annotations

from typing import Optional

from rasa.core.agent import Agent
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain

from bot.storage.conversation_store import ConversationStore


def have_no_second_store() -> None:
    """Replace a method of Rasa's, for this process; doing so again changes nothing."""
    if Agent._create_tracker_store is not _as_it_is:
        Agent._create_safe_store = staticmethod(Agent._create_tracker_store)
        Agent._create_tracker_store = staticmethod(_as_it_is)


def _as_it_is(store: Optional[TrackerStore], domain: Domain) -> TrackerStore:
    """The store that an agent works with: ours alone, any other as Rasa has it."""
    if not isinstance(store, ConversationStore):
        safe: TrackerStore = Agent._create_safe_store(store, domain)
        return safe
    store.domain = domain
    return store
