"""What was said to a message is told by its whole id, not by how the id begins."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.gateway.idempotency import answers_to


def told(*message_ids: str) -> DialogueStateTracker:
    """A conversation in which each message was answered by its own id."""
    tracker = DialogueStateTracker("web:one", [])
    for message_id in message_ids:
        tracker.update(UserUttered("hello", message_id=message_id))
        tracker.update(BotUttered(f"answer to {message_id}"))
    return tracker


@pytest.mark.parametrize(
    "message_ids", [("a", "a.b"), ("a.b", "a"), ("a", "a.0"), ("7", "7.7", "7.7.7"), ("x", "x..", "x.x.")], ids=str
)
def test_a_message_gets_its_own_answers_again_and_no_others(message_ids: tuple[str, ...]) -> None:
    tracker = told(*message_ids)
    for message_id in message_ids:
        assert [each.message["text"] for each in answers_to(message_id, tracker)] == [f"answer to {message_id}"]
