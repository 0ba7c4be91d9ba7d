"""Buttons on the way out and back: short ids that mean something only where they were offered, and typed numbers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.channels.outgoing import Button
from core.notation import escaped

_NUMBER = re.compile(r"\(?#?\s*(\d{1,2})\s*[.)]?", re.ASCII)


def choice_id(payload: str) -> str:
    """What stands for a payload on the platform: 20 characters that say nothing, whatever the payload."""
    return "c:" + hashlib.sha256(payload.encode()).hexdigest()[:18]


def numbered(text: str, buttons: Sequence[Button], how: str) -> str:
    """The text with its choices as a numbered list, for where there are no buttons or none that fit.

    Args:
        text: What the choices belong to.
        buttons: The choices.
        how: The sentence that says how to choose.
    """
    lines = [f"{number}. {escaped(button.title)}" for number, button in enumerate(buttons, start=1)]
    return "\n".join([text, "", *lines, "", how]).strip()


def payload_of(choice: str, events: Iterable[Mapping[str, Any]]) -> str | None:
    """The payload that a short id stands for, None unless the bot offered it in this conversation.

    Args:
        choice: The id that the platform sent back.
        events: The conversation's events, serialized.
    """
    offered = (button for event in events for button in _buttons(event))
    return next((button.payload for button in offered if choice_id(button.payload) == choice), None)


def payload_by_number(text: str, events: Sequence[Mapping[str, Any]]) -> str | None:
    """The payload that a typed number names among the choices of the bot's last turn, None where there is none.

    Args:
        text: What the person typed.
        events: The conversation's events, serialized, oldest first.
    """
    typed = _NUMBER.fullmatch(text.strip())
    if typed is None:
        return None
    for event in reversed(events):
        if event.get("event") == "user":
            return None
        buttons = _buttons(event)
        if buttons:
            number = int(typed[1])
            return buttons[number - 1].payload if 1 <= number <= len(buttons) else None
    return None


def _buttons(event: Mapping[str, Any]) -> list[Button]:
    return list(_offered(event)) if event.get("event") == "bot" else []


def _offered(event: Mapping[str, Any]) -> Iterator[Button]:
    data = event.get("data") or {}
    for button in data.get("buttons") or data.get("quick_replies") or ():
        if isinstance(button, dict) and button.get("payload"):
            yield Button(str(button.get("title")), str(button["payload"]))
