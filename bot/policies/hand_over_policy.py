"""Keeps the assistant quiet while a person has the conversation.

A slot that only `actions/answers/hand_over.py` sets says so, and `action_pass_on_to_person` asks the store whether it
is true: a slot that somebody forged gets an answer as if it were not there. The slot steers nothing else.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.first_policy import FirstPolicy

WITH_PERSON = "with_person"
QUIET_ACTION = "action_pass_on_to_person"
#: What is answered also while a person has the conversation, beside what the desk sets off itself: the way back.
_BACK = "return_to_bot"
#: How sure that has to be: "please answer" is said to the person. Whoever is not heard is offered a button for it.
_SURE = 0.7
_EXTERNAL = "EXTERNAL: "


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class HandOverPolicy(FirstPolicy):
    """Predicts that a message is passed on, before any rule or form has its say."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The priority: above RulePolicy's, whose predictions are as sure."""
        return {"priority": 10}

    def next_action(self, tracker: DialogueStateTracker) -> str | None:
        if not tracker.get_slot(WITH_PERSON):
            return None
        if tracker.latest_action_name == QUIET_ACTION:
            return str(ACTION_LISTEN_NAME)
        if tracker.latest_action_name != ACTION_LISTEN_NAME or tracker.latest_message is None:
            return None
        message = tracker.latest_message
        is_external = (message.metadata or {}).get("is_external") or str(message.text or "").startswith(_EXTERNAL)
        wants_back = message.intent_name == _BACK and (message.intent or {}).get("confidence", 1.0) >= _SURE
        return None if is_external or wants_back else QUIET_ACTION
