"""A conversation that its customer ended: forgotten, and closed to its sessions for good."""

from __future__ import annotations

from typing import Any, Final

from rasa.shared.core.events import ConversationPaused
from rasa.shared.core.trackers import DialogueStateTracker

_MARK: Final = {"ended": True}


class Ended(Exception):
    """The conversation has ended; nothing can be said in it any more."""


def mark_ended(tracker: DialogueStateTracker) -> None:
    """Closes a conversation, in place. The mark is all that is left of it."""
    tracker.update(ConversationPaused(metadata=dict(_MARK)))


def is_ended(tracker: Any) -> bool:
    """Whether a conversation was closed."""
    first = next(iter(tracker.events), None) if tracker is not None else None
    return isinstance(first, ConversationPaused) and (first.metadata or {}).items() >= _MARK.items()
