"""When the assistant asks back instead of answering: sooner for a question than for thanks."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.fallback_classifier import FallbackClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.first_words import says_first_words
from bot.nlu.second_opinion import FIRST_OPINION, LIKELY, TORN
from core.intents import DISTRESS, OUT_OF_SCOPE, WHAT_NEXT, IntentKind, intent_kind, is_offered

#: In words. "My label is past its date, what should I do?" ends as "what should I do?" does, but tells of what.
LONGEST_WHAT_NEXT = 11
#: From this confidence on, what two opinions together find out of scope is refused.
SURELY_ELSEWHERE = 0.85
#: In characters: what of a message is read for a wish.
LONGEST_WISH = 500
HOW_TO_RETURN, ITEM_PROBLEM, CANCEL_RETURN = "ask_how_to_return", "report_item_problem", "ask_cancel_return"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class QuestionFallback(FallbackClassifier):
    """Rasa's fallback, with a threshold of its own for questions: a wrong answer costs more than asking back.

    A long message that seems to ask what comes next is taken for the likeliest of the others, and one that tells a
    problem and wishes to return something for the wish. Where two opinions on a message name different questions, the
    customer chooses (`bot/nlu/second_opinion.py`); so they do where first words are not surely out of scope.

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
            _with_wish(message)
        processed: list[Message] = super().process(messages)
        return processed

    def _should_fallback(self, message: Message) -> bool:
        if super()._should_fallback(message):
            return True
        if message.get(TORN) or _may_be_ours(message):
            return True
        intent = message.data[INTENT]
        is_question = intent_kind(str(intent[INTENT_NAME_KEY])) is IntentKind.QUESTION
        unsure = intent[PREDICTED_CONFIDENCE_KEY] < self.component_config["question_threshold"]
        return bool(is_question and unsure)


def _may_be_ours(message: Message) -> bool:
    """Whether a chat's first words are not surely out of scope to two opinions, and a question of ours is likely."""
    if message.get(FIRST_OPINION) is None or not says_first_words(message):
        return False
    surest, *others = message.get(INTENT_RANKING_KEY)
    if surest[INTENT_NAME_KEY] != OUT_OF_SCOPE or surest[PREDICTED_CONFIDENCE_KEY] >= SURELY_ELSEWHERE:
        return False
    return any(is_offered(each[INTENT_NAME_KEY]) and each[PREDICTED_CONFIDENCE_KEY] >= LIKELY for each in others)


#: From this confidence on, a wish to return something is one beside the problem that it tells.
_LEAST_WISH = 0.2
_WISH = re.compile(
    r"\b(?:i|we)(?: would|['’]d| will|['’]ll)? (?:really )?(?:want|need|like|wish|have)(?: to)? "
    r"(?:return|send (?:\w+ ){0,5}back|give (?:\w+ ){0,5}back)\b",
    re.IGNORECASE,
)
#: With none of these a wish to return something takes back no return.
_TAKEN_BACK = re.compile(
    r"\b(?:cancel|cancell?\w+|withdraw\w*|stop|undo|revoke|call off|n['’]t|not|no longer|anymore)\b", re.IGNORECASE
)


def _without_long_what_next(message: Message) -> None:
    if len((message.get(TEXT) or "").split()) > LONGEST_WHAT_NEXT:
        _without(WHAT_NEXT, message)


def _with_wish(message: Message) -> None:
    ranking = message.get(INTENT_RANKING_KEY) or ()
    wish = next((each[PREDICTED_CONFIDENCE_KEY] for each in ranking if each[INTENT_NAME_KEY] == HOW_TO_RETURN), 0)
    text = (message.get(TEXT) or "")[:LONGEST_WISH]
    if not _WISH.search(text):
        return
    if wish >= _LEAST_WISH:
        _without(ITEM_PROBLEM, message)
    if (message.get(INTENT) or {}).get(INTENT_NAME_KEY) == CANCEL_RETURN and not _TAKEN_BACK.search(text):
        sure = {INTENT_NAME_KEY: HOW_TO_RETURN, PREDICTED_CONFIDENCE_KEY: 1.0}
        message.set(INTENT, sure, add_to_output=True)
        message.set(INTENT_RANKING_KEY, [sure, *(each for each in ranking if each[INTENT_NAME_KEY] != HOW_TO_RETURN)])


def _without(intent: str, message: Message) -> None:
    """Take a message for the likeliest other intent where it is taken for this one."""
    if (message.get(INTENT) or {}).get(INTENT_NAME_KEY) != intent:
        return
    # Distress is heard from its words, and not because nothing else is left.
    others = [each for each in message.get(INTENT_RANKING_KEY) or () if each[INTENT_NAME_KEY] not in (intent, DISTRESS)]
    total = sum(each[PREDICTED_CONFIDENCE_KEY] for each in others)
    if total:
        ranking = [{**each, PREDICTED_CONFIDENCE_KEY: each[PREDICTED_CONFIDENCE_KEY] / total} for each in others]
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        message.set(INTENT, ranking[0], add_to_output=True)
