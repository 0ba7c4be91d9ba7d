"""What was said in a conversation, as far as its customer may see it: no intents, slots, entities or metadata."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Final, Optional, Union

from rasa.shared.core.constants import IS_EXTERNAL
from rasa.shared.core.events import BotUttered, Event, SessionStarted, UserUttered

from core.outside_text import plain

#: Metadata of a customer's message that pressed a button: what stood on the button.
TITLE: Final = "title"
#: What has happened besides, by the response that tells of it: the page that the chat stands on may act on it.
HAPPENED: Final = {
    "utter_ticket_opened": "handed_over",
    "utter_ticket_opened_within": "handed_over",
    "utter_person_took": "person_joined",
    "utter_named_person_took": "person_joined",
    "utter_agent_says": "person_replied",
    "utter_named_agent_says": "person_replied",
    "utter_back": "assistant_back",
    "utter_back_with_ticket": "assistant_back",
    "utter_ticket_closed": "ticket_closed",
    "utter_return_started": "return_started",
    "utter_return_started_here": "return_started",
}
#: What names a person as they have chosen to be: above their words, and where they have taken the case.
_NAMED: Final = frozenset({"utter_named_agent_says", "utter_named_person_took"})


@dataclass(frozen=True)
class CustomerMessage:
    """What the customer wrote, or the title of the button that they pressed; `at` is an instant in UTC."""

    message_id: str
    text: str
    at: str

    def as_dict(self) -> dict[str, Any]:
        """The message as the history shows it."""
        return {"from": "customer", "message_id": self.message_id, "text": self.text, "at": self.at}


@dataclass(frozen=True)
class DeskMessage:
    """What the desk said at once: text, buttons and card of one utterance.

    Args:
        id: The same however often it is sent: the id of what it answers, and its place among the answers.
        message: The utterance as Rasa hands it to an output channel.
        at: When it was said, in UTC.
        response: The domain's response that it was made of, for the desk's own records.
        by: The name of the person whose words it gives or who has taken the case, where they have chosen one.
    """

    id: str
    message: dict[str, Any]
    at: str
    response: Optional[str] = None
    by: Optional[str] = None

    @property
    def turn(self) -> str:
        """The whole id of what it answers, which may hold dots itself."""
        return self.id.rpartition(".")[0]

    def as_dict(self) -> dict[str, Any]:
        """The message as a client that shows cards gets it."""
        happened = HAPPENED.get(self.response or "")
        return {
            "id": self.id,
            "text": self.message.get("text") or "",
            "buttons": self.message.get("buttons") or self.message.get("quick_replies") or [],
            "custom": self.message.get("custom") or None,
            **({"image": self.message["image"]} if self.message.get("image") else {}),
            "at": self.at,
            **({"happened": happened} if happened else {}),
            **({"by": self.by} if self.by else {}),
        }


TranscriptEntry = Union[CustomerMessage, DeskMessage]


def transcript_of(events: Iterable[Event]) -> Iterator[TranscriptEntry]:
    """All that the customer may see of a conversation's events, in order."""
    turn, place = "start", 0
    for event in events:
        if isinstance(event, SessionStarted):
            turn, place = f"start-{event.timestamp:.0f}", 0
        elif isinstance(event, UserUttered):
            turn, place = str(event.message_id), 0
            # What a customer has sent beside words sets a turn off too, and has words that show it.
            if not is_trigger(event) or (event.metadata or {}).get(TITLE):
                yield CustomerMessage(turn, shown_text(event), _instant(event))
        elif isinstance(event, BotUttered):
            made_of = event.metadata or {}
            response = made_of.get("utter_action")
            by = plain(str(made_of.get("name") or "")) if response in _NAMED else None
            yield DeskMessage(f"{turn}.{place}", event.message(), _instant(event), response, by)
            place += 1


def is_trigger(event: UserUttered) -> bool:
    """Whether the desk itself set this turn off; nobody wrote it."""
    return bool((event.metadata or {}).get(IS_EXTERNAL))


def shown_text(event: UserUttered) -> str:
    """What a customer's message shows as."""
    return str((event.metadata or {}).get(TITLE) or event.text or "")


def _instant(event: Event) -> str:
    at = datetime.fromtimestamp(event.timestamp, timezone.utc)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
