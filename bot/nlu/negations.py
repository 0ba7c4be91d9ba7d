"""What a message denies, corrects or goes on about, where its words alone would be taken for something else."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
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
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.beside_refusals import asked_beside
from bot.nlu.corrected_topics import topic_corrected
from bot.nlu.days_alone import puts_another_day, says_only_a_day, words_of
from bot.nlu.denials import CANCEL_RETURN, intent_meant
from bot.nlu.entities.detail import Kind
from bot.nlu.entities.stances import words
from bot.nlu.first_words import says_first_words
from bot.nlu.going_on import DROPPED, ORDER_NOT_ARRIVED, going_on
from bot.nlu.language_detector import LANGUAGE, is_english
from bot.nlu.late_hand_ins import TAKEN_FOR, tells_of_late_hand_in
from bot.nlu.mistaken_for import (
    CONDITION,
    DETAILS,
    HAND_IN,
    LONGEST_DETAIL,
    LONGEST_DETAIL_ELSEWHERE,
    OF_A_RULE,
    PICKUP,
    STOP,
    UNSURE,
    UNWANTED,
    WINDOW,
)
from bot.nlu.own_topics import asks_of_working_days, says_its_topic
from bot.nlu.paid_back import TAKEN_FOR as TAKEN_FOR_MONEY
from bot.nlu.paid_back import TRACK_REFUND, asks_whether_paid
from bot.nlu.questions import is_question
from bot.nlu.second_opinion import FIRST_OPINION, IN_QUESTION, LIKELY, PROMISES, TOLD
from bot.nlu.threats import THREAT, only_chooses, threatens
from bot.nlu.told_apart import told_apart
from bot.nlu.told_days import is_kept
from bot.nlu.told_deeds import only_believed, only_requested, puts_own_age_right, tells_day_of_hand_in, tells_of_errand
from bot.nlu.told_topics import is_told_by_words, topic_told
from bot.nlu.topics_elsewhere import topic_elsewhere
from core.agreeing import agrees_to_begin
from core.aspects import OF_RULES, aspect_asked
from core.covered_things import asks_effect_of_list, thing_listed
from core.days_put_up import means_coming_day
from core.follow_ups import asks_to_explain
from core.giving_up import only_gives_up
from core.hand_in_words import HANDED
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
from core.late_orders import tells_of_stuck_tracking
from core.record_questions import record_question
from core.stage_question import StageQuestion
from core.stage_questions import stage_questions
from core.used_items import tells_of_trial, tells_of_use

#: From this confidence on, whoever names an age in few words of another language may well ask for the window.
LIKELY_WINDOW = 0.3
#: What a message is taken for that only tells of the return's request.
_OF_A_REQUEST = frozenset([FALLBACK, OUT_OF_SCOPE, DETAILS, "report_not_marked_returned", "what_next"])
#: From this confidence on, a "why" that is out of scope asks for the reason of something else.
SURELY_ELSEWHERE = 0.95
#: What the age of an order is taken for, told in few words.
_OF_AN_AGE = frozenset([FALLBACK, OUT_OF_SCOPE, "give_details", "report_order_not_arrived", "report_parcel_lost"])
#: What is taken for something else that was tried before it goes back.
_OF_A_TRIAL = frozenset([FALLBACK, OUT_OF_SCOPE, "report_item_problem", "give_details"])
#: What somebody waits for who has asked for a return.
PROCESSING = "ask_processing_time"
OTHERS = words("you u ya you've you'll youve youll y'all yall una")
SPEAKER = words("i im i'm i've ive i'll ill i'd id we we're we've weve we'll")
#: How sure a story must be of its topic, or of being none of ours, whatever days it tells.
_SURELY_TOLD = {PICKUP: 0.97, OUT_OF_SCOPE: 0.8}
#: In words: what is shorter may be all about the parcel that is still here.
_STORY = 20
#: In words: what is longer has room for a phrase that says something else than the whole; the first where that harms.
_TELLS_SOME, _TELLS_MUCH = 9, 14
#: What goes on about the answer before.
_OF_AN_ANSWER = (FOLLOW_UPS - {WHAT_NEXT}) | {DETAILS}
#: What goes on about what the answer before said, beside what it leads to.
_OF_WHAT_WAS_SAID = FOLLOW_UPS - {WHAT_NEXT, HOW_LONG}
#: In words: what is shorter says too little to be anything else.
_ENOUGH = 6
#: As these somebody's errand is understood, asked for or done.
_OF_AN_ERRAND = frozenset([PICKUP, "ask_gift_return"])
#: What the word is taken for that a day which was named lies ahead.
_OF_A_COMING_DAY = frozenset([FALLBACK, OUT_OF_SCOPE, DETAILS, STOP, WINDOW, "report_order_not_arrived", "deny"])
#: In words: what is longer tells of more than it asks of the records.
_SHORT = 10
#: Where somebody only tells what they believed of a hand-in, this says how it is.
_STATUS = "ask_return_status"
#: What a message that gives up stays: a refusal of one thing, or something more urgent.
_REFUSALS = frozenset([STOP, "deny", UNWANTED, CANCEL_RETURN, TALK_TO_PERSON, DISTRESS, THREAT])
#: A wish to return something, as customers who are tired of it put it.
RIDS = re.compile(
    r"\b(?:get|be|getting|want) rid of (?:it|them|this|that|these|those|the (?!label|button|account)\w+)\b", re.I
)
#: What a yes is taken for behind which a problem is told.
_TOLD_BESIDE_A_YES = frozenset([FALLBACK, OUT_OF_SCOPE, "report_item_problem", "ask_item_condition", "ask_exchange"])
_LISTED = "ask_seasonal_categories"
_BACK, _GOODBYE = "return_to_bot", "goodbye"
#: Who asks whether something can be done later does not go; who asks whether we talk later does.
_MAY, _FEWEST_OF_LATER = words("can could may will would should"), 5
_WAITS = words("wait waiting later tomorrow")
_COMES_BACK = re.compile(r"\b(?:come back|talk|chat|speak|continue|write|get back|finish)\b", re.IGNORECASE)
#: From this confidence on, what is out of scope is.
SURE = 0.7


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class NegationReader(GraphComponent):
    """Sets the intent of a message by what it denies; stands behind whatever classifies its words.

    "Don't cancel R1003" is no wish to cancel, and "I'll bring it on Friday" is about a hand-in to come.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NegationReader:
        """Create the component; it has no parameters."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Read each message in place."""
        for message in messages:
            taken_for = message.get(INTENT) or {}
            intent = taken_for.get(INTENT_NAME_KEY)
            is_sure = intent != FALLBACK and taken_for.get(PREDICTED_CONFIDENCE_KEY, 0.0) >= SURE
            # What is read out of the words of a message goes before what a second opinion takes it for.
            first = message.get(FIRST_OPINION)
            meant = first if first is None else _meant(message, first, is_sure=False)
            if meant == first:
                meant = _meant(message, intent, is_sure=is_sure)
            if meant != intent and not _far_fetched(message, meant):
                message.set(INTENT, {INTENT_NAME_KEY: meant, PREDICTED_CONFIDENCE_KEY: 1.0}, add_to_output=True)
                message.set(TOLD, True)
        return messages


def _meant(message: Message, intent: str | None, *, is_sure: bool) -> str | None:
    """What a message means that is taken for this intent."""
    text, entities = message.get(TEXT) or "", message.get(ENTITIES, [])
    spoken = words_of(text)
    # In another language only what its details say is known, and no word of the message.
    words_known = is_english(message)
    first = says_first_words(message)
    meant = intent_meant(
        intent,
        {entity[ENTITY_ATTRIBUTE_TYPE]: entity[ENTITY_ATTRIBUTE_VALUE] for entity in entities},
        is_sure=is_sure,
        is_question="?" in text or (words_known and is_question(text.strip())),
        says_only_a_day=says_only_a_day(text, entities),
        threatens=threatens(text, is_english=words_known),
        tells_of_a_deed=_tells_of_a_deed(spoken, intent),
        tells_of_others=words_known and _tells_of_others(spoken),
    )
    if meant == UNWANTED and words_known and (asked := asked_beside(text)) is not None:
        return asked
    if meant == _BACK and not is_sure and words_known and _refuses_person(entities) and not _WAITS.isdisjoint(spoken):
        # "No need for a colleague, I'll wait" comes back from nobody.
        return UNWANTED
    if meant == _GOODBYE and not is_sure and words_known and _asks_for_later(text, spoken):
        return FALLBACK
    if meant in DROPPED | UNSURE and puts_another_day(text, entities):
        return DETAILS
    if meant == THREAT and words_known and only_chooses(text):
        return DETAILS
    if meant in (FALLBACK, OUT_OF_SCOPE) and asks_to_explain(text):
        # Two words are too few to tell their language.
        return "explain_answer"
    if meant in _OF_AN_AGE and puts_own_age_right(entities, spoken):
        return WINDOW
    if meant in TAKEN_FOR_MONEY and asks_whether_paid(text, message.get(LANGUAGE)):
        return TRACK_REFUND
    if not words_known and (told := topic_elsewhere(text, message.get(LANGUAGE), meant, is_first=first)) is not None:
        return told
    if not words_known:
        return WINDOW if not is_sure and meant == intent and _asks_of_age(message, entities, spoken) else meant
    taken_for = message.get(INTENT) or {}
    confidence = taken_for.get(PREDICTED_CONFIDENCE_KEY, 0.0) if taken_for.get(INTENT_NAME_KEY) == meant else 0.0
    is_own = meant == intent and says_its_topic(text, meant, confidence, entities)
    if first and meant == HAND_IN != intent and len(spoken) >= _STORY and intent in (FALLBACK, OUT_OF_SCOPE):
        # That the thing is still at home is no news before anybody was told of a hand-in: the story asks something.
        meant = intent if is_kept(entities) else meant
    if meant in _OF_AN_ERRAND and tells_of_errand(text, entities, meant):
        return HAND_IN
    if meant in _OF_A_REQUEST and only_requested(text, entities):
        return PROCESSING
    if meant in (FALLBACK, OUT_OF_SCOPE, DETAILS) and only_believed(text, entities):
        return _STATUS
    if not first and meant in _OF_A_COMING_DAY and means_coming_day(text):
        return HAND_IN
    if first and meant in PROMISES and tells_of_stuck_tracking(text):
        return ORDER_NOT_ARRIVED
    told = topic_told(text, meant, is_sure=is_sure)
    if told is not None:
        return told
    if meant == FALLBACK and tells_day_of_hand_in(text, entities):
        return HAND_IN
    if meant in TAKEN_FOR and not _surely(meant, confidence) and tells_of_late_hand_in(text, entities, meant):
        return HAND_IN
    if not first and meant in OF_A_RULE and len(spoken) <= _SHORT and record_question(text):
        # "Was that cancelled by me?" asks of the return in hand.
        return FALLBACK
    if not first and meant in RULES_ALONE and len(spoken) <= _STORY and aspect_asked(text) in OF_RULES:
        # Behind an answer a detail alone is asked for, which the action server has.
        return FALLBACK
    if not first and meant in RULES_ALONE and StageQuestion.SAME_LABEL in stage_questions(text):
        return FALLBACK
    if meant == _LISTED and not first and (thing_listed(text) or asks_effect_of_list(text)):
        # The list was told; what is asked is whether it names a thing.
        return FALLBACK
    if is_own:
        return meant
    gone_on = going_on(text, topic_corrected(text) or meant)
    if first and gone_on in _OF_AN_ANSWER and len(spoken) >= _ENOUGH and not asks_of_working_days(text):
        # There is no answer yet of which it could ask "why", or put a number right.
        gone_on = meant
    decided = deciding(text, told_apart(text, gone_on, entities, takes_back=not first))
    if first and decided == intent and decided in _OF_WHAT_WAS_SAID and len(spoken) >= _STORY:
        # A story that ends "what does that mean" asks of something that we have not said.
        return FALLBACK
    if decided == "explain_why" and meant == intent == OUT_OF_SCOPE and _surely_elsewhere(message):
        return OUT_OF_SCOPE
    is_used = decided in _OF_A_TRIAL and tells_of_trial(text)
    return CONDITION if is_used or (decided == WINDOW and tells_of_use(text)) else decided


def _refuses_person(entities: Sequence[dict[str, Any]]) -> bool:
    """Whether the details of a message say that its writer wants no person."""
    named = ((each[ENTITY_ATTRIBUTE_TYPE], each[ENTITY_ATTRIBUTE_VALUE]) for each in entities)
    return (Kind.UNWANTED.value, "person") in named


def _asks_for_later(text: str, spoken: Sequence[str]) -> bool:
    """Whether a message asks if something can be done later, and is no good-bye: "can I do only the mug later"."""
    return len(spoken) >= _FEWEST_OF_LATER and spoken[0] in _MAY and _COMES_BACK.search(text) is None


def _far_fetched(message: Message, meant: str | None) -> bool:
    """Whether what is read out of a chat's first words is likely to nobody who was asked about them, and is left.

    Later words may be of the answer before, which no opinion knows, and few words are what was looked for in them.
    That an order never came or that something is deducted, which the answers to others would be false about, is told by
    its words, and a hand-in that is long ago by its day; so are distress, threats and other moves of a conversation.
    """
    if meant is None or not (says_first_words(message) and is_english(message)):
        return False
    # A hand-in that nobody told is promised a date, and an answer that nobody gave is explained.
    harms = meant == HAND_IN or meant in FOLLOW_UPS
    likely = _likely(message) if harms else message.get(IN_QUESTION)
    text = message.get(TEXT) or ""
    if likely is None or meant in likely or len(words_of(text)) < (_TELLS_SOME if harms else _TELLS_MUCH):
        return False
    if is_told_by_words(text, meant):
        return False
    if meant == HAND_IN and tells_of_late_hand_in(text, message.get(ENTITIES, []), FALLBACK):
        return False
    return meant in FOLLOW_UPS or intent_kind(meant) is IntentKind.QUESTION


def _likely(message: Message) -> Collection[str] | None:
    """The intents that come into question for a message by both opinions, or by the first where that was sure alone."""
    asked: Collection[str] | None = message.get(IN_QUESTION)
    ranking = message.get(INTENT_RANKING_KEY)
    if asked is not None or not ranking:
        return asked
    return {each[INTENT_NAME_KEY] for each in ranking if each[PREDICTED_CONFIDENCE_KEY] >= LIKELY}


def _surely(intent: str, confidence: float) -> bool:
    """Whether a story is so surely of a pick-up or nothing of ours, that no day in it is one of a hand-in."""
    return confidence >= _SURELY_TOLD.get(intent, math.inf)


def _surely_elsewhere(message: Message) -> bool:
    """Whether next to nothing but what is out of scope comes into question: "why is the sky blue?"."""
    return bool((message.get(INTENT) or {}).get(PREDICTED_CONFIDENCE_KEY, 0.0) >= SURELY_ELSEWHERE)


def _asks_of_age(message: Message, entities: Sequence[dict[str, Any]], spoken: Sequence[str]) -> bool:
    """Whether a few words name an age, and the question of the window is among the likeliest."""
    kinds = {each[ENTITY_ATTRIBUTE_TYPE] for each in entities}
    if len(spoken) > LONGEST_DETAIL_ELSEWHERE or Kind.DAY_COUNT.value not in kinds or Kind.HAND_IN.value in kinds:
        return False
    ranking = message.get(INTENT_RANKING_KEY) or ()
    return any(each[INTENT_NAME_KEY] == WINDOW and each[PREDICTED_CONFIDENCE_KEY] >= LIKELY_WINDOW for each in ranking)


def deciding(text: str, intent: str | None) -> str | None:
    """What a message means that gives up, or says yes to beginning, in its writer's own words; else what it was."""
    if intent in _TOLD_BESIDE_A_YES and agrees_to_begin(text):
        return "affirm"
    if intent == FALLBACK and RIDS.search(text):
        return "ask_how_to_return"
    return STOP if intent not in _REFUSALS and only_gives_up(text) else intent


def _tells_of_others(spoken: Sequence[str]) -> bool:
    """Whether a message speaks of what we do, and not its writer: "you need a month to give my money back"."""
    return not OTHERS.isdisjoint(spoken) and SPEAKER.isdisjoint(spoken)


def _tells_of_a_deed(spoken: Sequence[str], intent: str | None) -> bool:
    longest = LONGEST_DETAIL_ELSEWHERE if intent == OUT_OF_SCOPE else LONGEST_DETAIL
    return len(spoken) <= longest and not HANDED.isdisjoint(spoken)
