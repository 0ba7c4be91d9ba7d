"""What all cards have in common: a name, a version, and a form in JSON whose phrases are still to be worded.

docs/cards.md describes what comes out in the end, docs/cards.schema.json holds every card to it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar

from actions.replies.reply import Phrase, Shown
from core.card_contract import VERSION
from core.clock import format_instant


@dataclass(frozen=True)
class Part:
    """A part of a card. Its fields hold phrases, plain values, instants (aware), and further parts."""

    def as_json(self) -> dict[str, Any]:
        """The form in which it travels to the bot: instants as ISO 8601 in UTC, phrases as they are."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


@dataclass(frozen=True)
class Card(Part):
    """A card. `text` is what is shown above it, in place of the message's own text."""

    card: ClassVar[str]

    text: Phrase

    def as_json(self) -> dict[str, Any]:
        """The form in which it travels to the bot, with the card's name and version."""
        return {"card": self.card, "version": VERSION, **super().as_json()}


@dataclass(frozen=True)
class StatusMark(Part):
    """A return's status: an id to choose a colour by, and its words."""

    id: str
    label: Phrase


def _plain(value: Any) -> Any:
    if isinstance(value, (Part, Phrase, Shown)):
        return value.as_json()
    if isinstance(value, datetime):
        return format_instant(value)
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    return value
