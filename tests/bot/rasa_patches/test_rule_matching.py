"""Rules found by how they end are the rules that Rasa finds by holding each against the conversation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.core.policies.rule_policy import DO_NOT_PREDICT_LOOP_ACTION, LOOP_WAS_INTERRUPTED, RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa_patches import walked_states as states
from bot.rasa_patches.rule_matching import install

REPLACED = (*("_find_action_from_rules", "_get_possible_keys", "format_tracker_states"), "predict_action_probabilities")
OWN = {name: vars(RulePolicy)[name] for name in REPLACED if name in vars(RulePolicy)}
FIND, KEYS = RulePolicy._find_action_from_rules, RulePolicy._get_possible_keys
PREDICT = RulePolicy.predict_action_probabilities
PAST_STATES = DialogueStateTracker.past_states
NAMES = ["action_listen", "action_look", "utter_x", "a_form"]
DOMAIN = Domain.from_dict(
    {
        "version": "3.1",
        "intents": ["ask", "deny"],
        "actions": ["action_look"],
        "forms": {"a_form": {"required_slots": []}},
        "slots": {"topic": {"type": "text", "influence_conversation": True, "mappings": [{"type": "custom"}]}},
        "responses": {"utter_x": [{"text": "x"}]},
    }
)


@pytest.fixture(autouse=True)
def rasa_as_it_was() -> Iterator[None]:
    """Rasa's own methods, and again after each test."""
    yield
    for name in REPLACED:
        if name in OWN:
            setattr(RulePolicy, name, OWN[name])
        elif name in vars(RulePolicy):
            delattr(RulePolicy, name)


def part(name: str, values: list[str]) -> st.SearchStrategy[dict[str, str]]:
    return st.sampled_from([*({name: value} for value in values), {}])


STATES = st.fixed_dictionaries(
    {
        "user": part("intent", ["ask", "deny", "should_not_be_set"]) | part("text", ["some ask"]),
        "prev_action": part("action_name", NAMES),
        "slots": st.sampled_from([{}, {"topic": [1.0]}, {"topic": "should_not_be_set"}]),
        "active_loop": part("name", ["a_form", "should_not_be_set"]),
    }
).map(lambda state: {kind: value for kind, value in state.items() if value})
KEYS_OF_RULES = st.lists(STATES, min_size=1, max_size=3).map(lambda states: json.dumps(states, sort_keys=True))
ACTIONS = st.sampled_from(NAMES)
EVENTS = st.one_of(
    st.sampled_from(["ask", "deny"]).map(lambda intent: UserUttered(f"some {intent}", {"name": intent})),
    st.just("ask").map(lambda intent: UserUttered(None, {"name": intent})),
    ACTIONS.map(ActionExecuted),
    st.sampled_from([None, "fees"]).map(lambda value: SlotSet("topic", value)),
    st.sampled_from([None, "a_form"]).map(ActiveLoop),
)


def policy(rules: dict[str, str], unhappy: dict[str, str] | None = None) -> RulePolicy:
    lookup = {"rules": rules, "rules_for_loop_unhappy_path": unhappy or {}}
    return RulePolicy(
        RulePolicy.get_default_config(),
        LocalModelStorage(Path()),
        Resource("rules"),
        ExecutionContext(GraphSchema({})),
        lookup=lookup,
    )


def conversation(events: list[Any]) -> DialogueStateTracker:
    found = DialogueStateTracker("ana", DOMAIN.slots)
    for event in (ActionExecuted("action_listen"), *events):
        found.update(event)
    return found


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(KEYS_OF_RULES, ACTIONS, max_size=12), st.lists(STATES, max_size=4))
def test_the_rules_that_fit_are_those_that_rasa_finds(rules, states):
    wanted = KEYS(policy(rules), rules, states)
    install()
    assert policy(rules)._get_possible_keys(rules, states) == wanted


def of_many_lengths(rules: dict[str, str]) -> bool:
    """Whether the longest of any rules is one: among several Rasa takes whichever a set happens to show first."""
    return len({len(key) for key in rules}) == len(rules)


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(KEYS_OF_RULES, ACTIONS, max_size=8).filter(of_many_lengths),
    st.dictionaries(KEYS_OF_RULES, st.sampled_from([LOOP_WAS_INTERRUPTED, DO_NOT_PREDICT_LOOP_ACTION]), max_size=3),
    st.lists(EVENTS, max_size=8),
    st.booleans(),
)
def test_what_the_rules_say_is_what_rasa_makes_of_them(rules, unhappy, events, by_text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RulePolicy, "_get_possible_keys", KEYS)
        wanted = FIND(policy(rules, unhappy), conversation(events), DOMAIN, by_text)
    install()
    found = policy(rules, unhappy)._find_action_from_rules(conversation(events), DOMAIN, by_text)
    # Where nothing is predicted, what was looked at is not told apart.
    assert (found[0], found[2]) == (wanted[0], wanted[2])
    assert found[0] is None or found[1] == wanted[1]


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(KEYS_OF_RULES, ACTIONS, max_size=8).filter(of_many_lengths),
    st.dictionaries(KEYS_OF_RULES, st.sampled_from([LOOP_WAS_INTERRUPTED, DO_NOT_PREDICT_LOOP_ACTION]), max_size=3),
    st.lists(EVENTS, max_size=20),
)
def test_what_is_predicted_from_the_last_states_is_what_rasa_predicts_from_all(rules, unhappy, events):
    with pytest.MonkeyPatch.context() as patch:
        for name, own in OWN.items():
            patch.setattr(RulePolicy, name, own)
        wanted = PREDICT(policy(rules, unhappy), conversation(events), DOMAIN)
    install()
    states.install()
    try:
        found = policy(rules, unhappy).predict_action_probabilities(conversation(events), DOMAIN)
    finally:
        DialogueStateTracker.past_states = PAST_STATES
    assert found.probabilities == wanted.probabilities
    assert (found.events, found.is_no_user_prediction) == (wanted.events, wanted.is_no_user_prediction)
    assert found.hide_rule_turn == wanted.hide_rule_turn


def test_no_more_states_are_made_than_the_longest_rule_asks_for(monkeypatch):
    key = json.dumps([{"prev_action": {"action_name": "action_listen"}, "user": {"intent": "ask"}}])
    seen, own = [], RulePolicy._prediction_states
    install()
    states.install()
    monkeypatch.setattr(
        RulePolicy, "_prediction_states", lambda *some, **more: seen.append(own(*some, **more)) or seen[-1]
    )
    talk = [UserUttered("some ask", {"name": "ask"}), ActionExecuted("utter_x"), ActionExecuted("action_listen")]
    try:
        policy({key: "utter_x"}).predict_action_probabilities(conversation(talk * 30 + talk[:1]), DOMAIN)
    finally:
        DialogueStateTracker.past_states = PAST_STATES
    assert [len(each) for each in seen] == [2]


def test_a_rule_that_comes_later_is_found_too():
    install()
    rules = {json.dumps([{"prev_action": {"action_name": "utter_x"}}]): "action_listen"}
    rule_policy, state = policy(rules), {"prev_action": {"action_name": "action_look"}}
    assert rule_policy._get_possible_keys(rules, [state]) == set()
    later = json.dumps([state])
    rules[later] = "action_listen"
    assert rule_policy._get_possible_keys(rules, [state]) == {later}


def test_rules_without_quotes_are_asked_by_intent_alone(monkeypatch):
    key = json.dumps([{"prev_action": {"action_name": "action_listen"}, "user": {"intent": "ask"}}])
    install()
    monkeypatch.setattr(RulePolicy, "_prediction_states", lambda *_, **__: pytest.fail("looked for a quoted text"))
    found = policy({key: "utter_x"})._find_action_from_rules(
        conversation([UserUttered("some ask", {"name": "ask"})]), DOMAIN, True
    )
    assert found == (None, None, False)


def test_a_rule_that_quotes_a_text_is_still_found_by_it():
    key = json.dumps([{"prev_action": {"action_name": "action_listen"}, "user": {"text": "some ask"}}])
    install()
    found = policy({key: "utter_x"})._find_action_from_rules(
        conversation([UserUttered("some ask", {"name": "ask"})]), DOMAIN, True
    )
    assert found == ("utter_x", key, False)
