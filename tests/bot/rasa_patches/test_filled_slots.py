"""Slots are filled as by Rasa's own method, which asks all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.core.actions.action import ActionExtractSlots
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa_patches import filled_slots
from bot.rasa_patches.filled_slots import slots_filled

filled_slots.install()
OURS = Domain.load(Path("bot/domain"))
ENTITIES = [
    [],
    [{"entity": "customer_number", "value": "R1001"}],
    [{"entity": "customer_number", "value": "R1001"}, {"entity": "customer_number", "value": "R1002"}],
    [{"entity": "email", "value": "ana@example.com"}, {"entity": "date", "value": "friday"}],
    [{"entity": "language", "value": "de"}, {"entity": "customer_number", "value": None}],
]
OTHERS = """
intents: [greet, inform]
entities: [size, colour]
slots:
  size:
    type: text
    mappings:
    - {type: from_entity, entity: size, not_intent: greet, conditions: [{active_loop: size_form}]}
    - {type: from_entity, entity: colour}
  sizes: {type: list, mappings: [{type: from_entity, entity: size}]}
  held: {type: any, mappings: [{type: custom}]}
  nothing: {type: text, mappings: [{type: from_entity, entity: none_such}]}
  %s
forms: {size_form: {required_slots: [size]}}
"""


async def filled(domain: Domain, events: list[Event], *, by_rasa: bool) -> Any:
    action = ActionExtractSlots(None)
    tracker = DialogueStateTracker.from_events("web:1", events, domain.slots)
    run = action._run_for_all if by_rasa else action.run
    return await run(CollectingOutputChannel(), TemplatedNaturalLanguageGenerator({}), tracker, domain)


@pytest.mark.parametrize("entities", ENTITIES)
@pytest.mark.parametrize("before", [[], [SlotSet("customer_number", "R1003")], [ActiveLoop("identity_form")]])
async def test_our_slots_are_filled_as_rasa_fills_them(entities: list[dict[str, Any]], before: list[Event]):
    events = [*before, UserUttered("it is this", {"name": "give_details", "confidence": 1.0}, entities)]
    assert await filled(OURS, events, by_rasa=False) == await filled(OURS, events, by_rasa=True)


@pytest.mark.filterwarnings("ignore:Slot 'nothing'")
@pytest.mark.parametrize("more", ["", "said: {type: text, mappings: [{type: from_text}]}"])
@pytest.mark.parametrize("intent", ["greet", "inform"])
@pytest.mark.parametrize("loop", [None, "size_form"])
async def test_others_are_as_well(more: str, intent: str, loop: str | None):
    domain = Domain.from_yaml(OTHERS % more)
    entities = [{"entity": "size", "value": "L"}, {"entity": "colour", "value": "red"}, {"entity": "size", "value": 4}]
    events = [ActiveLoop(loop), UserUttered("red in L", {"name": intent, "confidence": 1.0}, entities)]
    ours = await filled(domain, events, by_rasa=False)
    assert ours == await filled(domain, events, by_rasa=True)
    assert ours


def test_only_what_messages_fill_is_looked_at():
    looked_at = {slot.name for slot, _ in slots_filled(OURS.slots) or ()}
    assert looked_at == {"customer_email", "customer_number", "language"}
    assert slots_filled(Domain.from_yaml(OTHERS % "said: {type: text, mappings: [{type: from_text}]}").slots) is None
