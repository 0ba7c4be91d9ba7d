"""A copied conversation is in the state that Rasa's own copy is in, and goes its own way from there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActionReverted,
    ActiveLoop,
    AllSlotsReset,
    BotUttered,
    ConversationPaused,
    FollowupAction,
    LoopInterrupted,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

from bot.rasa_patches.copied_trackers import install

DOMAIN = Domain.from_dict(
    {
        "version": "3.1",
        "intents": ["ask"],
        "forms": {"a_form": {"required_slots": []}},
        "slots": {
            "topic": {"type": "text", "mappings": [{"type": "custom"}]},
            "told": {"type": "bool", "initial_value": False, "mappings": [{"type": "custom"}]},
            "kind": {"type": "categorical", "values": ["one", "other"], "mappings": [{"type": "custom"}]},
            "count": {"type": "float", "min_value": 0, "max_value": 9, "mappings": [{"type": "custom"}]},
            "several": {"type": "list", "mappings": [{"type": "custom"}]},
            "whatever": {"type": "any", "mappings": [{"type": "custom"}]},
        },
    }
)
PLAIN = (ActionReverted, UserUtteranceReverted, Restarted, SessionStarted, AllSlotsReset, ConversationPaused)
EVENTS = st.one_of(
    st.builds(UserUttered, st.sampled_from(["where is it", "and now"]), st.just({"name": "ask"})),
    st.builds(ActionExecuted, st.sampled_from(["action_listen", "utter_x", "a_form"])),
    st.builds(ActionExecutionRejected, st.just("a_form")),
    st.builds(ActiveLoop, st.sampled_from([None, "a_form"])),
    st.builds(BotUttered, st.sampled_from(["yes", "no"])),
    st.builds(FollowupAction, st.just("utter_x")),
    st.builds(LoopInterrupted, st.booleans()),
    st.builds(SlotSet, st.just("topic"), st.sampled_from([None, "fees"])),
    st.builds(SlotSet, st.just("told"), st.booleans()),
    st.sampled_from(PLAIN).map(lambda kind: kind()),
)
RASAS_OWN = DialogueStateTracker.copy


@pytest.fixture(autouse=True)
def rasa_as_it_was() -> Iterator[None]:
    """Rasa's own method, and again after each test."""
    yield
    DialogueStateTracker.copy = RASAS_OWN


def state(tracker: DialogueStateTracker) -> dict[str, Any]:
    """Everything that a conversation holds, its events by identity."""
    plain = {**vars(tracker), "events": [id(event) for event in tracker.events]}
    return {**plain, "slots": {name: (type(slot), vars(slot).copy()) for name, slot in tracker.slots.items()}}


def conversation(happened: list[Any], **more: Any) -> DialogueStateTracker:
    found = DialogueStateTracker("ana", DOMAIN.slots, sender_source="a file", **more)
    for event in happened:
        found.update(event)
    return found


@settings(max_examples=300)
@given(st.lists(EVENTS, max_size=25))
def test_whatever_happened_a_copy_is_as_rasas_own(happened):
    install()
    tracker = conversation(happened)
    assert state(tracker.copy()) == state(RASAS_OWN(tracker))


def test_neither_changes_with_the_other():
    install()
    tracker = conversation([ActiveLoop("a_form"), SlotSet("topic", "fees")])
    before, copied = state(tracker), tracker.copy()
    for event in (SlotSet("topic", "labels"), LoopInterrupted(True), UserUttered("and now", {"name": "ask"})):
        copied.update(event)
    assert state(tracker) == before
    assert copied.get_slot("topic") == "labels"
    assert copied.active_loop.is_interrupted
    assert len(copied.events) == len(tracker.events) + 3


def test_no_kind_of_slot_has_a_way_of_its_own_to_be_copied():
    ways = {"__copy__", "__reduce__", "__reduce_ex__", "__getstate__", "__setstate__", "__getnewargs__", "__slots__"}
    of_every_class = {name for kind in (Slot, *all_subclasses(Slot)) for name in vars(kind)}
    assert len(all_subclasses(Slot)) > 5
    assert not ways & of_every_class


def test_a_conversation_that_forgets_events_is_replayed():
    install()
    tracker = conversation([SlotSet("topic", "fees"), ActionExecuted("utter_x")], max_event_history=1)
    assert tracker.copy().get_slot("topic") is RASAS_OWN(tracker).get_slot("topic") is None
