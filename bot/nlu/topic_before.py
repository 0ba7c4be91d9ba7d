"""Which question the answer before was given to: a short message behind it often goes on about that."""

from __future__ import annotations

from itertools import islice
from typing import Final, Optional

from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.first_words import METADATA
from core.intents import IntentKind, intent_kind

#: The mark in a message's metadata, set by bot/rasa_patches/first_words.py.
TOPIC_BEFORE: Final = "topic_before"
#: How many events are looked at, from behind: some five turns.
MOST_EVENTS: Final = 80
_RULE: Final = "utter_rule_"


def topic_before(tracker: Optional[DialogueStateTracker]) -> Optional[str]:
    """The question that was answered last, by its intent; None where none was lately or the chat is not known.

    It is what a message was understood as, or, where its words alone were too few for that, the rule that was told
    or the topic that the action server notes. None within a form, which asks something itself.
    """
    if tracker is None or tracker.active_loop_name is not None:
        return None
    newest = (_topic(event) for event in islice(reversed(tracker.events), MOST_EVENTS))
    return next((topic for topic in newest if topic is not None), None)


def topic_before_of(message: Message) -> Optional[str]:
    """The question before a message that the pipeline reads, as far as it is marked with one."""
    topic = (message.get(METADATA) or {}).get(TOPIC_BEFORE)
    return topic if isinstance(topic, str) else None


def _topic(event: Event) -> Optional[str]:
    if isinstance(event, UserUttered):
        named = event.intent_name
    elif isinstance(event, BotUttered):
        named = str((event.metadata or {}).get("utter_action") or "").removeprefix(_RULE)
    elif isinstance(event, SlotSet) and event.key == "topic":
        named = event.value
    else:
        return None
    is_question = isinstance(named, str) and intent_kind(named) is IntentKind.QUESTION
    return named if is_question else None
