"""Tells the pipeline whether a message is the first of its chat, and else which question was answered before it.

Rasa's pipeline sees a message and no tracker. So the marks go with the message, in its metadata, and are taken away
behind the pipeline (bot/nlu/first_words.py and bot/nlu/topic_before.py read them). Where the conversation is not known,
as behind Rasa's `/model/parse`, there is no mark, and a message may go on about anything.
"""

from __future__ import annotations

import copy
from functools import wraps
from typing import Any, Optional

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlu.first_words import FIRST_WORDS, METADATA, are_first
from bot.nlu.topic_before import TOPIC_BEFORE, topic_before

_TELLS = "_tells_first_words"


def tell_first_words() -> None:
    """Replace Rasa's method for this process, or what stands in its place; doing so again changes nothing."""
    parse = MessageProcessor.parse_message
    if hasattr(parse, _TELLS):
        return

    @wraps(parse)
    async def parse_message(
        processor: Any,
        message: UserMessage,
        tracker: Optional[DialogueStateTracker] = None,
        only_output_properties: bool = True,
    ) -> dict[str, Any]:
        mark = {FIRST_WORDS: True} if are_first(tracker) else {TOPIC_BEFORE: topic_before(tracker)}
        if not any(mark.values()):
            return await parse(processor, message, tracker, only_output_properties)  # type: ignore[no-any-return]
        marked = copy.copy(message)
        marked.metadata = {**(message.metadata or {}), **mark}
        parsed = await parse(processor, marked, tracker, only_output_properties)
        return {**parsed, METADATA: message.metadata} if METADATA in parsed else parsed

    setattr(parse_message, _TELLS, True)
    MessageProcessor.parse_message = parse_message
