"""What kind of thing an intent is: a question about returns, a move of the dialogue, or none of our business."""

from __future__ import annotations

from enum import Enum

OUT_OF_SCOPE = "out_of_scope"
#: What a message is understood as when no intent is sure enough; the bot then asks back.
FALLBACK = "nlu_fallback"

DIALOGUE = frozenset(
    {
        "greet", "goodbye", "thank", "affirm", "deny", "stop", "help", "talk_to_person", "give_details",
        "express_frustration", "bot_challenge", "return_to_bot",
    }
)  # fmt: skip


class Kind(str, Enum):
    """The three kinds of messages, measured apart."""

    IN_SCOPE = "in_scope"
    DIALOGUE = "dialogue"
    OUT_OF_SCOPE = "out_of_scope"


def kind_of(intent: str) -> Kind:
    """The kind of an intent. Whatever is neither dialogue nor out of scope is a question that has an answer."""
    if intent == OUT_OF_SCOPE:
        return Kind.OUT_OF_SCOPE
    return Kind.DIALOGUE if intent in DIALOGUE else Kind.IN_SCOPE
