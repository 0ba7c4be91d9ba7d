"""Reads what a short English message means behind the answer before it, where its own words leave that open."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from itertools import islice
from typing import Any, Final, Optional

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_TYPE,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.embedding_table import ARTEFACT, EmbeddingTable, artefact_path
from bot.nlu.follow_up_model import EXAMPLES, FollowUpModel, read_follow_ups
from bot.nlu.kernel_intent_classifier import sentence_vector
from bot.nlu.language_detector import LANGUAGE, is_english
from bot.nlu.second_opinion import TOLD
from bot.nlu.several_questions import QUESTIONS
from bot.nlu.topic_before import topic_before_of
from core.calendar_questions import asks_from_when, asks_of_calendar, asks_of_day_end, asks_of_unit
from core.covered_things import asks_effect_of_list, thing_alone, thing_listed
from core.fact_checks import supposes_fact
from core.intents import FALLBACK, FOLLOW_UPS, OUT_OF_SCOPE, IntentKind, intent_kind
from core.parse_data import BEHIND_ANSWER, NOT_STATED

#: In words: a longer message says itself what it asks.
LONGEST: Final = 25
#: What the words of a message alone weigh beside the examples, in logarithms of confidences.
OWN_WORDS: Final = 0.35
#: The confidence of what the words alone do not name.
LEAST: Final = 1e-4
#: So likely a meaning must be, and so unlikely the one that a message was taken for, to be put in its place.
SURELY, HARDLY = 0.6, 0.15
#: From this confidence on the words alone say what a message asks.
SURE_OF_WORDS: Final = 0.99
#: In words: what is longer keeps what it was taken for.
LONGEST_PUT_RIGHT: Final = 14
#: Questions of the customer's own records, whose answers read what exactly is asked themselves.
OWN_RECORDS: Final = frozenset(
    {
        *("ask_return_status", "ask_track_refund", "ask_refund_amount", "ask_deadlines", "ask_my_returns"),
        *("ask_cancel_return", "ask_amend_return", "ask_reminders"),
    }
)
#: The question that a list answers.
_LIST: Final = "ask_seasonal_categories"
#: Details that say nothing of what is asked.
_BESIDE: Final = frozenset({LANGUAGE})
#: How many meanings a message keeps.
KEPT: Final = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FollowUpClassifier(GraphComponent):
    """Notes what a message may mean behind the answer before, and takes it for that where it is likely.

    "Is black and white fine" asks of the label behind an answer on labels. Its examples (`bot/nlu/follow_ups`) are by
    the question that was answered before. What a message was taken for stays where no meaning is likely; what nothing
    was sure of stays so, and the action server answers by the meanings that are noted (`BEHIND_ANSWER`).

    Configuration:
        artefact: The table of vectors, as for `StaticEmbeddingFeaturizer`.
    """

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: Optional[FollowUpModel] = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"artefact": ARTEFACT}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> Optional[str]:
        """The digest of the examples, so that Rasa trains again when one changed."""
        digest = 0
        for file in sorted(EXAMPLES.glob("*.yml")):
            digest = zlib.crc32(file.read_bytes(), digest)
        return str(digest)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FollowUpClassifier:
        """A new component that has learnt nothing yet."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FollowUpClassifier:
        with model_storage.read_from(resource) as directory:
            return cls(config, model_storage, resource, FollowUpModel.read(directory))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples in `bot/nlu/follow_ups`; the training data proper say nothing of answers before."""
        examples = read_follow_ups()
        table = EmbeddingTable(artefact_path(self._config))
        self._model = FollowUpModel.fitted(examples, np.stack([table.mean(each.text) for each in examples]))
        with self._model_storage.write_to(self._resource) as directory:
            self._model.save(directory)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Read each message in place."""
        for message in messages:
            before = topic_before_of(message)
            text = message.get(TEXT) or ""
            if self._model is None or before is None or not _may_go_on(message, text):
                continue
            if before == _LIST and _asks_of_list(text):
                # The action server knows what is on the list that was told.
                message.set(INTENT, {INTENT_NAME_KEY: FALLBACK, PREDICTED_CONFIDENCE_KEY: 1.0}, add_to_output=True)
                continue
            vector = sentence_vector(message)
            if vector is not None:
                own = _own_words(message)
                _note(message, joined(self._model.confidences(text, vector, before), own), own)
        return messages


def joined(behind: Mapping[str, float], own: Mapping[str, float]) -> dict[str, float]:
    """What examples behind such an answer and the words alone say together, the likeliest first.

    Args:
        behind: How likely each meaning is behind the answer before.
        own: How likely each intent is by the words alone, as far as it is known.
    """
    scores = {
        name: np.log(likely + 1e-6) + OWN_WORDS * np.log(own.get(name, 0.0) + LEAST) for name, likely in behind.items()
    }
    highest = max(scores.values())
    powers = {name: float(np.exp(score - highest)) for name, score in scores.items()}
    total = sum(powers.values())
    return {name: power / total for name, power in sorted(powers.items(), key=lambda each: -each[1])}


def _may_go_on(message: Message, text: str) -> bool:
    """Whether a message is short and English, asks one thing and is no button."""
    return (
        is_english(message) and not text.startswith("/") and len(text.split()) <= LONGEST and not message.get(QUESTIONS)
    )


def _own_words(message: Message) -> dict[str, float]:
    ranking = message.get(INTENT_RANKING_KEY) or ()
    return {each[INTENT_NAME_KEY]: each[PREDICTED_CONFIDENCE_KEY] for each in ranking}


def _asks_of_list(text: str) -> bool:
    """Whether a message asks, behind the list of categories, if it names a thing or what that is good for."""
    return bool(thing_listed(text) or thing_alone(text)) or asks_effect_of_list(text)


def _asks_how_counted(text: str) -> bool:
    """Whether a message asks how days are counted, which what explains an answer knows."""
    return any(asks(text) for asks in (asks_of_calendar, asks_of_day_end, asks_of_unit, asks_from_when))


def _is_open(message: Message, intent: str, own: Mapping[str, float]) -> bool:
    """Whether what a message was taken for may be put right: a question, surely asked neither by its words nor of the
    customer's own return, or something out of scope."""
    told_details = {each[ENTITY_ATTRIBUTE_TYPE] for each in message.get(ENTITIES) or ()} - _BESIDE
    if told_details or len((message.get(TEXT) or "").split()) > LONGEST_PUT_RIGHT or intent in OWN_RECORDS:
        return False
    if max(own.values(), default=0.0) >= SURE_OF_WORDS or supposes_fact(message.get(TEXT) or ""):
        return False
    # That it asks about the answer itself, "does yesterday count?", is told by words that examples know too few of.
    is_about_answer = intent in FOLLOW_UPS and not message.get(TOLD) and not _asks_how_counted(message.get(TEXT) or "")
    return intent == OUT_OF_SCOPE or is_about_answer or intent_kind(intent) is IntentKind.QUESTION


def _note(message: Message, likely: Mapping[str, float], own: Mapping[str, float]) -> None:
    kept = [{INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: each} for name, each in islice(likely.items(), KEPT)]
    message.set(BEHIND_ANSWER, kept, add_to_output=True)
    intent = str((message.get(INTENT) or {}).get(INTENT_NAME_KEY))
    name, confidence = next(iter(likely.items()))
    if name == intent or confidence < SURELY or likely.get(intent, 0.0) > HARDLY or not _is_open(message, intent, own):
        return
    is_answered = intent_kind(name) is IntentKind.QUESTION or name in FOLLOW_UPS
    # What no rule states is told by the action server, behind what it reads itself.
    meant = name if is_answered else FALLBACK
    if is_answered or name == NOT_STATED:
        message.set(INTENT, {INTENT_NAME_KEY: meant, PREDICTED_CONFIDENCE_KEY: confidence}, add_to_output=True)
