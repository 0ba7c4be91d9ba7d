"""The conversations that this process has had last, as Rasa works with them, so that a turn need not read its own.

Whoever takes a conversation has it alone: it is kept again only once a turn is saved, so a turn that fails leaves
nothing here. What is kept counts only as long as the database still has the conversation as it was kept.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Optional

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from core.conversations.turn_records import Version

#: How many conversations are kept, and how much of them in bytes as the database holds it. In memory it is four to five
#: times that, and as much again where actions within the process have read it (bot/rasa_patches/actions_inside.py).
MOST: Final = 1_000
LARGEST: Final = 4_000_000
#: In seconds: for how long nobody needs to have written. What was forgotten elsewhere is gone here by then.
LONGEST: Final = 600.0


@dataclass
class KeptConversation:
    """A conversation since it last began anew, as it is stored.

    Args:
        tracker: The conversation.
        version: What it has come to.
        events: How many events of it are stored.
        size: How many bytes they have there.
        said_earlier: The ids of the messages before it last began anew; None where that was not asked yet.
        domain: What its slots were made of.
        began_anew: Whether that was since it was read, so that something stands before it.
        at: When it was kept, on the clock of those who keep it.
    """

    tracker: DialogueStateTracker
    version: Version
    events: int
    size: int
    said_earlier: Optional[frozenset[str]]
    domain: Domain
    began_anew: bool = False
    at: float = 0.0


class KeptConversations:
    """Some conversations, those first out that nobody has written in for longest.

    Args:
        most: How many.
        largest: How many bytes of them all.
        longest: For how many seconds each.
        monotonic: A clock in seconds that never stands still.
    """

    def __init__(
        self,
        most: int = MOST,
        largest: int = LARGEST,
        longest: float = LONGEST,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = most
        self._largest = largest
        self._longest = longest
        self._monotonic = monotonic
        self._kept: OrderedDict[str, KeptConversation] = OrderedDict()
        self._size = 0

    def __len__(self) -> int:
        return len(self._kept)

    def look(self, sender_id: str) -> Optional[KeptConversation]:
        """A conversation, for whoever only reads it and at once; None where it is not kept."""
        self.let_go()
        found = self._kept.get(sender_id)
        if found is not None and found.began_anew:
            _begin_with_session(found)
        return found

    def take(self, sender_id: str) -> Optional[KeptConversation]:
        """The same, and it is not kept any more."""
        taken = self.look(sender_id)
        if taken is not None:
            del self._kept[sender_id]
            self._size -= taken.size
        return taken

    def keep(self, conversation: KeptConversation) -> None:
        """Keep a conversation as it was just stored."""
        self.take(conversation.tracker.sender_id)
        conversation.at = self._monotonic()
        self._kept[conversation.tracker.sender_id] = conversation
        self._size += conversation.size
        self.let_go()

    def let_go(self) -> None:
        """Keep no more than may be kept now."""
        oldest = self._monotonic() - self._longest
        while self._kept:
            first = next(iter(self._kept.values()))
            if len(self._kept) <= self._most and self._size <= self._largest and first.at > oldest:
                return
            self._kept.popitem(last=False)
            self._size -= first.size


def _begin_with_session(conversation: KeptConversation) -> None:
    """Take out what stands before the last start of a session: the store does not read it again either."""
    events = conversation.tracker.events
    starts = [place for place, event in enumerate(events) if isinstance(event, SessionStarted)]
    gone = [events.popleft() for _ in range(starts[-1] if starts else 0)]
    conversation.began_anew = False
    conversation.events -= len(gone)
    if conversation.said_earlier is not None:
        said = (event.message_id for event in gone if isinstance(event, UserUttered) and event.message_id)
        conversation.said_earlier = conversation.said_earlier.union(said)
