"""Distress is answered where a message's words speak of it, and not because it is short, sad or negative."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.language_detector import is_english
from core.intents import DISTRESS

#: Words without which a sentence of a longer message is not taken to speak of harming oneself.
ALARM = re.compile(
    r"\b(?:die|dying|dead|death|kill\w*|suicid\w*|kms|liv(?:e|ing)|alive|life|hurt\w*|harm\w*|end it|ending it|jump)\b",
    re.I,
)
#: The same in a story, where people live, knees hurt and no harm is done.
STORY_ALARM = re.compile(
    r"\b(?:die|dying|kill\w*|suicid\w*|kms|alive|end(?:ing)? (?:it|my)|(?:hurt|harm)\w* (?:my|him|her)self"
    r"|(?:to|not|n['’]?t|keep) liv(?:e|ing)|liv(?:e|ing) any ?more|my (?:own )?life)\b",
    re.I,
)
#: Words that mean it in many sentences, and something else in others.
_EVIDENCE = re.compile(
    r"\b(?:exist\w*|disappear\w*|vanish|wake|goodbyes?|alone|lonely|hopeless|worthless|burden|better off|cope|go on"
    r"|going on|carry on|no (?:point|hope|reason|future|way out)|pointless|pills?|overdose\w*|self|myself|himself"
    r"|herself|themselves|hotline|unbearable)\b",
    re.I,
)
#: Words that mean it in short messages; in a story they are everywhere.
_FAINT_EVIDENCE = re.compile(
    r"\b(?:end|ending|around|here|join|bye|any ?more|cut\w*|bridge|rope|knife|help me|made it|scared)\b", re.I
)

#: What sounds like those words and is said of a plan, a thing, a chat or an address: "would that harm my case?".
_HARMLESS = re.compile(
    r"\b(?:it|that|this|which|what|waiting|days?|weeks?|later|more|longer)"
    r"(?: (?:would|will|could|might|may|does|really))? (?:hurt|harm|kill)s?\b"
    r"(?! (?:me\b|(?:my|your|him|her|it|our|them)sel))"
    r"|\b(?:no|any|much|more|do) harm\b"
    # An errand: "is there anything I have to do myself", "must I pay for it myself".
    r"|\b(?:any|some)thing (?:\w+ ){1,5}do (?:by )?myself\b(?! in)"
    r"|\b(?:pay|paid|send|sent|print|pack|bring|post|ship|buy|bought|track|follow|ask|call|organi[sz]e|arrange|book|cover)"
    r"(?: (?:for|it|that|this|them|the \w+|my \w+)){0,2} (?:by )?myself\b(?! in)"
    # "Where can I see that for myself", "I live alone, so nobody took it in".
    r"|\b(?:where|how) (?:do|can|could|would) i (?:see|look|check|find|watch|read)"
    r"(?: (?:it|that|this|them|up|out|for)){0,2} myself\b(?! (?:in|dead|gone))"
    r"|\b(?:i|we|he|she|they) lives? alone\b"
    r"|\b(?:hurt|harm|kill)s? (?:my|our|the|his|her|their) "
    r"(?!(?:own|life|wife|husband|kids?|child|children|son|daughter|family|parents?|mother|father)\b)\w+"
    r"|\b(?:i|we|he|she|they|who) (?:now )?(?:live|lives|living) (?:in|at|near|by|far|abroad|outside|on|next|over)\b"
    r"|\bwhere (?:i|we|he|she|they) (?:now )?lives?\b"
    r"|\blive (?:chat|agent|person|human|support|help|tracking|map|status|location)\b"
    r"|\b(?:still|go|goes|went|gone) live\b"
    # "I tried three cables, it is dead."
    r"|\b(?:it|this|that|they|both|one|thing|which)(?:['\u2019]?s| is| are| was| were| went| arrived| came)?"
    r"(?: (?:just|now|completely|totally|already|simply|also|already))? dead\b"
    r"|\bdead (?:on arrival|batter\w+|pixels?|links?|line)\b"
    r"|\b(?:batter\w+|phone|screen|display|device|motor|engine|laptop|tablet|charger|watch|plants?|seeds?|bulbs?|fish|link"
    r"|line)(?: \w+){0,3} (?:dead|died|dying|dies|alive)\b",
    re.I,
)

#: In words: a story needs words that speak of distress more plainly.
LONGEST_OUTCRY = 40


def alarm_of(text: str) -> re.Pattern[str]:
    """The words that speak of harm in a message of that length."""
    return STORY_ALARM if len(text.split()) > LONGEST_OUTCRY else ALARM


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class DistressEvidence(GraphComponent):
    """Takes distress from the ranking of a message that has no word of it, unless it is long and surely is.

    "I just don't like them" and "can't remember" look like the first half of what people in distress write. Whoever
    wants to send back shoes must not be told to call an ambulance, and whoever is in distress must be heard: where a
    word speaks of death or harm, the intent needs no more confidence than another.

    Configuration:
        threshold_with_evidence: How sure the intent must be where a word may speak of distress.
        threshold_without: How sure it must be where none does.
        threshold_elsewhere: How sure it must be in another language than English.
        fewest_words: How many words a message without such a word has at least.
        most_words: How many it has at the most.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        self._with_evidence = float(config["threshold_with_evidence"])
        self._without = float(config["threshold_without"])
        self._elsewhere = float(config["threshold_elsewhere"])
        self._fewest_words = int(config["fewest_words"])
        self._most_words = int(config["most_words"])

    @classmethod
    def required_components(cls) -> list[type]:
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            **{"threshold_with_evidence": 0.6, "threshold_without": 0.9, "threshold_elsewhere": 0.5},
            **{"fewest_words": 8, "most_words": LONGEST_OUTCRY},
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DistressEvidence:
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """The messages, with the next best intent where nothing speaks of distress."""
        for message in messages:
            intent = message.get(INTENT) or {}
            if intent.get(INTENT_NAME_KEY) == DISTRESS and not self._is_spoken_of(message, intent):
                ranking = [each for each in message.get(INTENT_RANKING_KEY) or () if each[INTENT_NAME_KEY] != DISTRESS]
                message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
                message.set(INTENT, ranking[0] if ranking else None, add_to_output=True)
        return messages

    def _is_spoken_of(self, message: Message, intent: dict[str, Any]) -> bool:
        text, confidence = message.get(TEXT) or "", float(intent[PREDICTED_CONFIDENCE_KEY])
        if not is_english(message):
            # No list of words is known there: who is in distress must be heard in any language.
            return confidence >= self._elsewhere
        if text.startswith("/"):
            return True
        words = len(text.split())
        text = _HARMLESS.sub(" ", text)
        if alarm_of(text).search(text):
            return True
        if _EVIDENCE.search(text) or (words <= self._most_words and _FAINT_EVIDENCE.search(text)):
            return confidence >= self._with_evidence
        return confidence >= self._without and self._fewest_words <= words <= self._most_words
