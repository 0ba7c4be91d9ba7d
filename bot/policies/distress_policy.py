"""Answers somebody who may harm themselves, whatever form, confirmation or person has the conversation."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import PREDICTED_CONFIDENCE_KEY

from bot.policies.first_policy import FirstPolicy
from core.intents import DISTRESS

DISTRESS_ACTION = "action_distress"
#: A form's answer that reads a little like it is the form's.
_LEAST_CONFIDENCE = 0.5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class DistressPolicy(FirstPolicy):
    """Predicts the answer to distress, and to listen after it."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The priority: above that of every other policy."""
        return {"priority": 11}

    def next_action(self, tracker: DialogueStateTracker) -> str | None:
        if tracker.latest_action_name == DISTRESS_ACTION:
            return str(ACTION_LISTEN_NAME)
        message = tracker.latest_message
        if tracker.latest_action_name != ACTION_LISTEN_NAME or message is None or message.intent_name != DISTRESS:
            return None
        confidence = message.intent.get(PREDICTED_CONFIDENCE_KEY)
        return DISTRESS_ACTION if confidence is None or confidence >= _LEAST_CONFIDENCE else None
