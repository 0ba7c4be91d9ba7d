"""The pipeline learns whether a message is the first of its chat, and nobody behind it does."""

from __future__ import annotations

from typing import Any, Optional

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlu.first_words import FIRST_WORDS
from bot.rasa_patches.first_words import tell_first_words

NOBODY_KNOWN: Any = object()


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[Optional[dict[str, Any]]]:
    """The metadata with which messages come to the pipeline."""
    metadata: list[Optional[dict[str, Any]]] = []

    async def parse(_: Any, message: UserMessage, *arguments: Any) -> dict[str, Any]:
        metadata.append(message.metadata)
        return {"text": message.text, "metadata": message.metadata}

    monkeypatch.setattr(MessageProcessor, "parse_message", parse)
    tell_first_words()
    tell_first_words()
    return metadata


@pytest.mark.parametrize(
    ("tracker", "first"),
    [
        (DialogueStateTracker.from_events("chat", []), True),
        (DialogueStateTracker.from_events("chat", [BotUttered("Done.")]), False),
        (None, False),
    ],
)
async def test_the_mark_is_for_the_pipeline_alone(
    seen: list[Optional[dict[str, Any]]], tracker: Optional[DialogueStateTracker], first: bool
) -> None:
    message = UserMessage("why is that", metadata={"rich": True})
    parsed = await MessageProcessor.parse_message(NOBODY_KNOWN, message, tracker)
    assert seen == [{"rich": True, **({FIRST_WORDS: True} if first else {})}]
    assert parsed["metadata"] == message.metadata == {"rich": True}
