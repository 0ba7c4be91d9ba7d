"""Copies a conversation without replaying it.

Before an action runs, Rasa 3.6 copies the conversation, and it does so by applying every event that there ever was to a
new one. What comes of that is the state that the conversation is in already: `install()` has it copied.
"""

from __future__ import annotations

import dataclasses
from typing import Any, Final

from rasa.shared.constants import DEFAULT_SENDER_ID
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import AnySlotDict, DialogueStateTracker

#: What events change of a conversation, besides its slots and its loop.
_STATE: Final = ("_paused", "followup_action", "latest_action", "latest_message", "latest_bot_utterance")


def install() -> None:
    """Replace a method of Rasa's, for this process; doing so again changes nothing."""
    if DialogueStateTracker.copy is not _copy:
        DialogueStateTracker._copy_by_replaying = DialogueStateTracker.copy
        DialogueStateTracker.copy = _copy


def _copy(tracker: Any) -> DialogueStateTracker:
    """A conversation in the same state, as Rasa's own method gives it; the events are shared, and never changed."""
    # One that forgets events is in another state once it is replayed, and one without a domain makes slots as it goes.
    if tracker.events.maxlen is not None or isinstance(tracker.slots, AnySlotDict):
        replayed: DialogueStateTracker = tracker._copy_by_replaying()
        return replayed
    # Made without slots, each of which Rasa would copy and empty before it takes the place of another copy.
    copied = DialogueStateTracker(
        tracker.sender_id or DEFAULT_SENDER_ID, (), tracker._max_event_history, is_rule_tracker=tracker.is_rule_tracker
    )
    copied.events.extend(tracker.events)
    copied.slots = {name: _copied(slot) for name, slot in tracker.slots.items()}
    for name in _STATE:
        setattr(copied, name, getattr(tracker, name))
    loop = tracker.active_loop
    copied.active_loop = dataclasses.replace(loop) if loop is not None else None
    same: DialogueStateTracker = copied
    return same


def _copied(slot: Slot) -> Slot:
    """A slot as `copy.copy` gives it, which takes long to find that its class has no way of its own to be copied."""
    copied = object.__new__(type(slot))
    vars(copied).update(vars(slot))
    return copied
