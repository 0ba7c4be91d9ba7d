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
from bot.rasa_patches.nlu_workers import LONG, in_graph_of, pressed
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


PAYLOADS = (
    "/give_details",
    '/give_details{"customer_number": "R1001"}',
    ' /give_details {"customer_number": ["R1001", 7], "choice": "A \\"b\\" {c}"} ',
    "/affirm@0.7",
    "/give_details@0.5;0.2{}",
    "/give_details{broken",
)
#: What is no payload of a button of ours is understood.
NO_PAYLOADS = ("/", "//affirm", "/no_such_intent", "/affirm please", "/ hello", "hello", "")


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


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("only", [True, False])
async def test_what_a_button_says_is_read_without_being_understood(processor: MessageProcessor, only: bool):
    for text in (*PAYLOADS, *(f"/{intent}" for intent in processor.domain.intents)):
        message = UserMessage(text, message_id="1", metadata={"rich": True})
        understood = processor._parse_message_with_graph(message, None, only)
        read = pressed(processor, text, only)
        assert read == understood if text.startswith("/") else read is None


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("text", [*NO_PAYLOADS, f"/affirm{' ' * LONG}"])
def test_what_is_no_payload_is_left_to_understanding(processor: MessageProcessor, text: str):
    assert pressed(processor, text, True) is None
