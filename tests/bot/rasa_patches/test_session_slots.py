"""What a new session of Rasa's keeps of the last one: the person who has the conversation, and its language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rasa.core.actions.action import ActionSessionStart
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet
from rasa.shared.core.slots import AnySlot, TextSlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa_patches import session_slots

DOMAIN = Domain.from_dict({"session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": False}})
LISTEN = ActionExecuted("action_listen")
PERSON, LANGUAGE, TOPIC = (
    SlotSet("with_person", "T1001"),
    SlotSet("language", "he"),
    SlotSet("topic", "ask_refund_time"),
)


@pytest.fixture
def replaced(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Puts the replacement in place and takes it away again."""
    monkeypatch.setattr(ActionSessionStart, "run", ActionSessionStart.run)
    session_slots.keep_slots()
    session_slots.keep_slots()
    yield


async def begun(*events: Event) -> list[Event]:
    """What begins the next session of a conversation."""
    slots = [AnySlot("with_person", mappings=[]), TextSlot("language", mappings=[]), TextSlot("topic", mappings=[])]
    tracker = DialogueStateTracker.from_events("web:1", [LISTEN, *events], slots)
    started: list[Event] = await ActionSessionStart().run(None, None, tracker, DOMAIN)
    return started


@pytest.mark.usefixtures("replaced")
@pytest.mark.parametrize(
    ("before", "kept"),
    [
        ((PERSON, TOPIC), (PERSON,)),
        ((LANGUAGE, TOPIC), (LANGUAGE,)),
        ((LANGUAGE, PERSON), (PERSON, LANGUAGE)),
        ((TOPIC,), ()),
        ((LANGUAGE, SlotSet("language", None)), ()),
    ],
)
async def test_a_new_session_keeps_person_and_language_and_nothing_else(
    before: tuple[Event, ...], kept: tuple[Event, ...]
) -> None:
    assert await begun(*before) == [SessionStarted(), *kept, LISTEN]
