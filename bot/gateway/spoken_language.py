"""What the language of a conversation is known by: what its customer wrote, and the locale that its client told."""

from __future__ import annotations

from collections.abc import Reversible
from typing import Optional

from rasa.shared.core.events import Event, UserUttered

from bot.gateway.transcript import is_trigger
from core.languages import LOCALE


def is_written(event: Event) -> bool:
    """Whether a customer put something in words: they pressed no button, and nothing came without words."""
    if not isinstance(event, UserUttered) or is_trigger(event):
        return False
    text = (event.text or "").strip()
    return bool(text) and not text.startswith("/")


def told_locale(events: Reversible[Event]) -> Optional[str]:
    """The locale that a conversation's client has told last, None where it never told one.

    Args:
        events: The conversation, oldest first.
    """
    said = (event.metadata or {} for event in reversed(events) if isinstance(event, UserUttered))
    return next((str(about[LOCALE]) for about in said if about.get(LOCALE)), None)
