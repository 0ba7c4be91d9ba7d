"""What the customer has said in a conversation, without going through all of it for every message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, Optional

from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

_KEPT: Final = "customer_messages_kept"


@dataclass
class _Kept:
    """How far the events of a conversation were gone through: how many were, the last of them, and what was found."""

    count: int = 0
    last: Optional[Event] = None
    found: list[UserUttered] = field(default_factory=list)

    def leads_to(self, events: Sequence[Event]) -> bool:
        """Whether the conversation only went on since."""
        return self.count <= len(events) and (self.count == 0 or events[self.count - 1] is self.last)


def customer_messages(tracker: DialogueStateTracker) -> Sequence[UserUttered]:
    """The customer's messages in their order, buttons and triggers among them, as `tracker.events` has them."""
    events = tracker.events
    kept = vars(tracker).get(_KEPT)
    if kept is None or not kept.leads_to(events):
        kept = _Kept()
        setattr(tracker, _KEPT, kept)
    if len(events) > kept.count:
        kept.found += (event for event in islice(events, kept.count, None) if isinstance(event, UserUttered))
        kept.count, kept.last = len(events), events[-1]
    found: Sequence[UserUttered] = kept.found
    return found
