"""The events that count are those that Rasa finds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActionReverted,
    ActiveLoop,
    AllSlotsReset,
    BotUttered,
    LegacyForm,
    LegacyFormValidation,
    LoopInterrupted,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa_patches.applied_events import install

NAMES = ["action_listen", "action_look", "utter_x", "a_form", None]
PLAIN = (BotUttered, ActionReverted, UserUtteranceReverted, Restarted, SessionStarted, AllSlotsReset)
EVENTS = st.one_of(
    st.builds(UserUttered, st.just("some words"), st.just({"name": "ask"})),
    st.builds(ActionExecuted, st.sampled_from(NAMES[:-1])),
    st.builds(ActionExecutionRejected, st.just("a_form")),
    st.builds(ActiveLoop, st.sampled_from([None, "a_form"])),
    st.builds(LegacyForm, st.sampled_from([None, "a_form"])),
    st.builds(LoopInterrupted, st.booleans()),
    st.builds(LegacyFormValidation, st.booleans()),
    st.builds(SlotSet, st.just("topic"), st.sampled_from([None, "fees"])),
    st.sampled_from(PLAIN).map(lambda kind: kind()),
)
RASAS_OWN = DialogueStateTracker.applied_events


@pytest.fixture(autouse=True)
def rasa_as_it_was() -> Iterator[None]:
    """Rasa's own method, and again after each test."""
    yield
    DialogueStateTracker.applied_events = RASAS_OWN


@settings(max_examples=500, deadline=None)
@given(st.lists(EVENTS, max_size=30))
def test_whatever_happens_the_events_that_count_are_those_that_rasa_finds(happened):
    tracker = DialogueStateTracker("ana", [])
    tracker.events.extend(happened)
    wanted = RASAS_OWN(tracker)
    install()
    found = tracker.applied_events()
    assert [id(event) for event in found] == [id(event) for event in wanted]


@given(st.lists(st.tuples(EVENTS, st.booleans()), max_size=30))
def test_a_conversation_that_goes_on_is_gone_through_from_where_it_was_left(happened):
    install()
    tracker = DialogueStateTracker("ana", [])
    for event, is_asked in happened:
        tracker.events.append(event)
        if is_asked:
            found = tracker.applied_events()
            assert [id(each) for each in found] == [id(each) for each in RASAS_OWN(tracker)]
            # Whoever asked may do with the list as they like.
            found.clear()
    assert [id(each) for each in tracker.applied_events()] == [id(each) for each in RASAS_OWN(tracker)]


def test_another_course_of_events_is_gone_through_anew():
    install()
    tracker = DialogueStateTracker("ana", [])
    tracker.events.extend([ActionExecuted("action_look"), BotUttered("x")])
    assert len(tracker.applied_events()) == 2
    tracker.events.pop()
    tracker.events.extend([ActionReverted(), BotUttered("y")])
    assert tracker.applied_events() == RASAS_OWN(tracker)
    tracker.events.clear()
    assert tracker.applied_events() == []


def test_an_event_of_a_class_that_comes_from_another_counts_as_one():
    class Reverted(ActionReverted):
        type_name = "reverted once more"

    tracker = DialogueStateTracker("ana", [])
    tracker.events.extend([ActionExecuted("action_look"), Reverted()])
    install()
    assert tracker.applied_events() == RASAS_OWN(tracker) == []
