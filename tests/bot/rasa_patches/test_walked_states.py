"""The states of a conversation that goes on are those that Rasa finds from its beginning."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionReverted,
    ActiveLoop,
    BotUttered,
    DefinePrevUserUtteredFeaturization,
    EntitiesAdded,
    Event,
    LoopInterrupted,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa_patches.walked_states import install

DOMAIN = Domain.from_dict(
    {
        "version": "3.1",
        "intents": [{"ask": {"use_entities": ["number"]}}, "deny"],
        "entities": ["number"],
        "actions": ["action_look"],
        "forms": {"a_form": {"required_slots": []}},
        "slots": {
            "topic": {"type": "text", "influence_conversation": True, "mappings": [{"type": "custom"}]},
            "told": {"type": "bool", "initial_value": False, "mappings": [{"type": "custom"}]},
        },
        "responses": {"utter_x": [{"text": "x"}]},
    }
)
NAMES = ["action_listen", "action_look", "utter_x", "a_form"]


def said(intent: str, entities: list[str]) -> UserUttered:
    found = [{"entity": name, "value": "R1"} for name in entities]
    return UserUttered(f"some {intent}", {"name": intent}, found)


EVENTS = st.one_of(
    st.builds(said, st.sampled_from(["ask", "deny"]), st.lists(st.just("number"), max_size=1)),
    st.builds(ActionExecuted, st.sampled_from(NAMES)),
    st.builds(SlotSet, st.just("topic"), st.sampled_from([None, "fees"])),
    st.builds(SlotSet, st.just("told"), st.booleans()),
    st.builds(ActiveLoop, st.sampled_from([None, "a_form"])),
    st.just(False).map(DefinePrevUserUtteredFeaturization),
    st.just([{"entity": "number", "value": "R2"}]).map(EntitiesAdded),
    st.builds(LoopInterrupted, st.booleans()),
    st.sampled_from([BotUttered, ActionReverted, UserUtteranceReverted, Restarted, SessionStarted]).map(
        lambda kind: kind()
    ),
)


@pytest.fixture(autouse=True)
def rasa_as_it_was() -> Iterator[None]:
    """Rasa's own method, and again after each test."""
    own = DialogueStateTracker.past_states
    yield
    DialogueStateTracker.past_states = own


def conversation() -> DialogueStateTracker:
    found = DialogueStateTracker("ana", DOMAIN.slots)
    found.update(said("ask", []))
    return found


RASAS_OWN = DialogueStateTracker.past_states


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(EVENTS, st.booleans()), max_size=25))
def test_whatever_happens_the_states_are_those_that_rasa_finds(happened):
    install()
    tracker = conversation()
    for event, is_asked in happened:
        if isinstance(event, EntitiesAdded) and not tracker.latest_message:
            continue
        tracker.update(event)
        if is_asked:
            assert tracker.past_states(DOMAIN) == RASAS_OWN(tracker, DOMAIN)
    assert tracker.past_states(DOMAIN) == RASAS_OWN(tracker, DOMAIN)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["ask", "deny", None]), st.booleans(), st.booleans()), max_size=12))
def test_a_conversation_whose_messages_are_decided_by_intent_goes_on(turns):
    install()
    tracker, alike = conversation(), conversation()
    for intent, is_asked, is_decided in turns:
        message = UserUttered("some words", {"name": intent} if intent else None)
        decided = [DefinePrevUserUtteredFeaturization(False)] if is_decided else []
        events = [ActionExecuted("action_listen"), message, *decided, ActionExecuted("utter_x"), BotUttered("x")]
        for event in events:
            tracker.update(event)
            alike.update(copy.deepcopy(event))
            if is_asked:
                # Rasa's own replay changes messages as the events in it do, so it gets a conversation of its own.
                assert tracker.past_states(DOMAIN) == RASAS_OWN(alike, DOMAIN)
    assert tracker.past_states(DOMAIN) == RASAS_OWN(alike, DOMAIN)


@pytest.mark.parametrize("later", [DefinePrevUserUtteredFeaturization(True), EntitiesAdded([{"entity": "number"}])])
def test_where_the_last_message_is_changed_rasa_finds_them_from_the_beginning(later: Event):
    install()
    tracker = conversation()
    tracker.update(ActionExecuted("action_look"))
    tracker.past_states(DOMAIN)
    tracker.update(later)
    tracker.update(ActionReverted())

    assert tracker.past_states(DOMAIN) == RASAS_OWN(tracker, DOMAIN)


def test_who_changes_states_does_not_change_those_of_the_next_one():
    install()
    tracker = conversation()
    tracker.update(ActionExecuted("action_look"))
    wanted = RASAS_OWN(tracker, DOMAIN)
    for state in tracker.past_states(DOMAIN):
        state.get("user", {}).clear()
    assert tracker.past_states(DOMAIN) == wanted


def test_what_was_gone_through_is_not_gone_through_again(monkeypatch):
    install()
    tracker = conversation()
    tracker.past_states(DOMAIN)
    applied: list[Event] = []
    update = DialogueStateTracker.update

    def noted(self: DialogueStateTracker, event: Event, domain: Domain | None = None) -> None:
        applied.append(event)
        update(self, event, domain)

    new = [DefinePrevUserUtteredFeaturization(False), ActionExecuted("action_look")]
    for each in new:
        tracker.update(each)
    monkeypatch.setattr(DialogueStateTracker, "update", noted)
    tracker.past_states(DOMAIN)
    assert applied == new


@pytest.mark.parametrize("asked", [{"omit_unset_slots": True}, {"ignore_rule_only_turns": True}])
def test_what_policies_that_learn_ask_for_is_left_to_rasa(asked):
    tracker = conversation()
    tracker.update(ActionExecuted("action_look"))
    wanted = RASAS_OWN(tracker, DOMAIN, **asked)
    install()
    assert tracker.past_states(DOMAIN, **asked) == wanted
