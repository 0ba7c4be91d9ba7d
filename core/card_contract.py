"""What both servers agree on about cards: their version, and which clients show them. docs/cards.md describes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

VERSION: Final = 1


def wants_cards(message: Mapping[str, Any]) -> bool:
    """Whether a message came from a client that shows cards.

    Args:
        message: What Rasa keeps of it. Its channel said so in the metadata, or in a value where the message was
            triggered; a value that a customer's own message carries says nothing.
    """
    metadata = message.get("metadata") or {}
    if metadata.get("is_external"):
        entities = message.get("entities") or ()
        return next((entity.get("value") for entity in entities if entity.get("entity") == "rich"), None) is True
    return metadata.get("rich") is True
