"""Keeps the assistant quiet while a person has the conversation.

A slot that only `actions/answers/hand_over.py` sets says so, and `action_pass_on_to_person` asks the store whether it
is true: a slot that somebody forged gets an answer as if it were not there. The slot steers nothing else.
"""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction, confidence_scores_for
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

WITH_PERSON = "with_person"
QUIET_ACTION = "action_pass_on_to_person"
#: What is answered also while a person has the conversation: the way back, and what the desk sets off itself.
_ANSWERED = frozenset({"return_to_bot"})
_EXTERNAL = "EXTERNAL: "


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class HandOverPolicy(Policy):
    """Predicts that a message is passed on, before any rule or form has its say."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The priority: above RulePolicy's, whose predictions are as sure."""
        return {"priority": 10}

    def train(self, training_trackers: Any, domain: Domain, **kwargs: Any) -> Resource:
        """Nothing is learnt; Rasa wants a place for it nevertheless."""
        with self._model_storage.write_to(self._resource):
            pass
        return self._resource

    def predict_action_probabilities(
        self, tracker: DialogueStateTracker, domain: Domain, rule_only_data: Any = None, **kwargs: Any
    ) -> PolicyPrediction:
        """To pass the message on, to listen afterwards, or no opinion."""
        action = _next_action(tracker)
        if action is None or action not in domain.action_names_or_texts:
            return self._prediction(self._default_predictions(domain))
        # A form in progress predicts itself without looking at the message. So does this, and stands above it.
        return self._prediction(confidence_scores_for(action, 1.0, domain), is_no_user_prediction=True)


def _next_action(tracker: DialogueStateTracker) -> str | None:
    if not tracker.get_slot(WITH_PERSON):
        return None
    if tracker.latest_action_name == QUIET_ACTION:
        return str(ACTION_LISTEN_NAME)
    if tracker.latest_action_name != ACTION_LISTEN_NAME or tracker.latest_message is None:
        return None
    message = tracker.latest_message
    is_external = (message.metadata or {}).get("is_external") or str(message.text or "").startswith(_EXTERNAL)
    if is_external or message.intent_name in _ANSWERED:
        return None
    return QUIET_ACTION
