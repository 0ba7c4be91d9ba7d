"""What a message comes to is the same, whether the bot understands it or a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import InMemoryTrackerStore

from bot.nlu.workers.worker import NluWorker
from bot.rasa_patches.nlu_workers import in_graph_of
from returndesk.learn.utterances import read_unseen

ROOT = Path(__file__).parents[3]
MODEL = ROOT / "models" / "returndesk.tar.gz"
#: Every so many of the unseen messages.
SOME = 5
MORE = (
    "",
    "/ask_refund_time",
    "R1001, ana@example.com. Where is my refund, and how do I print the label?",
    "📦 9️⃣ \u202e naïve",
)


def texts() -> list[str]:
    lines = [utterance.text for utterance in read_unseen(ROOT / "tests" / "conversations")]
    return [*lines[::SOME], *MORE]


@pytest.fixture(scope="module")
def processor() -> MessageProcessor:
    nobody = InMemoryTrackerStore(domain=None)
    return MessageProcessor(MODEL, nobody, InMemoryLockStore(), TemplatedNaturalLanguageGenerator({}))


async def test_messages_are_understood_alike_apart(processor: MessageProcessor):
    assert len(texts()) > 100
    understander = NluWorker(in_graph_of(processor), 60.0)
    try:
        for text in texts():
            here = await processor.parse_message(UserMessage(text, message_id="1", metadata={"rich": True}))
            apart = await understander.understand((text, "1", {"rich": True}, True))
            assert apart == here
    finally:
        understander.close()
