"""What a platform delivered: one message of one person, read from its wire format."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final, TypeVar

from bot.rasa_patches.message_guard import LONGEST_MESSAGE
from core.languages import is_language_tag
from core.masking import cut
from core.outside_text import storable

#: Set by a channel where a message holds no words: an image, a sticker, a voice message, a place.
ATTACHMENT_INTENT = "message_attachment"
GREETING_INTENT = "greet"

_ID = re.compile(r"[\w.+@:-]{1,80}", re.ASCII)
_LONGEST_DELIVERY_ID = 250
_LONGEST_PHOTOS_ID = 56
_Kind = TypeVar("_Kind")

#: In files: how many of one message are looked at; the others are said to be too many.
MOST_ATTACHED: Final = 10
#: What nobody checked is called as the desk calls it (actions/photos/kinds.py); these two it can't know.
TOO_LARGE: Final = "large"
MISSED: Final = "missed"
TOO_MANY: Final = "many"
_LONGEST_REFERENCE = 2_000


@dataclass(frozen=True)
class Attachment:
    """A picture, video or other file that a message brought.

    Args:
        reference: What the platform calls it: an id or an address. Empty where the message held it itself.
        file: Its name at the desk, once it is kept there.
        problem: Why it was not taken.
        content: Its bytes, where the message held them; they are handed to the desk and never stored here.
    """

    reference: str = ""
    file: str = ""
    problem: str = ""
    content: bytes = field(default=b"", repr=False, compare=False)


def attachments(references: Iterable[str | None]) -> tuple[Attachment, ...]:
    """The files of a message by what the platform calls them; what can't be fetched or is too many is said so."""
    named = [each if each and len(each) <= _LONGEST_REFERENCE else None for each in references]
    found = [Attachment(reference=each) if each else Attachment(problem=MISSED) for each in named[:MOST_ATTACHED]]
    return (*found, *(Attachment(problem=TOO_MANY) for _ in named[MOST_ATTACHED:]))


@dataclass(frozen=True)
class Incoming:
    """One message.

    Args:
        delivery: The platform's id of this message; redeliveries bear the same.
        person: The platform's id of who wrote it.
        text: What they wrote; the title of a button that they pressed.
        choice: The short id of a button that they pressed.
        intent: What a message without words means.
        group: The platform's id of a place where others read along; None in a direct message.
        thread: The thread in that place in which to answer.
        sent_at: When the platform says it was sent, seconds of Unix time.
        trace: The id of the delivery's trace, which the turn belongs to however long the message waits.
        locale: The language tag of the person's app, where the platform tells it.
        attached: Pictures, videos and other files that came with it.
    """

    delivery: str
    person: str
    text: str = ""
    choice: str | None = None
    intent: str | None = None
    group: str | None = None
    thread: str | None = None
    sent_at: float | None = None
    trace: str | None = None
    locale: str | None = None
    attached: tuple[Attachment, ...] = ()

    @property
    def is_silent(self) -> bool:
        """Whether it is nothing but what is attached."""
        return bool(self.attached) and not (self.text or self.choice)

    def with_silent(self, further: Sequence[Incoming]) -> Incoming:
        """The message with what silent ones behind it brought: people send several pictures one by one."""
        return replace(self, attached=tuple(each for message in (self, *further) for each in message.attached))

    @property
    def photos_id(self) -> str:
        """What tells what is attached from what any other message brings, the same however often it is delivered."""
        named = [self.delivery, *(f"{each.reference}{each.file}{each.problem}" for each in self.attached)]
        return hashlib.sha256("\0".join(named).encode("utf-8", "replace")).hexdigest()[:_LONGEST_PHOTOS_ID]

    @property
    def conversation(self) -> str:
        """The conversation's id within its channel: each person has another one in a group than in direct messages."""
        return f"{self.group}/{self.person}" if self.group else self.person

    def as_json(self) -> dict[str, Any]:
        """What is kept until it is answered."""
        kept = {name: value for name, value in asdict(self).items() if value is not None and value != ()}
        if self.attached:
            named = ("reference", "file", "problem")
            kept["attached"] = [
                {name: getattr(each, name) for name in named if getattr(each, name)} for each in self.attached
            ]
        return kept

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Incoming:
        """The opposite of `as_json`."""
        attached = tuple(Attachment(**each) for each in kept.get("attached", ()))
        return cls(**{**kept, "attached": attached})


def part(data: Any, *path: str | int, kind: type[_Kind]) -> _Kind | None:
    """The value at a path of decoded JSON, or None where there is none or one of another kind.

    Platforms add fields and kinds of events at any time, and a signed request can still hold anything.
    """
    for step in path:
        if isinstance(data, dict) and isinstance(step, str):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int):
            data = data[step] if len(data) > step else None
        else:
            return None
    if isinstance(data, bool) and kind is not bool:
        return None
    return data if isinstance(data, kind) else None


def parts(data: Any, *path: str | int) -> list[dict[str, Any]]:
    """The objects of a list at a path of decoded JSON."""
    return [entry for entry in part(data, *path, kind=list) or [] if isinstance(entry, dict)]


def words(data: Any, *path: str | int) -> str:
    """The text at a path of decoded JSON, as long as a message may be, without NUL and halves of characters.

    No database stores those. The cut comes first, so that nothing else ever looks at a longer text.
    """
    text = cut(part(data, *path, kind=str) or "", LONGEST_MESSAGE)
    return storable(text).strip()


def delivery_id(data: Any, *path: str | int) -> str | None:
    """The id of a message at a path of decoded JSON: any text. Of a long one a digest, as its end counts too."""
    whole = part(data, *path, kind=str) or ""
    if len(whole) > _LONGEST_DELIVERY_ID:
        return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()
    return words(data, *path) or None


def locale(data: Any, *path: str | int) -> str | None:
    """The language tag at a path of decoded JSON, None where it can be none."""
    tag = part(data, *path, kind=str)
    return tag if tag is not None and is_language_tag(tag) else None


def identifier(data: Any, *path: str | int) -> str | None:
    """The id of a person or place at a path of decoded JSON, None where it cannot be one."""
    number = part(data, *path, kind=int)
    text = part(data, *path, kind=str) if number is None else str(number)
    return text if text is not None and _ID.fullmatch(text) else None
