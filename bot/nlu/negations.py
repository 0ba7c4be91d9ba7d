"""What a message denies, corrects or goes on about, where its words alone would be taken for something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
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

from bot.nlu.corrected_topics import TOPICS, topic_added, topic_corrected
from bot.nlu.days_alone import puts_another_day, says_only_a_day, words_of
from bot.nlu.entities.detail import Kind, Sense
from bot.nlu.entities.plans import is_belief
from bot.nlu.entities.requests import tells_of_request
from bot.nlu.entities.stances import words
from bot.nlu.language_detector import is_english
from bot.nlu.late_hand_ins import TAKEN_FOR, tells_of_late_hand_in
from bot.nlu.nearest_questions import FIRST_OPINION
from bot.nlu.questions import is_question
from bot.nlu.told_apart import told_apart
from core.advised_days import asks_by_advice
from core.agreeing import agrees_to_begin, asks_once_more
from core.asked_events import event_asked_for
from core.calendar_questions import asks_from_when, asks_of_calendar, asks_of_day_end, asks_of_unit
from core.changed_minds import dislikes_without_fault
from core.detail_questions import (
    asks_amount_again,
    asks_days_so_far,
    asks_usual_time,
    asks_what_is_in,
    asks_where_seen,
    asks_which_day,
    asks_which_number,
    event_asked,
    wants_days_confirmed,
)
from core.dropped import asked_instead
from core.endings import asks_how_long_to_decide, asks_if_all_is_lost
from core.fact_checks import objects_to_count, supposes_fact
from core.follow_ups import (
    asks_if_late_now,
    asks_in_time,
    asks_of_page,
    asks_same_of_another,
    asks_to_explain,
    asks_which,
    corrects_age,
    denies_hand_in,
    knows_not,
    names_day,
    never_arrives,
)
from core.giving_up import only_gives_up
from core.hand_in_words import HANDED, asks_for_anothers_hands, tells_of_hand_in
from core.intents import DISTRESS, FALLBACK, FOLLOW_UPS, OUT_OF_SCOPE, RULES_ALONE, TALK_TO_PERSON
from core.money_questions import asks_amount, asks_for_another_way, asks_for_discount, asks_when_paid, misses_money
from core.not_stated import asks_if_photos_are_needed, asks_to_take_offer
from core.own_cost import asks_of_promise_at_own_cost
from core.reminder_questions import asks_how_to_end, asks_to_be_told_again, wants_no_nights
from core.stage_questions import stage_questions
from core.stated_windows import asks_by_stated_window, only_states_window
from core.used_items import tells_of_trial, tells_of_use
from core.what_ifs import (
    asks_how_long_left,
    asks_if_holds,
    asks_of_refund_by_itself,
    asks_to_apply_again,
    asks_to_send_now,
    supposes_arrival,
    supposes_month,
    supposes_no_change,
    supposes_sent,
    supposes_silence,
)
from core.which_returns import asked_of_several
from core.why_questions import asks_start, asks_whats_wrong, asks_why_it_matters, asks_why_of, compares, doubts_start

#: In words: a message that is longer tells more than a detail; what looks out of scope sooner.
LONGEST_DETAIL, LONGEST_DETAIL_ELSEWHERE = 16, 10
DETAILS, WINDOW, CONDITION = "give_details", "ask_return_window", "ask_item_condition"
#: From this confidence on, whoever names an age in few words of another language may well ask for the window.
LIKELY_WINDOW = 0.3
#: What a wish for the refund in another way is taken for.
_OF_A_WAY = frozenset(
    [FALLBACK, OUT_OF_SCOPE, "ask_refund_time", "ask_refund_method", "ask_return_methods", "ask_paid_return"]
)
#: What the question when the page changes is taken for.
_OF_A_PAGE = frozenset([FALLBACK, OUT_OF_SCOPE, "how_long", "what_next"])
#: What a question for a detail of the return in hand is taken for.
_OF_A_DETAIL = FOLLOW_UPS | {
    *(FALLBACK, OUT_OF_SCOPE, DETAILS, "ask_return_status", "ask_multiple_items", "ask_seasonal_categories")
}
#: What a question for the day of something that happened to a return is taken for.
_OF_AN_EVENT = _OF_A_DETAIL | {
    *("ask_my_returns", "ask_inspection_time", "ask_return_window", "ask_track_parcel", "ask_drop_off_points"),
    *("ask_ship_by", "ask_track_refund", "ask_refund_time", "report_order_not_arrived", "report_parcel_delivered"),
    *("report_not_marked_returned", "ask_seller_silent", "ask_processing_time", "ask_label_missing", "ask_deadlines"),
}
#: What a question for something that is not so yet is taken for.
_OF_A_SUPPOSITION = FOLLOW_UPS | {
    *(FALLBACK, OUT_OF_SCOPE, DETAILS, "ask_return_status", "ask_ship_by", "ask_drop_off_points", "ask_how_to_return"),
    *("ask_return_in_store", "ask_return_methods", "report_not_marked_returned", "ask_cancel_return", "ask_deadlines"),
    *("ask_amend_return", "ask_seller_silent", "ask_return_window", "ask_return_fee", "ask_refund_amount"),
    *(
        "ask_pickup",
        "ask_failed_inspection",
        "ask_faster_refund",
        "ask_gift_return",
        "ask_track_parcel",
        "ask_packaging",
    ),
}
#: What a message is taken for that only tells of the return's request.
_OF_A_REQUEST = frozenset([FALLBACK, OUT_OF_SCOPE, DETAILS, "report_not_marked_returned", "what_next"])
#: With these a message asks of the parcel as well.
_BESIDE_A_REQUEST = words(
    "page status site marked shows returned refund refunded money cancel cancelled reject rejected"
)
#: What a question is taken for that asks if it is late when nothing has changed by some day.
_OF_NO_CHANGE = _OF_A_SUPPOSITION | {"ask_reminders", "report_parcel_lost", "ask_refund_time", "ask_track_refund"}
#: What questions with money in them are taken for that ask for no money of a return.
_OF_MONEY = frozenset({FALLBACK, OUT_OF_SCOPE, DETAILS, "ask_how_to_return", "ask_get_refund", "ask_return_fee"})
#: What a complaint is taken for that no money has come since a day on which something else happened.
_OF_NO_MONEY = frozenset({FALLBACK, OUT_OF_SCOPE, DETAILS, "report_parcel_delivered", "report_not_marked_returned"})
#: What a question is taken for that asks if somebody else may hand in a parcel.
_OF_ANOTHERS_HANDS = frozenset(
    {
        FALLBACK,
        OUT_OF_SCOPE,
        DETAILS,
        "report_not_marked_returned",
        "ask_pickup",
        "ask_drop_off_points",
        "ask_label_use",
    }
)
#: What a question for the refund of a lost parcel is taken for.
_OF_REFUNDS = _OF_MONEY | FOLLOW_UPS | {"ask_refund_time", "ask_track_refund", "ask_paid_return", "ask_faster_refund"}
#: What a wish for a lower price is taken for.
_OF_A_DISCOUNT = _OF_MONEY | {
    *("ask_refund_amount", "ask_exchange", "ask_shop_matter", "ask_dispute", "ask_refund_method")
}
#: What a doubt about an item's window is taken for.
_OF_A_WINDOW = FOLLOW_UPS | {
    *(FALLBACK, OUT_OF_SCOPE, DETAILS, "report_order_not_arrived", "report_item_problem", "report_return_closed"),
    *("ask_return_window", "ask_item_condition"),
}
#: What a message is taken for that states a window's length beside the day from which it counts.
_OF_A_STATED_WINDOW = _OF_A_WINDOW | {"ask_ship_by", "ask_deadlines", "ask_return_policy", "ask_gift_return"}
#: Words with which a message asks of what it is taken for, and not of an answer before it, whatever else it says.
_OWN_WORDS = {
    "report_return_closed": words(
        "close closed closing shut cancel cancelled canceled cancled annulled completed expired"
    ),
    "report_order_not_arrived": words(
        "delivery deliver delivered arrive processing tracking customs signature received"
    )
    | words("sign shipped dispatched taking"),
    "report_parcel_delivered": words(
        "reaction peep refund page inspection warehouse place destination depot processed"
    ),
    "ask_delays": words("hold couriers excuse processing process over"),
    "ask_label_missing": words("label etiquette"),
    "ask_shop_matter": words("charged basket checkout"),
}
#: From this confidence on, a "why" that is out of scope asks for the reason of something else.
SURELY_ELSEWHERE = 0.95
#: What is answered in the same words whatever is in hand, and a question about that may be taken for.
_OF_NOTHING = frozenset({"help", "ask_shop_matter", "ask_packaging", "stop", "bot_challenge"})
#: What is answered by the rule alone, so that nobody would hear what a message puts up for a yes or no.
_OF_A_RULE = (_OF_NOTHING | RULES_ALONE | {"thank", "goodbye", "greet"}) - {CONDITION, "ask_receipt_needed"}
#: What the action server reads in a message, whatever it was taken for.
_READ_BEFORE_RULES = (objects_to_count, supposes_fact, asked_of_several)
REMINDERS = "ask_reminders"
#: What the age of an order is taken for, told in few words.
_OF_AN_AGE = frozenset([FALLBACK, OUT_OF_SCOPE, "give_details", "report_order_not_arrived", "report_parcel_lost"])
#: What is taken for something else that was tried before it goes back.
_OF_A_TRIAL = frozenset([FALLBACK, OUT_OF_SCOPE, "report_item_problem", "give_details"])
#: What a message is taken for by the thing that it drops, before it asks something.
_DROPPED = frozenset({FALLBACK, OUT_OF_SCOPE, REMINDERS, "stop", "ask_cancel_return", "ask_cancel_order", "deny"})
UNWANTED = "message_unwanted"
#: What somebody waits for who has asked for a return.
PROCESSING = "ask_processing_time"
OTHERS = words("you u ya you've you'll youve youll y'all yall una")
SPEAKER = words("i im i'm i've ive i'll ill i'd id we we're we've weve we'll")
_SENTENCE = re.compile(r"[.!?\n]")
_CLAUSE = re.compile(r"[,;.!?\n]")
#: The intent whose answer tells what follows from a hand-in that has not happened or lies ahead.
HAND_IN = "report_not_marked_returned"
#: "I'll bring it on Friday" has the words of "I'll bring it to court", but for the court.
THREAT = "express_threat"
THREATS = re.compile(
    r"\b(?:court|sue|suing|lawyers?|solicitors?|attorney|legal|police|tribunal|ombudsman|judge|press|papers?|news|"
    r"media|"
    r"trading|consumers?|authorit\w+|report|reviews?|everyone|twitter|facebook|tiktok|instagram|youtube|followers|viral|"
    r"online|bank|chargeback|or|else|regret|"
    r"scam\w*)\b",
    re.IGNORECASE,
)
#: What goes back and what does not.
_CHOICE = re.compile(
    r"\b(?:send|return|keep|post)\b.{0,80}\b(?:not the|but not|except|without the|only the)\b", re.IGNORECASE
)
#: The same as threats, by the beginnings of words, in the other languages.
THREATS_ELSEWHERE = re.compile(
    r"\b(?:tribuna|avocat|justice|polic|polí|plainte|signal|avis|abogad|juez|denunci|demand|reseñ|advog|justiça|procon|"
    r"reclame|processo|process|avvocat|legale|legal|causa|querel|recension|anwalt|anwält|gericht|polizei|anzeig|klag|"
    r"verbraucher|bewert|presse|rechter|rechtb|advocaat|jurist|politie|aangift|consument|recens|суд|адвокат|юрист|"
    r"полиц|поліц|прокур|позов|иск|жалоб|скарг|отзыв|відгук|роспотреб|עורך|עו\"ד|משטרה|תביע|לתבוע|בית משפט|תלונה)",
    re.IGNORECASE,
)
#: "I'll bring it on Friday" has the words of questions for a place as well.
PICKUP = "ask_pickup"
_NOT_ARRIVED = "report_order_not_arrived"
#: A parcel that is still at home is taken for one that never came.
_KEPT = frozenset([_NOT_ARRIVED, "give_details", "goodbye"])
#: As these somebody's errand is understood, asked for or done.
_OF_AN_ERRAND = frozenset([PICKUP, "ask_gift_return"])
PLACES = frozenset(["ask_return_in_store", "ask_drop_off_points", "ask_return_methods", PICKUP])
#: And those of the question for the last day to send it.
SHIP_BY = "ask_ship_by"
#: What the shut door of a post office is taken for.
_CLOSED = "report_return_closed"
#: Where somebody only tells what they believed of a hand-in, this says how it is.
_STATUS = "ask_return_status"
#: A return's number beside "cancel" leaves no doubt which.
CANCEL_ORDER, CANCEL_RETURN = "ask_cancel_order", "ask_cancel_return"
STOP = "stop"
#: What a message that gives up stays: a refusal of one thing, or something more urgent.
_REFUSALS = frozenset([STOP, "deny", UNWANTED, CANCEL_RETURN, TALK_TO_PERSON, DISTRESS, THREAT])
#: A wish to return something, as customers who are tired of it put it.
RIDS = re.compile(
    r"\b(?:get|be|getting|want) rid of (?:it|them|this|that|these|those|the (?!label|button|account)\w+)\b", re.I
)
#: What a yes is taken for behind which a problem is told.
_TOLD_BESIDE_A_YES = frozenset([FALLBACK, OUT_OF_SCOPE, "report_item_problem", "ask_item_condition", "ask_exchange"])
#: Intents that a day alone belongs to.
_TAKE_DAYS = frozenset([DETAILS, HAND_IN, "ask_reminders", UNWANTED])
#: Those that an age alone belongs to.
_TAKE_AGES = frozenset([DETAILS, HAND_IN, "ask_return_window"])
#: From this confidence on, what is out of scope is.
SURE = 0.7
#: What a message that wants something left alone is taken for beside the wish itself.
UNSURE = frozenset([FALLBACK, OUT_OF_SCOPE, "give_details", "stop", "deny", "affirm", "goodbye"])
#: What it is taken for where only its nouns count.
WISHES = {
    "cancel": frozenset(["ask_cancel_return", "ask_cancel_order"]),
    "change": frozenset(["ask_amend_return"]),
    "start": frozenset(["ask_how_to_return"]),
    "person": frozenset([TALK_TO_PERSON]),
}


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
            if meant != intent:
                message.set(INTENT, {INTENT_NAME_KEY: meant, PREDICTED_CONFIDENCE_KEY: 1.0}, add_to_output=True)
        return messages


def _meant(message: Message, intent: str | None, *, is_sure: bool) -> str | None:
    """What a message means that is taken for this intent."""
    text, entities = message.get(TEXT) or "", message.get(ENTITIES, [])
    spoken = words_of(text)
    # In another language only what its details say is known, and no word of the message.
    words_known = is_english(message)
    meant = intent_meant(
        intent,
        {entity[ENTITY_ATTRIBUTE_TYPE]: entity[ENTITY_ATTRIBUTE_VALUE] for entity in entities},
        is_sure=is_sure,
        is_question="?" in text or (words_known and is_question(text.strip())),
        says_only_a_day=says_only_a_day(text, entities),
        threatens=(THREATS if words_known else THREATS_ELSEWHERE).search(text) is not None,
        tells_of_a_deed=_tells_of_a_deed(spoken, intent),
        tells_of_others=words_known and _tells_of_others(spoken),
    )
    if meant in _DROPPED | UNSURE and puts_another_day(text, entities):
        return DETAILS
    if meant == THREAT and words_known and _CHOICE.search(text) and not THREATS.search(text):
        # "I'll send the jacket, not the case" has the words of a threat to go to court.
        return DETAILS
    if meant in (FALLBACK, OUT_OF_SCOPE) and asks_to_explain(text):
        # Two words are too few to tell their language.
        return "explain_answer"
    if meant in _OF_AN_AGE and puts_own_age_right(entities, spoken):
        return WINDOW
    if not words_known:
        return WINDOW if not is_sure and meant == intent and _asks_of_age(message, entities, spoken) else meant
    if meant in _OF_AN_ERRAND and tells_of_errand(text, entities, meant):
        return HAND_IN
    if meant in _OF_A_REQUEST and only_requested(text, entities):
        return PROCESSING
    if meant in (FALLBACK, OUT_OF_SCOPE, DETAILS) and only_believed(text, entities):
        return _STATUS
    if meant == FALLBACK and tells_day_of_hand_in(text, entities):
        return HAND_IN
    if meant in TAKEN_FOR and tells_of_late_hand_in(text, entities, meant):
        return HAND_IN
    decided = deciding(text, told_apart(text, going_on(text, topic_corrected(text) or meant), entities))
    if decided == "explain_why" and meant == intent == OUT_OF_SCOPE and _surely_elsewhere(message):
        return OUT_OF_SCOPE
    is_used = decided in _OF_A_TRIAL and tells_of_trial(text)
    return CONDITION if is_used or (decided == WINDOW and tells_of_use(text)) else decided


def _surely_elsewhere(message: Message) -> bool:
    """Whether next to nothing but what is out of scope comes into question: "why is the sky blue?"."""
    return bool((message.get(INTENT) or {}).get(PREDICTED_CONFIDENCE_KEY, 0.0) >= SURELY_ELSEWHERE)


def puts_own_age_right(entities: Sequence[dict[str, Any]], spoken: Sequence[str]) -> bool:
    """Whether a few words tell how long ago something was ordered or came, of two numbers the second: "vor 88 Tagen,
    nein, 66 bestellt"."""
    kinds = [each[ENTITY_ATTRIBUTE_TYPE] for each in entities]
    days = [each.get("sense") for each in entities if each[ENTITY_ATTRIBUTE_TYPE] == Kind.DATE.value]
    numbers = sum(word.strip(".,;").isdecimal() for word in spoken)
    is_other = all(sense == Sense.OTHER.value for sense in days) and Kind.HAND_IN.value not in kinds
    is_short = len(spoken) <= LONGEST_DETAIL_ELSEWHERE
    return is_short and is_other and bool(days) and numbers > 1 and kinds.count(Kind.DAY_COUNT.value) == 1


def _asks_of_age(message: Message, entities: Sequence[dict[str, Any]], spoken: Sequence[str]) -> bool:
    """Whether a few words name an age, and the question of the window is among the likeliest."""
    kinds = {each[ENTITY_ATTRIBUTE_TYPE] for each in entities}
    if len(spoken) > LONGEST_DETAIL_ELSEWHERE or Kind.DAY_COUNT.value not in kinds or Kind.HAND_IN.value in kinds:
        return False
    ranking = message.get(INTENT_RANKING_KEY) or ()
    return any(each[INTENT_NAME_KEY] == WINDOW and each[PREDICTED_CONFIDENCE_KEY] >= LIKELY_WINDOW for each in ranking)


def intent_meant(
    intent: str | None,
    said: dict[str, Any],
    *,
    is_sure: bool = False,
    is_question: bool = False,
    says_only_a_day: bool = False,
    threatens: bool = True,
    tells_of_a_deed: bool = False,
    tells_of_others: bool = False,
) -> str | None:
    """What a message means by what it denies, else what it was taken for.

    Args:
        intent: What its words were taken for.
        said: The values of its entities, by name.
        is_sure: Whether its words leave little doubt.
        is_question: Whether it asks something.
        says_only_a_day: Whether it is a day with nothing around it that would matter.
        threatens: Whether it has a word that only threats have.
        tells_of_a_deed: Whether it has a word for what is done with a parcel.
        tells_of_others: Whether it tells what the shop does, and not its writer.
    """
    unwanted = said.get(Kind.UNWANTED.value)
    if unwanted is not None and (intent in UNSURE or intent in WISHES[unwanted]):
        return UNWANTED
    if intent == THREAT and not threatens and Kind.HAND_IN.value in said:
        return HAND_IN
    if says_only_a_day and intent not in _TAKE_DAYS:
        return HAND_IN if Kind.HAND_IN.value in said else DETAILS
    if intent == CANCEL_ORDER and str(said.get(Kind.CUSTOMER_NUMBER.value, "")).startswith("R"):
        return CANCEL_RETURN
    is_plan = said.get(Kind.HAND_IN.value) == Sense.AHEAD.value
    # What surely never came did so in words for its way here: "should have come yesterday".
    is_here = intent != _NOT_ARRIVED or not is_sure or tells_of_a_deed
    if intent in _KEPT and is_here and said.get(Kind.HAND_IN.value) == Sense.NOT.value and not is_question:
        return HAND_IN
    tells_a_day = not is_question and Kind.HAND_IN.value in said and Kind.DATE.value in said
    # A pick-up that did not come about is no plan of the customer's.
    is_of_a_place = intent in PLACES and (is_plan or intent != PICKUP)
    if tells_a_day and (is_of_a_place or (intent in (SHIP_BY, _CLOSED) and is_plan)):
        return HAND_IN
    if is_question or intent not in (FALLBACK, OUT_OF_SCOPE):
        return intent
    if not is_sure and Kind.DATE.value in said and Kind.HAND_IN.value not in said:
        return DETAILS if tells_of_a_deed or Kind.CUSTOMER_NUMBER.value in said else intent
    return HAND_IN if Kind.HAND_IN.value in said and not is_sure and not tells_of_others else intent


def tells_of_errand(text: str, entities: Sequence[dict[str, Any]], intent: str = PICKUP) -> bool:
    """Whether a message tells on which day a parcel was handed in, by its writer or somebody else, and does not ask for
    that: "gave it to the driver this morning"."""
    days = (each for each in entities if each[ENTITY_ATTRIBUTE_TYPE] == Kind.DATE.value)
    told = any(each.get("sense") == Sense.PAST.value for each in days)
    asks = asks_for_anothers_hands(text) or (intent == PICKUP and "?" in text)
    return told and tells_of_hand_in(text) and not asks


def tells_day_of_hand_in(text: str, entities: Sequence[dict[str, Any]]) -> bool:
    """Whether a message tells on which day a parcel was handed in: "why 2 days, I dropped it off on Monday?"."""
    days = (each for each in entities if each[ENTITY_ATTRIBUTE_TYPE] == Kind.DATE.value)
    return tells_of_hand_in(text) and any(each.get("sense") == Sense.PAST.value for each in days)


def only_requested(text: str, entities: Sequence[dict[str, Any]]) -> bool:
    """Whether a message tells that its writer asked for a return on some day, and nothing of a parcel."""
    days = [each for each in entities if each[ENTITY_ATTRIBUTE_TYPE] == Kind.DATE.value]
    if not days or any(each.get("sense") != Sense.OTHER.value for each in days):
        return False
    clauses = [words_of(clause.replace(",", " ")) for clause in _SENTENCE.split(text)]
    return any(map(tells_of_request, filter(None, clauses))) and _BESIDE_A_REQUEST.isdisjoint(words_of(text))


def only_believed(text: str, entities: Sequence[dict[str, Any]]) -> bool:
    """Whether a message tells on which day its writer thought that something was sent, and nothing else of it."""
    days = [each.get("sense") for each in entities if each[ENTITY_ATTRIBUTE_TYPE] == Kind.DATE.value]
    if Sense.OTHER.value not in days:
        return False
    clauses = [words_of(clause.replace("'", " ")) for clause in _CLAUSE.split(text)]
    return any(is_belief(clause) and not HANDED.isdisjoint(clause) for clause in clauses)


def going_on(text: str, intent: str | None) -> str | None:
    """What a message that goes on about the answer before means, else what it was taken for."""
    if intent == DISTRESS:
        return intent
    asked = asked_instead(text)
    if asked is not None and intent in _DROPPED:
        return going_on(asked, _topic_asked(asked))
    if knows_not(text):
        return FALLBACK
    if asks_same_of_another(text):
        return DETAILS
    if intent in (FALLBACK, OUT_OF_SCOPE, "report_item_problem") and dislikes_without_fault(text):
        return "ask_how_to_return"
    if intent in (STOP, "deny", FALLBACK, OUT_OF_SCOPE) and denies_hand_in(text):
        return HAND_IN
    if asks_to_take_offer(text) or asks_if_photos_are_needed(text):
        return FALLBACK
    if intent in _OF_A_RULE and (event_asked_for(text) or asks_of_promise_at_own_cost(text)):
        return HAND_IN
    if intent in _OF_A_RULE and any(asks(text) for asks in _READ_BEFORE_RULES):
        return FALLBACK
    own = not _OWN_WORDS.get(intent or "", frozenset()).isdisjoint(words_of(text))
    if corrects_age(text) and intent not in _TAKE_AGES and not own:
        return DETAILS
    if never_arrives(text):
        return "what_next"
    if intent in _OF_ANOTHERS_HANDS and asks_for_anothers_hands(text):
        return "ask_gift_return"
    if intent in _OF_NO_MONEY and misses_money(text) and not tells_of_hand_in(text) and names_day(text):
        return "ask_track_refund"
    if asks_by_advice(text) or (intent in _OF_A_SUPPOSITION and asks_if_late_now(text)):
        return "ask_return_window"
    if intent in (FALLBACK, OUT_OF_SCOPE) and supposes_arrival(text):
        return "ask_return_window"
    is_of_window = intent in _OF_A_STATED_WINDOW and asks_by_stated_window(text)
    is_of_window = is_of_window or (intent in (FALLBACK, HAND_IN) and only_states_window(text))
    if is_of_window or asks_in_time(text) or asks_once_more(text):
        return "ask_return_window"
    if asks_when_paid(text):
        return "ask_track_refund"
    if intent in (FALLBACK, OUT_OF_SCOPE) and asks_which(text):
        return "explain_answer"
    if intent in _OF_A_PAGE and asks_of_page(text):
        return HAND_IN
    if intent in _OF_NO_CHANGE and supposes_no_change(text) and names_day(text):
        return HAND_IN
    if not own and any(asks(text) for asks in (asks_of_calendar, asks_of_day_end, asks_of_unit, asks_from_when)):
        return "explain_answer"
    if asks_which_day(text):
        return "ask_return_status"
    if asks_how_long_to_decide(text):
        return "ask_dispute"
    if asks_if_all_is_lost(text):
        return "what_next"
    if asks_why_it_matters(text) or (compares(text) and not own) or (intent == "affirm" and asks_why_of(text)):
        return "explain_why"
    if intent in (REMINDERS, *_OF_A_DETAIL) and asks_to_be_told_again(text):
        return "ask_deadlines"
    if intent in _OF_A_DISCOUNT and asks_for_discount(text):
        return "ask_get_refund"
    is_topic = intent is not None and intent.startswith(("ask_", "report_"))
    if (intent in _OF_REFUNDS or not is_topic) and asks_of_refund_by_itself(text):
        return "report_parcel_lost"
    if intent in _OF_MONEY and asks_amount(text):
        return "ask_refund_amount"
    if intent in (*_OF_A_DETAIL, "ask_processing_time") and asks_usual_time(text):
        return "how_long"
    supposed = _supposed(text) if intent in _OF_A_SUPPOSITION else None
    if supposed is not None:
        return supposed
    if intent in _OF_A_SUPPOSITION | _OF_REFUNDS and asks_if_holds(text):
        return "how_long"
    if intent in _OF_A_WINDOW and ((asks_whats_wrong(text) and not own) or doubts_start(text)):
        return "explain_why"
    if intent in _OF_NOTHING | _OF_A_WINDOW and asks_start(text):
        return "explain_why"
    if intent in _OF_NOTHING and stage_questions(text):
        return FALLBACK
    if intent in _OF_AN_EVENT and event_asked(text):
        return "ask_return_status"
    if intent in _OF_AN_EVENT and asks_where_seen(text) and not own:
        return "explain_answer"
    if asks_how_to_end(text) or (intent in UNSURE and wants_no_nights(text)):
        return REMINDERS
    if intent in _OF_A_DETAIL:
        intent = _detail_asked(text) or topic_added(text) or intent
    return "ask_refund_method" if intent in _OF_A_WAY and asks_for_another_way(text) else intent


def _topic_asked(asked: str) -> str:
    """The question that a message asks by one word of it, behind something that it drops."""
    spoken = words_of(asked)
    named = (TOPICS[word] for word in spoken if word in TOPICS)
    return next(named, "ask_refund_amount" if spoken[:2] == ["how", "much"] else "ask_return_status")


def deciding(text: str, intent: str | None) -> str | None:
    """What a message means that gives up, or says yes to beginning, in its writer's own words; else what it was."""
    if intent in _TOLD_BESIDE_A_YES and agrees_to_begin(text):
        return "affirm"
    if intent == FALLBACK and RIDS.search(text):
        return "ask_how_to_return"
    return STOP if intent not in _REFUSALS and only_gives_up(text) else intent


def _supposed(text: str) -> str | None:
    """The intent of a question for what is not so yet, None where it is none."""
    if supposes_silence(text):
        return "ask_seller_silent"
    if asks_to_send_now(text):
        return SHIP_BY
    if asks_to_apply_again(text):
        return "ask_amend_return"
    if asks_how_long_left(text):
        return "how_long"
    return "what_next" if supposes_sent(text) or supposes_month(text) else None


def _detail_asked(text: str) -> str | None:
    """The intent of a question for a detail of what was told, None where it is none."""
    if asks_what_is_in(text) or asks_which_number(text):
        return "ask_my_returns"
    if asks_amount_again(text):
        return "repeat_answer"
    if asks_days_so_far(text):
        return "how_long"
    return "doubt_answer" if wants_days_confirmed(text) else None


def _tells_of_others(spoken: Sequence[str]) -> bool:
    """Whether a message speaks of what we do, and not its writer: "you need a month to give my money back"."""
    return not OTHERS.isdisjoint(spoken) and SPEAKER.isdisjoint(spoken)


def _tells_of_a_deed(spoken: Sequence[str], intent: str | None) -> bool:
    longest = LONGEST_DETAIL_ELSEWHERE if intent == OUT_OF_SCOPE else LONGEST_DETAIL
    return len(spoken) <= longest and not HANDED.isdisjoint(spoken)
