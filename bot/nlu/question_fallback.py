"""When the assistant asks back instead of answering: sooner for a question than for thanks."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.fallback_classifier import FallbackClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY
from rasa.shared.nlu.training_data.message import Message

from core.intents import IntentKind, intent_kind


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class QuestionFallback(FallbackClassifier):
    """Rasa's fallback, with a threshold of its own for questions: a wrong answer costs more than asking back.

    Configuration, beside Rasa's:
        question_threshold: How sure a question's intent must be to be answered.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**FallbackClassifier.get_default_config(), "question_threshold": 0.5}

    def _should_fallback(self, message: Message) -> bool:
        if super()._should_fallback(message):
            return True
        intent = message.data[INTENT]
        is_question = intent_kind(str(intent[INTENT_NAME_KEY])) is IntentKind.QUESTION
        unsure = intent[PREDICTED_CONFIDENCE_KEY] < self.component_config["question_threshold"]
        return bool(is_question and unsure)
