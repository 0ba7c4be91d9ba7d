"""When the assistant asks back instead of answering: sooner for a question than for thanks."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.fallback_classifier import FallbackClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from core.intents import WHAT_NEXT, IntentKind, intent_kind

#: In words. "My label is past its date, what should I do?" ends as "what should I do?" does, but tells of what.
LONGEST_WHAT_NEXT = 11


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class QuestionFallback(FallbackClassifier):
    """Rasa's fallback, with a threshold of its own for questions: a wrong answer costs more than asking back.

    A long message that seems to ask what comes next is taken for the likeliest of the others.

    Configuration, beside Rasa's:
        question_threshold: How sure a question's intent must be to be answered.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**FallbackClassifier.get_default_config(), "question_threshold": 0.5}

    def process(self, messages: list[Message]) -> list[Message]:
        """Read each message in place."""
        for message in messages:
            _without_long_what_next(message)
        processed: list[Message] = super().process(messages)
        return processed

    def _should_fallback(self, message: Message) -> bool:
        if super()._should_fallback(message):
            return True
        intent = message.data[INTENT]
        is_question = intent_kind(str(intent[INTENT_NAME_KEY])) is IntentKind.QUESTION
        unsure = intent[PREDICTED_CONFIDENCE_KEY] < self.component_config["question_threshold"]
        return bool(is_question and unsure)


def _without_long_what_next(message: Message) -> None:
    intent = (message.get(INTENT) or {}).get(INTENT_NAME_KEY)
    if intent != WHAT_NEXT or len((message.get(TEXT) or "").split()) <= LONGEST_WHAT_NEXT:
        return
    others = [each for each in message.get(INTENT_RANKING_KEY) or () if each[INTENT_NAME_KEY] != WHAT_NEXT]
    total = sum(each[PREDICTED_CONFIDENCE_KEY] for each in others)
    if total:
        ranking = [{**each, PREDICTED_CONFIDENCE_KEY: each[PREDICTED_CONFIDENCE_KEY] / total} for each in others]
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        message.set(INTENT, ranking[0], add_to_output=True)
