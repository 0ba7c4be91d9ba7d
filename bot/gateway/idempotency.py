"""A message is handled once, however often it is sent: the conversation itself records what was answered.

A turn is stored as a whole or not at all. So a message whose id stands in the conversation was answered, and what was
said after it is its answer; one whose id does not was lost, and is handled when it comes again.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.gateway.customer_messages import customer_messages
from bot.gateway.transcript import CustomerMessage, DeskMessage, TranscriptEntry, transcript_of


class AlreadyAnswered(Exception):
    """The message was answered before; nothing was done now."""


class Unsent(OutputChannel):
    """Sends nothing: what is said in a turn is read from the conversation once it is stored."""

    @classmethod
    def name(cls) -> str:
        """A name, as Rasa wants one."""
        return "unsent"

    async def send_response(self, recipient_id: str, message: dict[str, object]) -> None:
        """Do nothing."""


class WebMessage(UserMessage):
    """A message on its way through a channel. The guard hands it the conversation, so that its answers can be read."""

    tracker: DialogueStateTracker | None = None


def check_unanswered(message: UserMessage, tracker: DialogueStateTracker) -> None:
    """Make sure that a message is handled for the first time; to be asked under the conversation's lock.

    Raises:
        AlreadyAnswered: It was answered before.
    """
    if is_answered(message.message_id, customer_messages(tracker)):
        raise AlreadyAnswered


def is_answered(message_id: str, events: Iterable[Event]) -> bool:
    """Whether a turn of that id is among the events."""
    return any(isinstance(event, UserUttered) and event.message_id == message_id for event in events)


def turn_of(message_id: str, tracker: DialogueStateTracker) -> tuple[CustomerMessage | None, list[DeskMessage]]:
    """The customer's message of that id, as it was stored, and what the desk said to it, or on the trigger."""
    said = _since(message_id, tracker)
    first = said[0] if said else None
    answers = [entry for entry in said if isinstance(entry, DeskMessage) and entry.turn == message_id]
    return first if isinstance(first, CustomerMessage) else None, answers


def answers_to(message_id: str, tracker: DialogueStateTracker) -> list[DeskMessage]:
    """What the desk said to the message, or on the trigger, of that id."""
    return turn_of(message_id, tracker)[1]


def _since(message_id: str, tracker: DialogueStateTracker) -> list[TranscriptEntry]:
    def is_later(event: Event) -> bool:
        return not (isinstance(event, UserUttered) and event.message_id == message_id)

    events = list(tracker.events)
    later = sum(1 for _ in takewhile(is_later, reversed(events)))
    return list(transcript_of(events[max(0, len(events) - later - 1) :]))
