"""What messages in other languages than English are about by their words, whatever they are near to."""

from __future__ import annotations

from typing import Optional

from bot.nlu import kept_returns, never_came
from bot.nlu.mistaken_for import UNWANTED


def topic_elsewhere(text: str, language: str | None, taken_for: str | None, *, is_first: bool) -> Optional[str]:
    """What a message is about by its words; None where they say nothing of it.

    Args:
        text: The message.
        language: Its language.
        taken_for: What it is near to.
        is_first: Whether these are the first words of a conversation.
    """
    if taken_for in kept_returns.TAKEN_FOR and kept_returns.says_not_to_cancel(text, language):
        return UNWANTED
    if is_first and taken_for in never_came.TAKEN_FOR and never_came.says_never_came(text, language):
        return never_came.NOT_ARRIVED
    return None
