"""Two questions in one message: split it, understand each part, and say so when they ask for different things.

One question behind a greeting, a thank-you or a complaint is what the message asks.
"""

from __future__ import annotations

import itertools
import re
from typing import Any, Optional

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

from bot.nlu.distress_evidence import alarm_of
from bot.nlu.entities.detail import Kind, Sense
from bot.nlu.language_detector import LANGUAGE
from bot.nlu.negations import HAND_IN, UNWANTED
from bot.nlu.questions import OPENINGS, is_question
from core.intents import DISTRESS, FALLBACK, FOLLOW_UPS, HOW_LONG, OUT_OF_SCOPE, TALK_TO_PERSON

SEVERAL_QUESTIONS = "message_several_questions"
#: Where the message tells the intents of its questions, for the custom action that answers them.
QUESTIONS = "questions"
#: That a message is a part of the one before it, and whether this part asks something, tells it, or stands behind
#: thanks.
PART = "part_of_message"
ASKS, TELLS, WISHES = "asks", "tells", "wishes"

LONGEST_TEXT = 500
MOST_QUESTIONS = 3
#: Each part costs as much as a message; who asks more at once is understood as a whole.
MOST_PARTS = 8
#: In words: what stands behind a question and is longer tells more than a number and an address.
LONGEST_DETAIL = 3
#: In characters: how much of a message is looked through for words of distress.
LONGEST_STORY = 4_000

_BLANKS = re.compile(r"\s+")
#: For a text whose blanks `_BLANKS` has made single.
_BREAK = re.compile(rf"(?<=[?.!;])\s|\n|,?\s(?:and|also|plus|or|&)\s(?=(?:also\s|then\s)?(?:{OPENINGS})\b)", re.I)
#: Also a comma, a colon or a dash ends what stands before the only question: "this is a disgrace, when is it due".
_LEAD_BREAK = re.compile(
    rf"(?<=[?.!;:])\s|\n|(?:,|\s[-–—])\s(?=(?:(?:and|but|so|also)\s)?(?:{OPENINGS}|i\s(?:just|only)|just|only)\b)"
    rf"|\s(?=(?:and|but|so|also)\s(?:{OPENINGS}|(?:just\s|only\s)?tell\sme)\b)",
    re.I,
)
#: What takes back the question before: "sorry, I meant", "no, what I wanted to ask was".
_MEANT = re.compile(
    r"(?:(?:no|nope|sorry|oh|ah|wait|well|hm+|oops|actually|ugh|but)[,.!]?\s){0,4}(?:what\s)?i\s(?:really\s|actually\s)?"
    r"(?:meant|mean|wanted)(?:\sto\s(?:ask|say|know))?(?:\s(?:was|is))?[,:]?\s",
    re.I,
)
#: However short, this is more than a number or an address: "no person please".
_DECLINES = re.compile(r"(?:no|not|without|skip)\s", re.I)
#: What such a message is as a whole.
_LEADS = frozenset(["greet", "goodbye", "thank", "affirm", "deny", "express_frustration", FALLBACK, UNWANTED])
#: What a message that begins with thanks is taken for.
_THANKS = frozenset(["thank", "goodbye", "greet", "affirm", FALLBACK])
#: What the part behind them is taken for that only names a thing.
_UNCLEAR = frozenset([FALLBACK, OUT_OF_SCOPE, "give_details"])
_THANKFUL = re.compile(
    r"\W{0,3}(?:(?:ok|okay|oh|ah|great|perfect|super|alright|right|good|cool|wow|hi|hello|well|so|brilliant|lovely)"
    r"\W{1,3}){0,3}(?:many |big |a thousand )?(?:thanks|thank you|thank u|thankyou|thx|tx|ty|tysm|tnx|cheers|much "
    r"appreciated|appreciate|great|perfect|that(?:['\u2019]s| is| was) (?:\w+ )?(?:helpful|great|kind|good|clear|nice|"
    r"perfect|useful|it))\b",
    re.I,
)
#: Where thanks end.
_BEHIND_THANKS = re.compile(r"(?<=[?.!;:])\s|\n|,\s|\s[-\u2013\u2014]\s|\s(?=(?:but|and now|now)\s)", re.I)
_ASKS_WHEN = re.compile(r"\b(?:how (?:long|many days|soon)|when|the (?:date|day))\b", re.I)
_SENTENCE = re.compile(r"[.!?;\n]")


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
        threshold: How sure each part's intent must be.
        prefixes: How the names of intents begin that are questions; a part of any other intent (thanks, a greeting,
            something out of scope) is no question.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        self._threshold = float(config["threshold"])
        self._prefixes = tuple(config["prefixes"])

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"threshold": 0.6, "prefixes": ["ask_", "report_"]}

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
        if whole == HAND_IN and self._tells_of_a_plan(message) and len(names) == 1:
            # "I was going to post it today, can I still cancel" asks; that nothing was handed in is beside it.
            message.set(INTENT, sure[0], add_to_output=True)
        text = _BLANKS.sub(" ", message.get(TEXT) or "").strip()
        # "Can you cancel it? No, leave it": what follows a question may take it back, unless nothing is understood.
        begins = bool(parts) and text.startswith(parts[0].get(TEXT))
        is_led = whole == FALLBACK or (whole in _LEADS and not begins) or question_meant(text) is not None
        # "What is my number? No person, please": who wants nobody wants the answer.
        wants_nobody = whole == UNWANTED and self._wants_nobody(message)
        is_led = is_led or wants_nobody
        heard = understood if wants_nobody else surely
        named = FOLLOW_UPS | {TALK_TO_PERSON}
        led = asked + [intent for kind, intent in heard if kind == ASKS and intent.get(INTENT_NAME_KEY) in named]
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
        if 1 < len(names) <= MOST_QUESTIONS:
            confidence = min(intent[PREDICTED_CONFIDENCE_KEY] for intent in sure)
            intent = {INTENT_NAME_KEY: SEVERAL_QUESTIONS, PREDICTED_CONFIDENCE_KEY: confidence}
            message.set(INTENT, intent, add_to_output=True)
            message.set(QUESTIONS, names, add_to_output=True)

    @staticmethod
    def _tells_of_a_plan(message: Message) -> bool:
        """Whether a message says that nothing was handed in; "if I post it on Friday" belongs to its question."""
        stated = (
            each.get(ENTITY_ATTRIBUTE_VALUE)
            for each in message.get(ENTITIES, [])
            if each.get(ENTITY_ATTRIBUTE_TYPE) == Kind.HAND_IN.value
        )
        return Sense.NOT.value in stated

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


def parts_of(text: str) -> list[tuple[str, str]]:
    """The parts of a message that are understood by themselves: its questions, where it holds more than one.

    Where a word may be one of distress all sentences are: it must not be lost in a long complaint.
    """
    questions = questions_of(text) or question_beside(text)
    wish = None if questions else wish_behind_thanks(text)
    if wish is not None and not alarm_of(text).search(text):
        return [(wish, WISHES)]
    alarm = alarm_of(text)
    if text.startswith("/") or not alarm.search(text):
        return [(question, ASKS) for question in questions]
    sentences = [part for part in map(str.strip, _SENTENCE.split(text[:LONGEST_STORY])) if part]
    told = [part for part in sentences if part not in questions and alarm.search(part)]
    parts = [*((question, ASKS) for question in questions), *((part, TELLS) for part in told)]
    return parts[-MOST_PARTS:] if len(sentences) > 1 else parts[: len(questions)]


def questions_of(text: str) -> list[str]:
    """The questions of a message, where it holds more than one; else none.

    Only what is put as a question counts: in "I dropped it off on Monday. Where is my refund?" the first sentence tells
    a story. Blanks come out single.
    """
    if text.startswith("/") or len(text) > LONGEST_TEXT:
        return []
    plain = _BLANKS.sub(lambda run: "\n" if "\n" in run[0] else " ", text)
    questions = [part for part in map(str.strip, _BREAK.split(plain)) if is_question(part)]
    return questions if 1 < len(questions) <= MOST_PARTS else []


def question_beside(text: str) -> list[str]:
    """The one question of a message that tells something else as well: "thanks a lot! when is it due"; else none.

    What is told may follow: "can I cancel? I was going to post it today".
    """
    if text.startswith("/") or len(text) > LONGEST_TEXT:
        return []
    meant = question_meant(text)
    if meant is not None:
        return [meant]
    parts = [part for part in map(str.strip, _LEAD_BREAK.split(_BLANKS.sub(" ", text))) if part]
    questions = [part for part in parts if is_question(part)]
    tells = parts[:1] != questions or any(
        len(part.split()) > LONGEST_DETAIL or _DECLINES.match(part) for part in parts[1:]
    )
    return questions if len(questions) == 1 and len(parts) > 1 and tells else []


def wish_behind_thanks(text: str) -> Optional[str]:
    """What stands behind thanks and is no question: "thanks, that helps. cancel it then"; None where nothing does."""
    if text.startswith("/") or len(text) > LONGEST_TEXT:
        return None
    parts = [part for part in map(str.strip, _BEHIND_THANKS.split(_BLANKS.sub(" ", text))) if part]
    if not parts or not _THANKFUL.match(parts[0]):
        return None
    rest = list(itertools.dropwhile(_THANKFUL.match, parts))
    # Of several parts the last one is what is wished for: "thanks. that was quick. cancel it then".
    return rest[-1] if rest and len(rest[-1].split()) > 1 else None


def question_meant(text: str) -> Optional[str]:
    """The question that a message asks instead of the one before: "sorry, I meant: is it there?"; None where it asks
    none so."""
    plain = _BLANKS.sub(" ", text[:LONGEST_TEXT]).strip()
    lead = _MEANT.match(plain)
    rest = plain[lead.end() :].strip() if lead else ""
    return rest if rest and is_question(rest) else None
