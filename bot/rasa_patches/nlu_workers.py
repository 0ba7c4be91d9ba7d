"""Has Rasa understand messages in a process of their own, within bounds.

Rasa understands on the one thread on which the bot does everything: a message that takes long lets nobody else in, and
`/healthz` is silent. `understand_apart()` replaces two methods of Rasa's. What takes too long is answered as what is
not understood is, with the request to say it more shortly (actions/answers/clarify.py).
"""

from __future__ import annotations

import os
from typing import Any, Final, Optional

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.workers.forking import Understand
from bot.nlu.workers.worker_pool import NluWorkerPool
from core.parse_data import TOO_MUCH_TO_UNDERSTAND

_NOT_UNDERSTOOD: Final = {INTENT_NAME_KEY: "nlu_fallback", PREDICTED_CONFIDENCE_KEY: 1.0}
_KEPT: Final = "understanders"
#: The node of the graph that reads payloads, where it is the last one.
_LAST: Final = f"run_{RegexMessageHandler.__name__}"

#: In characters: what is longer may take several times as long to understand as what most customers write.
LONG: Final = 200

#: A message as it goes to the other process: text, id, metadata, and whether only what is put out comes back.
Asked = tuple[str, Optional[str], Any, bool]


def understand_apart(seconds: float) -> None:
    """Replace two methods of Rasa's, for this process; doing so again changes nothing.

    Args:
        seconds: The processor time that understanding a message may take.
    """
    if hasattr(Agent, "_load_model_alone") or not hasattr(os, "fork"):
        return
    Agent._load_model_alone = Agent.load_model
    MessageProcessor._parse_here = MessageProcessor.parse_message

    def load_model(agent: Any, *arguments: Any, **named: Any) -> None:
        """Load a model and fork who understands with it, before anything is served that could be under way."""
        former = understanders_of(agent.processor)
        agent._load_model_alone(*arguments, **named)
        setattr(agent.processor, _KEPT, NluWorkerPool(in_graph_of(agent.processor), seconds))
        if former is not None:
            former.close()

    Agent.load_model = load_model
    MessageProcessor.parse_message = _parse_message


def understanders_of(processor: Any) -> Optional[NluWorkerPool]:
    """Who understands for a processor; None where it does so itself."""
    return getattr(processor, _KEPT, None)


def in_graph_of(processor: Any) -> Understand:
    """What a worker does with each message: it runs the part of the model's graph that understands."""
    # The graph wants a conversation, and nothing that understands looks at it.
    nobody = DialogueStateTracker.from_events("", [])

    def understand(asked: Asked) -> dict[str, Any]:
        text, message_id, metadata, only_output_properties = asked
        message = UserMessage(text, message_id=message_id, metadata=metadata)
        parsed: dict[str, Any] = processor._parse_message_with_graph(message, nobody, only_output_properties)
        return parsed

    return understand


async def _parse_message(
    processor: Any,
    message: UserMessage,
    tracker: Optional[DialogueStateTracker] = None,
    only_output_properties: bool = True,
) -> dict[str, Any]:
    """What Rasa's own method gives, or that nobody understands the message in the time that it may take."""
    understanders = understanders_of(processor)
    if understanders is None:
        found: dict[str, Any] = await processor._parse_here(message, tracker, only_output_properties)
        return found
    parsed = pressed(processor, message.text or "", only_output_properties)
    if parsed is None:
        asked: Asked = (message.text, message.message_id, message.metadata, only_output_properties)
        source = str((message.metadata or {}).get("client", ""))
        parsed = await understanders.understand(asked, source, is_long=len(message.text or "") > LONG)
    if parsed is None:
        return {TEXT: message.text, INTENT: dict(_NOT_UNDERSTOOD), ENTITIES: [], TOO_MUCH_TO_UNDERSTAND: True}
    processor._update_full_retrieval_intent(parsed)
    processor._check_for_unseen_features(parsed)
    return dict(parsed)


def pressed(processor: Any, text: str, only_output_properties: bool) -> Optional[dict[str, Any]]:
    """What the payload of a button says; None where a text is none, and has to be understood.

    Rasa understands a payload as it does what is written, and throws away what came of it: the last component of its
    graph puts in its place what the payload says.

    Args:
        processor: Whose model it is, and whose domain says which intents there are.
        text: What came in.
        only_output_properties: Whether to leave out what is no output.
    """
    if not text.startswith(INTENT_MESSAGE_PREFIX) or len(text) > LONG or processor.model_metadata.nlu_target != _LAST:
        return None
    written = Message({TEXT: text})
    read = YAMLStoryReader.unpack_regex_message(
        written, processor.domain, entity_extractor_name=RegexMessageHandler.__name__
    )
    if read is written:
        return None
    nothing = {TEXT: "", INTENT: {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}, ENTITIES: []}
    return {**nothing, **read.as_dict(only_output_properties=only_output_properties)}
