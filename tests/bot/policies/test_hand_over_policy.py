"""Quiet while a person has the conversation: what the policy says to a slot."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from rasa.core.policies.ensemble import DefaultPolicyPredictionEnsemble
from rasa.core.policies.policy import PolicyPrediction, confidence_scores_for
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActionReverted, ActiveLoop, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.hand_over_policy import QUIET_ACTION, HandOverPolicy

ROOT = Path(__file__).parents[3]
LISTEN = ActionExecuted("action_listen")


@pytest.fixture(scope="module")
def domain() -> Domain:
    with warnings.catch_warnings():
        # Rasa tells everybody whose slots have mappings what it changed in version 3.
        warnings.simplefilter("ignore", UserWarning)
        return Domain.load(ROOT / "bot" / "domain")


@pytest.fixture
def policy(graph) -> HandOverPolicy:
    return graph.create(HandOverPolicy)


def tracker(domain: Domain, *events, with_person: object = "T1001") -> DialogueStateTracker:
    return DialogueStateTracker.from_events(
        "web:1", [SlotSet("with_person", with_person), LISTEN, *events], domain.slots
    )


def said(intent: str, text: str = "any news?", **metadata: object) -> UserUttered:
    return UserUttered(text, {"name": intent, "confidence": 1.0}, metadata=metadata)


def predicted(policy: HandOverPolicy, domain: Domain, conversation: DialogueStateTracker) -> str | None:
    prediction = policy.predict_action_probabilities(conversation, domain)
    if not prediction.max_confidence:
        return None
    assert prediction.is_no_user_prediction
    return domain.action_names_or_texts[prediction.max_confidence_index]


@pytest.mark.parametrize("intent", ["ask_refund_time", "greet", "nlu_fallback", "talk_to_person", "affirm", "thank"])
def test_whatever_the_customer_says_is_passed_on(policy, domain, intent):
    assert predicted(policy, domain, tracker(domain, said(intent))) == QUIET_ACTION


@pytest.mark.parametrize(("confidence", "answers"), [(1.0, None), (0.86, None), (0.45, QUIET_ACTION)])
def test_only_who_surely_wants_the_assistant_back_has_it_back(policy, domain, confidence, answers):
    back = UserUttered("will you reply now", {"name": "return_to_bot", "confidence": confidence})
    assert predicted(policy, domain, tracker(domain, back)) == answers


def test_afterwards_it_listens(policy, domain):
    conversation = tracker(domain, said("ask_refund_time"), ActionExecuted(QUIET_ACTION))
    assert predicted(policy, domain, conversation) == "action_listen"


@pytest.mark.parametrize("slot", [None, "", 0, False])
def test_without_a_person_it_has_no_opinion(policy, domain, slot):
    assert predicted(policy, domain, tracker(domain, said("ask_refund_time"), with_person=slot)) is None


def test_the_way_back_is_left_to_the_rules(policy, domain):
    assert predicted(policy, domain, tracker(domain, said("return_to_bot"))) is None


@pytest.mark.parametrize("intent", ["system_agent_replied", "system_ticket_closed", "system_open_chat"])
def test_what_the_desk_sets_off_is_left_to_the_rules(policy, domain, intent):
    for event in (said(intent, f"EXTERNAL: {intent}"), said(intent, intent, is_external=True)):
        assert predicted(policy, domain, tracker(domain, event)) is None


def test_a_turn_that_the_rules_began_is_finished_by_them(policy, domain):
    conversation = tracker(domain, said("return_to_bot"), ActionExecuted("action_return_to_bot"))
    assert predicted(policy, domain, conversation) is None


def test_a_forged_slot_is_answered_as_if_it_were_not_there(policy, domain):
    conversation = tracker(
        domain, said("ask_refund_time"), ActionExecuted(QUIET_ACTION), ActionReverted(), SlotSet("with_person", None)
    )
    assert predicted(policy, domain, conversation) is None
    assert conversation.latest_action_name == "action_listen"
    assert conversation.latest_message.intent_name == "ask_refund_time"


def test_it_stands_above_a_form_in_progress(policy, domain):
    conversation = tracker(domain, ActiveLoop("identity_form"), said("ask_refund_time"))
    form = PolicyPrediction(
        confidence_scores_for("identity_form", 1.0, domain), "RulePolicy", is_no_user_prediction=True
    )
    ours = policy.predict_action_probabilities(conversation, domain)

    for order in ([form, ours], [ours, form]):
        best = DefaultPolicyPredictionEnsemble().combine_predictions(order, conversation, domain)
        assert domain.action_names_or_texts[best.max_confidence_index] == QUIET_ACTION


def test_no_opinion_leaves_a_form_as_it_is(policy, domain):
    conversation = tracker(domain, ActiveLoop("identity_form"), said("give_details"), with_person=None)
    form = PolicyPrediction(
        confidence_scores_for("identity_form", 1.0, domain), "RulePolicy", is_no_user_prediction=True
    )
    ours = policy.predict_action_probabilities(conversation, domain)

    best = DefaultPolicyPredictionEnsemble().combine_predictions([ours, form], conversation, domain)
    assert domain.action_names_or_texts[best.max_confidence_index] == "identity_form"


def test_it_is_trained_stored_and_loaded_with_nothing_to_learn(policy, domain, graph):
    policy.train([], domain)
    loaded = graph.load(HandOverPolicy)
    assert predicted(loaded, domain, tracker(domain, said("greet"))) == QUIET_ACTION
