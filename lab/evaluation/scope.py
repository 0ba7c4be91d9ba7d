"""What an evaluation measures apart: questions about returns, moves of the dialogue, and what is not ours to answer."""

from __future__ import annotations

from enum import Enum

from core.intents import IntentKind, intent_kind


class Kind(str, Enum):
    """The three kinds of messages, measured apart."""

    IN_SCOPE = "in_scope"
    DIALOGUE = "dialogue"
    OUT_OF_SCOPE = "out_of_scope"


def kind_of(intent: str) -> Kind:
    """The kind of a message, by its intent. Whatever is neither dialogue nor out of scope has an answer."""
    kind = intent_kind(intent)
    if kind is IntentKind.OUT_OF_SCOPE:
        return Kind.OUT_OF_SCOPE
    return Kind.DIALOGUE if kind is IntentKind.DIALOGUE else Kind.IN_SCOPE
