"""What the bot says to a platform, with the few words around it, and how the platform's answer is to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class ChannelWords:
    """What is said about choosing.

    Args:
        choose: The label of a list that opens, at most 20 characters.
        reply_with_number: How to choose from a numbered text.
        went_wrong: The apology for a message that could not be answered.
        picture: What a picture shows, for whoever can't see it.
    """

    choose: str
    reply_with_number: str
    went_wrong: str
    picture: str = ""

    @classmethod
    def from_generator(cls, generator: Any, language: str, channel: str) -> ChannelWords:
        """The words as the bot's response generator says them in a language on a channel."""
        voice = generator.in_language(language)

        def said(name: str) -> str:
            response = voice.generate_from_slots(name, {}, channel)
            return str(response["text"]).strip() if response else ""

        names = ("utter_choose_from_list", "utter_reply_with_number", "utter_default", "utter_own_label_picture")
        return cls(*map(said, names))


@dataclass(frozen=True)
class Button:
    """Something to choose: what it is called and what choosing it means to the bot."""

    title: str
    payload: str


@dataclass(frozen=True)
class OutgoingMessage:
    """One message of the bot: its text in the notation of the domain, its buttons, and a picture beside them.

    The picture is the address of one that a platform can fetch. The text says by itself where to find what it shows, as
    some platforms show none.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    picture: str | None = None

    @classmethod
    def from_response(cls, response: Mapping[str, Any]) -> OutgoingMessage:
        """A response as Rasa hands it over. Cards are left out: their text says the same."""
        offered = response.get("buttons") or response.get("quick_replies") or []
        lines = [str(response[name]) for name in ("text", "attachment") if response.get(name)]
        picture = str(response.get("image") or "")
        # No platform fetches what is not encrypted, such as from a desk in development.
        fetched = picture if picture.startswith("https://") else None
        buttons = tuple(Button(str(each["title"]), str(each["payload"])) for each in offered if each.get("payload"))
        return cls("\n".join(lines).strip(), buttons, fetched)


@dataclass(frozen=True)
class Place:
    """Where an answer goes: the conversation's id within the channel, and a thread in it."""

    conversation: str
    thread: str | None = None

    @property
    def chat(self) -> str:
        """The group of a conversation, in a direct message the person."""
        return self.conversation.partition("/")[0]


@dataclass(frozen=True)
class Call:
    """One request to a platform's API: the path behind its base address, and the body. It holds no secret."""

    path: str
    body: Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """What the platform answered to a call. `body` is the decoded JSON, or None."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def retry_after(self) -> float | None:
        """The seconds that the platform asks to wait, by its header."""
        try:
            return max(0.0, float(self.headers.get("Retry-After", "")))
        except ValueError:
            return None


class TryLater(Exception):
    """The platform did not take a message now; `wait` are the seconds that it asks for, where it says."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class Refused(Exception):
    """The platform will never take this message: the person has blocked the bot, for one."""
