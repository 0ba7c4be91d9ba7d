"""What decides before any rule or form has its say."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction, confidence_scores_for
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker


class FirstPolicy(Policy):
    """Predicts an action from the latest message alone; it learns nothing."""

    def train(self, training_trackers: Any, domain: Domain, **kwargs: Any) -> Resource:
        """Learn nothing; Rasa wants a place for it nevertheless."""
        with self._model_storage.write_to(self._resource):
            pass
        return self._resource

    def predict_action_probabilities(
        self, tracker: DialogueStateTracker, domain: Domain, rule_only_data: Any = None, **kwargs: Any
    ) -> PolicyPrediction:
        """The action, as sure as a rule, or no opinion."""
        action = self.next_action(tracker)
        if action is None or action not in domain.action_names_or_texts:
            return self._prediction(self._default_predictions(domain))
        # A form in progress predicts itself without looking at the message. So does this, and stands above it.
        return self._prediction(confidence_scores_for(action, 1.0, domain), is_no_user_prediction=True)

    @abstractmethod
    def next_action(self, tracker: DialogueStateTracker) -> str | None:
        """The name of the action that comes next, None where others decide."""
