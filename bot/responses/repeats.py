"""Whether an answer is word for word the one before, to a message in other words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

#: What is said before an answer that says no more than the one before.
NO_MORE: Final = "utter_no_more_than"
#: Whoever asks for the same once more gets the same.
_WANTED_AGAIN: Final = frozenset(["repeat_answer", "explain_answer", "greet", "message_several_questions"])


def is_said_again(tracker: DialogueStateTracker, text: str) -> bool:
    """Whether an answer was given to the message before already.

    A pressed button and the same words once more ask for just that, and so does who asks to hear it again.

    Args:
        tracker: The conversation up to the message that is answered, whatever was said to that already.
        text: The answer.
    """
    turns: Iterator[tuple[UserUttered | None, set[str]]] = _turns(tracker.events)
    nothing: tuple[UserUttered | None, set[str]] = (None, set())
    (asked, _), (asked_before, said_before) = next(turns, nothing), next(turns, nothing)
    if asked is None or asked_before is None or asked.intent_name in _WANTED_AGAIN:
        return False
    words = (asked.text or "").lower().split()
    if not words or words[0].startswith("/") or words == (asked_before.text or "").lower().split():
        return False
    return text in said_before


def _turns(events: Sequence[Event]) -> Iterator[tuple[UserUttered, set[str]]]:
    """Each message of the customer with what was said to it, the newest first."""
    said: set[str] = set()
    for event in reversed(events):
        if isinstance(event, BotUttered):
            said.add(event.text or "")
        elif isinstance(event, UserUttered):
            yield event, said
            said = set()
