"""How many conversations a process keeps, and for how long."""

from __future__ import annotations

from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.storage.kept_conversations import KeptConversation, KeptConversations
from core.conversations.turn_records import Version


def _of(sender: str, size: int = 10) -> KeptConversation:
    return KeptConversation(DialogueStateTracker(sender, []), Version(1, 1.0, 1.0), 0, size, None, Domain.empty())


def test_whoever_takes_a_conversation_has_it_alone():
    kept, mine = KeptConversations(), _of("web:a")
    kept.keep(mine)
    assert kept.take("web:a") is mine
    assert kept.take("web:a") is None


def test_those_that_nobody_has_written_in_for_longest_go_first():
    kept = KeptConversations(most=2)
    for sender in ("web:a", "web:b"):
        kept.keep(_of(sender))
    kept.keep(kept.take("web:a"))
    kept.keep(_of("web:c"))
    assert [sender for sender in ("web:a", "web:b", "web:c") if kept.look(sender)] == ["web:a", "web:c"]


def test_all_together_are_not_larger_than_may_be():
    kept = KeptConversations(largest=100)
    for number in range(10):
        kept.keep(_of(f"web:{number}", 30))
    assert len(kept) == 3
    kept.keep(_of("web:large", 200))
    assert len(kept) == 0
    kept.keep(_of("web:small", 100))
    assert len(kept) == 1


def test_a_conversation_is_let_go_after_a_while():
    now = [0.0]
    kept = KeptConversations(longest=600, monotonic=lambda: now[0])
    kept.keep(_of("web:a"))
    now[0] = 599
    assert kept.look("web:a") is not None
    now[0] = 601
    assert kept.take("web:a") is None
