"""Two questions in one message: split it, understand each part, and say so when they ask for different things.

One question behind a greeting, a thank-you or a complaint is what the message asks.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    INTENT,
    INTENT_NAME_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.asked_topics import asked_topics
from bot.nlu.doubt import with_doubt
from bot.nlu.entities.detail import Kind
from bot.nlu.first_words import says_first_words
from bot.nlu.language_detector import LANGUAGE
from bot.nlu.message_parts import ASKS, MOST_QUESTIONS, PART, WISHES, parts_of, question_meant
from bot.nlu.mistaken_for import HAND_IN, UNWANTED
from bot.nlu.second_opinion import IN_QUESTION, TORN
from bot.nlu.told_days import is_kept
from core.days_put_up import puts_up_day
from core.intents import (
    DISTRESS,
    FALLBACK,
    FOLLOW_UPS,
    HOW_LONG,
    OUT_OF_SCOPE,
    RULES_ALONE,
    TALK_TO_PERSON,
    WHAT_NEXT,
    IntentKind,
    intent_kind,
)
from core.suppositions import Case, case_supposed

LOST = "report_parcel_lost"
SEVERAL_QUESTIONS = "message_several_questions"
#: Where the message tells the intents of its questions, for the custom action that answers them.
QUESTIONS = "questions"
#: Where it tells their words, in the same order.
QUESTION_TEXTS = "question_texts"
_BLANKS = re.compile(r"\s+")
#: What such a message is as a whole.
_LEADS = frozenset(["greet", "goodbye", "thank", "affirm", "deny", "express_frustration", FALLBACK, UNWANTED])
#: What a message that begins with thanks is taken for.
_THANKS = frozenset(["thank", "goodbye", "greet", "affirm", FALLBACK])
#: What the part behind them is taken for that only names a thing.
_UNCLEAR = frozenset([FALLBACK, OUT_OF_SCOPE, "give_details"])
#: What goes on about no answer, though it mostly does.
_IN_FIRST_WORDS = frozenset([WHAT_NEXT, HOW_LONG])
_OF_AN_ORDER = frozenset(["report_order_not_arrived", "ask_cancel_order", "ask_change_order"])
#: From this confidence on a message is of what it is taken for, and below it may be of something else.
_SURELY = 0.95
#: And from this one on where it tells something first.
_SURELY_TOLD = 0.9
_ASKS_WHEN = re.compile(r"\b(?:how (?:long|many days|soon)|when|the (?:date|day))\b", re.I)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class QuestionSplitter(GraphComponent):
    """Puts each question of a message behind it in the list, so that the pipeline understands them one by one.

    Stands first in the pipeline; `QuestionCollector` stands last and takes the parts away again. A message with one
    question, a payload and a message too long to be a plain pair of questions go through unsplit.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> QuestionSplitter:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """The messages, each followed by its parts."""
        result = []
        for message in messages:
            result.append(message)
            language = message.get(LANGUAGE)
            parts = parts_of(message.get(TEXT) or "")
            result += [Message(data={TEXT: part, PART: kind, LANGUAGE: language}) for part, kind in parts]
        return result


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class QuestionCollector(GraphComponent):
    """Gives a message the intent `several_questions` where its parts surely ask for different things, and that of
    distress where one of its parts surely is.

    Configuration:
        threshold: How sure the intent of a part must be that stands for the whole message.
        question_threshold: How sure that of one of several questions must be: as sure as of a question alone.
        prefixes: How the names of intents begin that are questions; a part of any other intent (thanks, a greeting,
            something out of scope) is no question.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        self._threshold = float(config["threshold"])
        self._question_threshold = float(config["question_threshold"])
        self._prefixes = tuple(config["prefixes"])

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"threshold": 0.6, "question_threshold": 0.5, "prefixes": ["ask_", "report_"]}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> QuestionCollector:
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """The messages without their parts."""
        whole: list[Message] = []
        parts: list[list[Message]] = []
        for message in messages:
            if message.get(PART) and whole:
                parts[-1].append(message)
            else:
                whole.append(message)
                parts.append([])
        for message, its_parts in zip(whole, parts, strict=True):
            self._collect(message, its_parts)
            with_doubt(message)
        return whole

    def _collect(self, message: Message, parts: list[Message]) -> None:
        understood = [(part.get(PART), part.get(INTENT) or {}) for part in parts]
        surely = [each for each in understood if each[1].get(PREDICTED_CONFIDENCE_KEY, 0) >= self._threshold]
        for _, intent in surely:
            if intent[INTENT_NAME_KEY] == DISTRESS:
                message.set(INTENT, intent, add_to_output=True)
                return
        asked = [intent for kind, intent in understood if kind == ASKS and self._asks(intent)]
        sure = [intent for intent in asked if intent[PREDICTED_CONFIDENCE_KEY] >= self._threshold]
        names = list(dict.fromkeys(intent[INTENT_NAME_KEY] for intent in sure))
        whole = (message.get(INTENT) or {}).get(INTENT_NAME_KEY)
        if whole == DISTRESS:
            # Whatever is asked beside it.
            return
        if whole == HAND_IN and is_kept(message.get(ENTITIES, [])) and len(names) == 1:
            # "I was going to post it today, can I still cancel" asks; that nothing was handed in is beside it, unless a
            # rule alone answers that question, behind which nobody would hear of it.
            if names[0] in RULES_ALONE:
                message.set(QUESTIONS, names, add_to_output=True)
            else:
                message.set(INTENT, sure[0], add_to_output=True)
        text = _BLANKS.sub(" ", message.get(TEXT) or "").strip()
        if (whole == HAND_IN and puts_up_day(text)) or (whole == LOST and case_supposed(text) is Case.LOST):
            # "Can't do Thursday, working. Friday then?" and "what if it's stolen, is my money gone?" ask one thing.
            return
        # "Can you cancel it? No, leave it": what follows a question may take it back, unless nothing is understood.
        begins = bool(parts) and text.startswith(parts[0].get(TEXT))
        # Of two opinions on the whole a part's topic is no better than the other.
        is_unclear = whole == FALLBACK and not message.get(TORN)
        is_led = is_unclear or (whole in _LEADS - {FALLBACK} and not begins) or question_meant(text) is not None
        # "What is my number? No person, please": who wants nobody wants the answer.
        wants_nobody = whole == UNWANTED and self._wants_nobody(message)
        is_led = is_led or wants_nobody
        heard = understood if wants_nobody else surely
        # There is no answer yet of which a part could ask "why".
        named = (_IN_FIRST_WORDS if says_first_words(message) else FOLLOW_UPS) | {TALK_TO_PERSON}
        led = asked + [intent for kind, intent in heard if kind == ASKS and intent.get(INTENT_NAME_KEY) in named]
        if is_unclear and says_first_words(message):
            led = [intent for intent in led if _is_likely(message, str(intent[INTENT_NAME_KEY]))]
        wished = [intent for kind, intent in surely if kind == WISHES and self._wishes(intent)]
        if wished and whole in _THANKS:
            message.set(INTENT, wished[0], add_to_output=True)
            return
        if is_led and len({intent[INTENT_NAME_KEY] for intent in led}) == 1:
            # "You're welcome" is no answer to a question, so here it need not be surer than any other message.
            message.set(INTENT, led[0], add_to_output=True)
        elif whole in ("thank", "goodbye") and any(kind == ASKS for kind, _ in understood):
            # "Thanks, and what about the lamp?" names a thing in words that alone ask nothing.
            others = [intent for kind, intent in understood if kind == ASKS and intent.get(INTENT_NAME_KEY) in _UNCLEAR]
            if others:
                message.set(INTENT, others[-1], add_to_output=True)
        elif whole == UNWANTED and any(_ASKS_WHEN.search(each.get(TEXT)) for each in parts if each.get(PART) == ASKS):
            # "Don't put me through, just tell me how long it takes" asks of what was told before.
            message.set(INTENT, {INTENT_NAME_KEY: HOW_LONG, PREDICTED_CONFIDENCE_KEY: 1.0}, add_to_output=True)
        if self._is_of_an_order(message, asked):
            return
        questions = [each for each in parts if each.get(PART) == ASKS and not _only_tells_it_is_kept(message, each)]
        topics = asked_topics(questions, self._question_threshold, self._prefixes)
        if not begins and _is_of_one_topic(message, {each.intent for each in topics}):
            return
        if 1 < len(topics) <= MOST_QUESTIONS:
            confidence = min(each.confidence for each in topics)
            intent = {INTENT_NAME_KEY: SEVERAL_QUESTIONS, PREDICTED_CONFIDENCE_KEY: confidence}
            message.set(INTENT, intent, add_to_output=True)
            message.set(QUESTIONS, [each.intent for each in topics], add_to_output=True)
            message.set(QUESTION_TEXTS, [each.text for each in topics], add_to_output=True)

    @staticmethod
    def _is_of_an_order(message: Message, asked: list[dict[str, Any]]) -> bool:
        """Whether a message is of an order as a whole, more surely than each of its questions is of anything: "where is
        our parcel, what if it never gets here" alone may be of one on its way back."""
        whole = message.get(INTENT) or {}
        sure = whole.get(PREDICTED_CONFIDENCE_KEY, 0.0)
        others = max((intent[PREDICTED_CONFIDENCE_KEY] for intent in asked), default=0.0)
        return whole.get(INTENT_NAME_KEY) in _OF_AN_ORDER and sure >= _SURELY > others

    @staticmethod
    def _wants_nobody(message: Message) -> bool:
        unwanted = {
            each.get(ENTITY_ATTRIBUTE_VALUE)
            for each in message.get(ENTITIES, [])
            if each.get(ENTITY_ATTRIBUTE_TYPE) == Kind.UNWANTED.value
        }
        return unwanted == {"person"}

    def _wishes(self, intent: dict[str, Any]) -> bool:
        return self._asks(intent) or intent.get(INTENT_NAME_KEY) in (TALK_TO_PERSON, UNWANTED)

    def _asks(self, intent: dict[str, Any]) -> bool:
        return str(intent.get(INTENT_NAME_KEY)).startswith(self._prefixes)


def _is_of_one_topic(message: Message, asked: Collection[str]) -> bool:
    """Whether first words that tell something before they ask are surely of a topic of which no question alone is.

    The questions don't know what was told: "The seller keeps silent. Is that usual, what happens now?"
    """
    whole = message.get(INTENT) or {}
    is_sure = whole.get(PREDICTED_CONFIDENCE_KEY, 0.0) >= _SURELY_TOLD
    topic = str(whole.get(INTENT_NAME_KEY))
    is_question = intent_kind(topic) is IntentKind.QUESTION
    return says_first_words(message) and is_question and is_sure and topic not in asked


def _only_tells_it_is_kept(message: Message, part: Message) -> bool:
    """Whether a part of a chat's first words only says why the parcel is still here: "I can't get to a post office"."""
    is_of_hand_in = (part.get(INTENT) or {}).get(INTENT_NAME_KEY) == HAND_IN
    return says_first_words(message) and is_of_hand_in and is_kept(part.get(ENTITIES, []))


def _is_likely(message: Message, topic: str) -> bool:
    """Whether a question is likely to one of two opinions on the message in which it stands, where they were asked.

    "Is paper compulsory?" alone may ask of anything. What is no question is told by its words.
    """
    likely = message.get(IN_QUESTION)
    return likely is None or topic in likely or intent_kind(topic) is not IntentKind.QUESTION
