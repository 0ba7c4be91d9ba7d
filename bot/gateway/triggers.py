"""Turns that the desk sets off itself: a person's answer, a reminder, the greeting of an opened chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from rasa.core.agent import Agent
from rasa.shared.core.constants import IS_EXTERNAL
from rasa.shared.core.events import SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.gateway.conversation_end import Ended, is_ended
from bot.gateway.idempotency import Unsent, answers_to, is_answered
from bot.gateway.spoken_language import told_locale
from bot.gateway.transcript import DeskMessage
from bot.storage.conversation_store import look_at
from core.languages import LOCALE
from core.tracing import trace_kept

#: What the ids of such turns begin with; a client's own ids hold no colon.
_PREFIX: Final = "desk:"


class NoSuchConversation(Exception):
    """Nothing was ever said in the conversation, or it was forgotten."""


@dataclass(frozen=True)
class Trigger:
    """What sets a turn off.

    Args:
        intent: The intent of the domain that the turn begins with.
        values: Its entities, by name.
        key: Each counts once in a conversation.
        metadata: What is stored with it.
    """

    intent: str
    values: Mapping[str, Any]
    key: str
    metadata: Mapping[str, Any]

    @property
    def turn_id(self) -> str:
        """The id of the turn, which its answers' ids begin with."""
        return _PREFIX + self.key


async def run(agent: Agent, conversation: str, trigger: Trigger) -> tuple[list[DeskMessage], bool]:
    """Set a turn off, unless it was before, under the conversation's lock.

    Returns:
        What the desk said, and whether it did so before and nothing was done now.

    Raises:
        NoSuchConversation: There is none of that id, or its customer has ended it.
    """
    async with agent.lock_store.lock(conversation):
        known = await agent.tracker_store.retrieve_full_tracker(conversation)
        if known is None or is_ended(known):
            raise NoSuchConversation(conversation)
        if is_answered(trigger.turn_id, known.events):
            return answers_to(trigger.turn_id, known), True
        # Nobody writes from a page now; whoever has written nothing yet still is answered in the language of theirs.
        told = replace(trigger, metadata={**_page_of(known), **trigger.metadata})
        tracker = await agent.processor.fetch_tracker_and_update_session(conversation, Unsent())
        return await _set_off(agent, tracker, told), False


async def greet(agent: Agent, conversation: str, intent: str, metadata: Mapping[str, Any]) -> list[DeskMessage]:
    """Set off the greeting of a chat that was opened, where nothing was said yet or nothing for long.

    Returns:
        The greeting; also when it was the last thing that was said.

    Raises:
        Ended: The customer has ended the conversation.
    """
    async with agent.lock_store.lock(conversation):
        if is_ended(await look_at(agent.tracker_store, conversation)):
            raise Ended
        tracker = await agent.processor.fetch_tracker_and_update_session(conversation, Unsent())
        begun_at, last = _latest(tracker)
        values = {"rich": True} if metadata.get("rich") else {}
        trigger = Trigger(intent, values, f"open-{begun_at:.0f}", metadata)
        if last is None:
            return await _set_off(agent, tracker, trigger)
        return answers_to(trigger.turn_id, tracker) if last.message_id == trigger.turn_id else []


async def tell(agent: Agent, conversation: str, trigger: Trigger) -> list[DeskMessage]:
    """Set a turn off for what a customer has done, also where nothing was said yet; once for its key.

    Raises:
        Ended: The customer has ended the conversation.
    """
    async with agent.lock_store.lock(conversation):
        known = await agent.tracker_store.retrieve_full_tracker(conversation)
        if is_ended(known):
            raise Ended
        if known is not None and is_answered(trigger.turn_id, known.events):
            return answers_to(trigger.turn_id, known)
        tracker = await agent.processor.fetch_tracker_and_update_session(conversation, Unsent())
        return await _set_off(agent, tracker, trigger)


async def _set_off(agent: Agent, tracker: DialogueStateTracker, trigger: Trigger) -> list[DeskMessage]:
    """What Rasa's `trigger_external_user_uttered` does, for a turn with an id."""
    processor = agent.processor
    # The desk knows no page; the customer's own is what they read this on.
    locale = trigger.metadata.get(LOCALE) or told_locale(tracker.events)
    tracker.update(
        UserUttered(
            f"EXTERNAL: {trigger.intent}",
            {"name": trigger.intent},
            [{"entity": name, "value": value} for name, value in trigger.values.items()],
            input_channel=tracker.get_latest_input_channel(),
            message_id=trigger.turn_id,
            metadata={**trigger.metadata, **({LOCALE: locale} if locale else {}), **trace_kept(), IS_EXTERNAL: True},
        ),
        processor.domain,
    )
    tracker = await processor.run_action_extract_slots(Unsent(), tracker)
    await processor._run_prediction_loop(Unsent(), tracker)
    await processor.save_tracker(tracker)
    return answers_to(trigger.turn_id, tracker)


def _page_of(tracker: DialogueStateTracker) -> Mapping[str, Any]:
    """The locale of the page that the conversation was last held on, as a message's metadata hold it."""
    said = (event.metadata or {} for event in reversed(tracker.events) if isinstance(event, UserUttered))
    return next(({LOCALE: each[LOCALE]} for each in said if each.get(LOCALE)), {})


def _latest(tracker: DialogueStateTracker) -> tuple[float, UserUttered | None]:
    """When the conversation was last begun (Unix time), and the last turn since."""
    last = None
    for event in reversed(tracker.events):
        if isinstance(event, SessionStarted):
            return event.timestamp, last
        if last is None and isinstance(event, UserUttered):
            last = event
    return 0.0, last
