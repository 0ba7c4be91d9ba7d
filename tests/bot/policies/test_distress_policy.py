"""Distress is answered before any form, confirmation or person."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from rasa.core.policies.ensemble import DefaultPolicyPredictionEnsemble
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.distress_policy import DISTRESS_ACTION, DistressPolicy
from bot.policies.hand_over_policy import HandOverPolicy

LISTEN = ActionExecuted("action_listen")


@pytest.fixture(scope="module")
def domain() -> Domain:
    with warnings.catch_warnings():
        # Rasa tells everybody whose slots have mappings what it changed in version 3.
        warnings.simplefilter("ignore", UserWarning)
        return Domain.load(Path(__file__).parents[3] / "bot" / "domain")


@pytest.fixture
def policy(graph) -> DistressPolicy:
    return graph.create(DistressPolicy)


def tracker(domain: Domain, *events: Event) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("web:1", [LISTEN, *events], domain.slots)


def said(intent: str, confidence: float = 0.9) -> UserUttered:
    return UserUttered("words", {"name": intent, "confidence": confidence})


def predicted(policy: DistressPolicy, domain: Domain, conversation: DialogueStateTracker) -> str | None:
    prediction = policy.predict_action_probabilities(conversation, domain)
    return domain.action_names_or_texts[prediction.max_confidence_index] if prediction.max_confidence else None


@pytest.mark.parametrize(
    "state",
    [
        (),
        (ActiveLoop("identity_form"), SlotSet("requested_slot", "customer_email")),
        (ActiveLoop("start_return_form"), SlotSet("requested_slot", "return_description")),
        (SlotSet("with_person", "T1001"),),
    ],
)
def test_whatever_else_goes_on_it_is_answered(policy: DistressPolicy, domain: Domain, state: tuple[Event, ...]) -> None:
    conversation = tracker(domain, *state, said("express_distress"))
    assert predicted(policy, domain, conversation) == DISTRESS_ACTION
    conversation.update(ActionExecuted(DISTRESS_ACTION))
    assert predicted(policy, domain, conversation) == "action_listen"


@pytest.mark.parametrize(
    "message", [said("ask_refund_time"), said("express_frustration"), said("express_distress", 0.4)]
)
def test_others_decide_about_everything_else(policy: DistressPolicy, domain: Domain, message: UserUttered) -> None:
    assert predicted(policy, domain, tracker(domain, message)) is None


def test_it_stands_above_the_policy_that_keeps_quiet(policy: DistressPolicy, domain: Domain, graph) -> None:
    conversation = tracker(domain, SlotSet("with_person", "T1001"), said("express_distress"))
    policies = (graph.create(HandOverPolicy), policy)
    predictions = [each.predict_action_probabilities(conversation, domain) for each in policies]
    best = DefaultPolicyPredictionEnsemble().combine_predictions(predictions, conversation, domain)
    assert domain.action_names_or_texts[best.max_confidence_index] == DISTRESS_ACTION
