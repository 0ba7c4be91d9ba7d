"""Whether a message is the first of its chat: then there is no answer that it could go on about, doubt or correct."""

from __future__ import annotations

from typing import Final, Optional

from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

METADATA: Final = "metadata"
#: The mark in a message's metadata, set by bot/rasa_patches/first_words.py.
FIRST_WORDS: Final = "first_words"
#: What is said before anybody has asked, and tells of nothing.
_GREETINGS: Final = frozenset(["utter_greet", "utter_welcome_no_return"])


def are_first(tracker: Optional[DialogueStateTracker]) -> bool:
    """Whether what is said next goes on about nothing; no, where the conversation is not known."""
    if tracker is None:
        return False
    # From behind: of a long conversation the first look decides.
    return all(
        not isinstance(event, BotUttered) or (event.metadata or {}).get("utter_action") in _GREETINGS
        for event in reversed(tracker.events)
    )


def says_first_words(message: Message) -> bool:
    """Whether a message that the pipeline reads is marked as the first of its chat."""
    return bool((message.get(METADATA) or {}).get(FIRST_WORDS))
