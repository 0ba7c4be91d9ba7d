"""What to say when a message is not understood well enough to answer."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answers.after_distress import with_question
from actions.answers.arrival_put_right import arrival_put_right
from actions.answers.asked_why import WHY, goes_on_asking_why
from actions.answers.aspects import told_of_aspect
from actions.answers.behind_answer import answer_behind, offered_behind
from actions.answers.days_asked import day_asked_about
from actions.answers.days_reckoned import day_reckoned
from actions.answers.facts_checked import told_of_check
from actions.answers.hand_in_asked import told_of_hand_in
from actions.answers.hand_in_by_country import hand_in_counted
from actions.answers.not_stated import not_stated
from actions.answers.order_money import order_money_reader
from actions.answers.photos_added import photos_added
from actions.answers.record_questions import told_of_record, with_reason
from actions.answers.return_window import corrects_bare_age
from actions.answers.rule_of_thing import rule_of_thing
from actions.answers.several_questions import ActionSeveralQuestions
from actions.answers.spans_held_against import span_against_limit
from actions.answers.stage_answers import told_of_stage
from actions.answers.sums import sum_told
from actions.answers.told_or_seen import told_or_seen
from actions.answers.when_told import when_told
from actions.answers.which_amount import AMOUNT, asks_which_amount
from actions.answers.which_returns import which_returns
from actions.dialogue.base_actions import OFFER_PERSON, OrderAction, ReplyAction, ReturnAction, TopicAction, say
from actions.dialogue.belongings import with_named
from actions.dialogue.hand_ins_reckoned import hand_in_reckoned
from actions.dialogue.identity import known_customer
from actions.dialogue.last_answer import answers_before, last_answer, rules_behind
from actions.dialogue.relative_dates import WHICH_DAY
from actions.dialogue.repeated import with_person, with_way_out
from actions.dialogue.turn import AHEAD, IDENTITY_FORM, ActionContext, earlier_days
from actions.replies.reply import Choice, Phrase, Reply, Utterance
from actions.services import Services
from core.both_returns import says_only_which
from core.calendar_questions import numbers_named
from core.contents_questions import asks_what_return_is_for
from core.database.errors import StoreUnavailable
from core.described_things import is_described
from core.fact_checks import supposes_fact
from core.follow_ups import goes_on, knows_not
from core.hand_in_words import plans_hand_in, speaks_of_hand_in, tells_of_hand_in
from core.intents import FALLBACK, HOW_LONG, OUT_OF_SCOPE, WHAT_NEXT, is_offered
from core.parse_data import OTHER_SHOP, TOO_MUCH_TO_UNDERSTAND
from core.references import asks_for_all
from core.short_messages import MOST_WORDS
from core.why_questions import asks_reason_alone
from policy.fact import SPANS

#: A message longer than this is not guessed at; it is asked for in fewer words.
LONGEST_MESSAGE = 2000
#: An intent less likely than this is not worth a button.
WORTH_ASKING = 0.1
MOST_CHOICES = 3
#: In words: a longer message with a number may be about anything.
FEW_WORDS = 8
#: From this confidence on, what names a thing and asks nothing of its way back is not answered here.
SURELY_ELSEWHERE = 0.8
#: From this confidence on, a rule answers what would be a check if something were in hand.
SURELY_A_RULE = 0.5
#: The questions that the domain answers by a rule alone, as far as messages that suppose something are taken for them.
ANSWERED_BY_RULE = frozenset({"report_return_closed", "ask_item_condition", "ask_label_use", "ask_paid_return"})
_ON_ITS_WAY = re.compile(
    r"\b(?:where\w*|arriv\w*|back|status|news|return\w*|refund\w*|money|cash|parcel|package|sen[dt]|post(?:ed)?|"
    r"warehouse|receiv\w*|reach\w*|g[eo]t (?:it|there)|came|late)\b",
    re.IGNORECASE,
)
_WAITED_FOR = re.compile(r"\b(?:track\w*|deliver\w*|courier|carrier|dropped|handed|posted)\b", re.IGNORECASE)
_HAND_IN = "report_not_marked_returned"
_ALL_RETURNS = "ask_my_returns"
_WINDOW = "ask_return_window"
_STATUS = "ask_return_status"
_CANCEL = "ask_cancel_return"
_CANCELLINGS = frozenset({_CANCEL, "ask_cancel_order"})
_ORDER = re.compile(r"\b(?:orders?|ordered|purchases?)\b", re.IGNORECASE)
_MONEY = re.compile(r"\b(?:money|refund\w*|cash|reimburse\w*)\b|[€$£]", re.IGNORECASE)
_SPAN = re.compile(r"\b\d{1,2}[ -](?:\w{1,12} )?(?:hours?|days?)\b", re.IGNORECASE)
_UNTIL_WHEN = re.compile(
    r"\b(?:(?:un)?till? when|by when|how (?:long|many days|much time) (?:have|do|can|could|left)|"
    r"(?:last|latest|final) (?:day|date)|too late|deadline)\b",
    re.IGNORECASE,
)
#: Answers that ask for the day of a hand-in, or take "I don't know" for an answer to that.
_UNSTATED = frozenset({"utter_drop_off_no_drop_off_paid", "utter_rule_report_not_marked_returned"})
_DAY_WANTED = _UNSTATED | {
    *("utter_hand_in_reckoned", WHICH_DAY, "utter_hand_in_day_latest", "utter_hand_in_day_forgotten"),
    *("utter_hand_in_day_span", "utter_hand_in_day_unreadable", "utter_hand_in_day_too_early"),
    "utter_hand_in_day_to_come",
    "utter_drop_off_no_drop_off",
}
#: Topics of a parcel or money that is waited for: their answers tell a rule and offer to look.
_WAITING = frozenset(
    {
        *("report_parcel_delivered", "report_not_marked_returned", "report_parcel_lost", "ask_return_status"),
        *("ask_track_refund", "ask_refund_time", "ask_inspection_time"),
    }
)
#: How likely such a topic must be to be answered at once, and how likely the message may be about something else.
WORTH_TELLING = 0.25
MAY_BE_ELSEWHERE = 0.05
ATTACHMENT = "message_attachment"
_ATTACHMENT_ANSWER = "utter_attachment"
#: Answers to what was not understood or is not answered here.
FAILED = frozenset(
    {"utter_not_understood", "utter_clarify", "utter_clarify_one", "utter_out_of_scope", "utter_failed_again"}
)
_MENUS = frozenset({"utter_clarify", "utter_clarify_one"})
_OFFER_PERSON = frozenset({"utter_not_understood", "utter_failed_again"})


class ActionClarify(Action):
    """Offers the likeliest topics as buttons; where none is likely, asks for other words and offers a person.

    Says also what is not answered here; where it fails twice in a row, a person is offered with it. A message that
    names something of a customer's own is answered for that.

    Args:
        services: What actions work with.
        resume: Answers a topic for the return or order that a message names.
        by_intent: The actions that answer topics.
        follow_up: Says more of the answer before.
    """

    def __init__(
        self, services: Services, resume: ReplyAction, by_intent: Mapping[str, TopicAction], follow_up: ReplyAction
    ) -> None:
        self.services = services
        self._follow_up = follow_up
        self._resume = resume
        self._by_intent = by_intent

    def name(self) -> str:
        return "action_clarify"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        """One message: buttons, or what is wrong with the message."""
        message = tracker.latest_message or {}
        turn = ActionContext.from_tracker(tracker, self.services.clock.now())
        if shop := message.get(OTHER_SHOP):
            dispatcher.utter_message(**Utterance("utter_other_shop", {"shop": str(shop)}).as_arguments())
            return [SlotSet("offer", None)]
        if asks_for_all(turn.said):
            listed = replace(turn, intent=_ALL_RETURNS, topic=_ALL_RETURNS)
            return say(dispatcher, turn, await asyncio.to_thread(self._by_intent[_ALL_RETURNS].respond, listed))
        aside = await asyncio.to_thread(self._aside, turn)
        if aside is not None:
            return say(dispatcher, turn, aside)
        reckoned = await asyncio.to_thread(self._of_days, turn)
        if reckoned is not None:
            return say(dispatcher, turn, reckoned)
        may_ask_why = turn.intent == FALLBACK or asks_reason_alone(turn.said)
        if may_ask_why and await asyncio.to_thread(goes_on_asking_why, turn, self._follow_up):
            reason = await asyncio.to_thread(self._follow_up.respond, replace(turn, intent=WHY))
            return say(dispatcher, turn, reason)
        when = await asyncio.to_thread(when_told, turn, self.services)
        if when is not None:
            return say(dispatcher, turn, when)
        if corrects_bare_age(turn):
            aged = replace(turn, intent=_WINDOW, topic=_WINDOW)
            return say(dispatcher, turn, await asyncio.to_thread(self._by_intent[_WINDOW].respond, aged))
        against = span_against_limit(turn, rules_behind(turn.events), self.services.facts)
        staged = await asyncio.to_thread(told_of_stage, turn, self.services, self._resume)
        checked = not_stated(turn) or await asyncio.to_thread(self._checked, turn)
        several = ActionSeveralQuestions(self.services, {**self._by_intent, WHAT_NEXT: self._follow_up})
        own = (
            await asyncio.to_thread(with_question, turn, several, self._resume)
            or checked
            or against
            or staged
            or await asyncio.to_thread(self._of_own_thing, turn, message)
        )
        if own is not None:
            return say(dispatcher, turn, await asyncio.to_thread(with_reason, turn, own, self.services))
        counted = hand_in_counted(turn, self.services.facts) if _may_hand_in(turn, message) else None
        if counted is not None:
            return say(dispatcher, turn, Reply((counted,), {"topic": _HAND_IN, "offer": None}))
        redated = await asyncio.to_thread(self._of_another_day, turn, message)
        if redated is not None:
            return say(dispatcher, turn, redated)
        if knows_not(turn.said):
            undated = await asyncio.to_thread(self._without_the_day, turn)
            if undated is not None:
                return say(dispatcher, turn, undated)
        intent = str((message.get("intent") or {}).get("name"))
        before = {each.response for each in next(answers_before(tracker.events), ())}
        in_form = (tracker.active_loop or {}).get("name") == IDENTITY_FORM
        if message.get(TOO_MUCH_TO_UNDERSTAND):
            utterance = Utterance("utter_message_too_long")
        elif intent == ATTACHMENT:
            if _ATTACHMENT_ANSWER in before:
                # Several pictures come as several messages, and one answer is enough.
                return []
            utterance = Utterance(_ATTACHMENT_ANSWER)
        elif intent == OUT_OF_SCOPE:
            utterance = Utterance("utter_out_of_scope")
        else:
            # What only says that somebody can't tell is likely to be nothing else.
            ranking = [] if knows_not(turn.said) else message.get("intent_ranking") or []
            behind = [{"name": each, "confidence": 1.0} for each in offered_behind(message)]
            utterance = clarification(str(message.get("text") or ""), behind or ranking, in_form)
        careful = await asyncio.to_thread(self._careful, turn, utterance, message) if not before & FAILED else None
        if careful is not None:
            return say(dispatcher, turn, careful)
        if supposes_fact(turn.said) and utterance.response in _MENUS and (rule := _likely_rule(message)):
            # Nothing is in hand of which a yes or no could be said.
            return say(dispatcher, turn, Reply((Utterance(rule),), {"offer": None}))
        if _means_cancelling(turn, utterance):
            cancelling = replace(turn, intent=_CANCEL, topic=_CANCEL)
            return say(dispatcher, turn, await asyncio.to_thread(self._by_intent[_CANCEL].respond, cancelling))
        in_hand = await asyncio.to_thread(self._of_what_is_in_hand, turn, utterance)
        if in_hand is not None:
            return say(dispatcher, turn, in_hand)
        if utterance.response in FAILED:
            likely = await asyncio.to_thread(answer_behind, turn, message, self._by_intent, self._follow_up)
            if likely is not None:
                return say(dispatcher, turn, likely)
        if utterance.response in FAILED and _names_unproven(turn):
            # Whatever is asked of a return needs the address first; what was asked is looked for when it comes.
            topic = self._topic(turn, message.get("intent_ranking") or []) or _STATUS
            asked = replace(turn, intent="give_details", topic=topic)
            return say(dispatcher, turn, await asyncio.to_thread(self._resume.respond, asked))
        if before & FAILED and utterance.response in FAILED:
            utterance = with_person(utterance)
        for said in with_way_out(turn, (utterance,)):
            dispatcher.utter_message(**said.as_arguments())
        offer = SlotSet("offer", OFFER_PERSON if utterance.response in _OFFER_PERSON else None)
        # A number that comes instead of a choice is asked about the likeliest.
        likeliest = utterance.choices[0].payload.removeprefix("/") if utterance.response in _MENUS else ""
        waits = likeliest in self._by_intent and turn.loop is None
        return [offer, SlotSet("topic", likeliest)] if waits else [offer]

    def _of_days(self, turn: ActionContext) -> Reply | None:
        """What a message asks of a day that it names, or that was named before."""
        reckoned = day_reckoned(turn, self.services, self._by_intent[_HAND_IN])
        return reckoned or day_asked_about(turn, self.services, self._by_intent)

    def _aside(self, turn: ActionContext) -> Reply | None:
        """Where photos go, who tells what comes, or whether what was told holds for a thing or another order."""
        if asks_what_return_is_for(turn.said) and turn.loop is None and turn.number and self._is_known(turn):
            told = turn.told_now | {"customer_number"}
            return self._resume.respond(replace(turn, intent="give_details", topic=_STATUS, told_now=told))
        return (
            told_of_aspect(turn, self.services, self._resume, self._follow_up)
            or sum_told(turn, self.services, self._resume)
            or told_of_record(turn, self.services, self._resume)
            or photos_added(turn)
            or order_money_reader(turn, self._resume.respond)
            or told_or_seen(turn)
            or arrival_put_right(turn, self._by_intent[_WINDOW])
            or rule_of_thing(turn, self.services, self._resume)
        )

    def _checked(self, turn: ActionContext) -> Reply | None:
        """Yes or no to what a message puts up for one, of one return or of several."""
        return (
            told_of_check(turn, self.services, self._resume)
            or told_of_hand_in(turn, self.services, self._resume)
            or which_returns(turn, self.services)
        )

    def _careful(self, turn: ActionContext, asked: Utterance, message: Mapping[str, Any]) -> Reply | None:
        """The rule of the one topic that a first message is likely about, with what it was taken for.

        None where a menu is better: behind another question, of a topic whose answer does more than wait, or where the
        message may as well be about nothing that is answered here.
        """
        ranking = {str(each["name"]): float(each["confidence"]) for each in message.get("intent_ranking") or ()}
        topic = asked.choices[0].payload.removeprefix("/") if asked.response == "utter_clarify_one" else ""
        if topic not in _WAITING or turn.topic is not None or turn.loop is not None:
            return None
        if not (_ON_ITS_WAY.search(turn.said) or _WAITED_FOR.search(turn.said)):
            return None
        if ranking.get(topic, 0.0) < WORTH_TELLING or ranking.get(OUT_OF_SCOPE, 0.0) >= MAY_BE_ELSEWHERE:
            return None
        reply = self._by_intent[topic].respond(replace(turn, intent=topic, topic=topic))
        if any(each.response == "utter_ask_which_way" for each in reply.utterances):
            return reply
        taken = Utterance("utter_taken_for", {"topic": Phrase(f"label_{topic}")})
        return Reply((taken, *reply.utterances), reply.slots, reply.form)

    def _of_what_is_in_hand(self, turn: ActionContext, asked: Utterance) -> Reply | None:
        """The answer to a short question about the return or order in hand, by its words or as the one topic that it is
        likely about; None where there is more than one, or nothing is in hand."""
        is_short = len(turn.said.split()) <= MOST_WORDS and turn.intent in (FALLBACK, OUT_OF_SCOPE)
        if not is_short or turn.loop is not None or turn.group or turn.told_now or turn.number is None:
            return None
        if not self._is_known(turn):
            return None
        if _SPAN.search(turn.said) and self._names_span(turn):
            return self._follow_up.respond(replace(turn, intent=HOW_LONG))
        if asked.response not in _MENUS:
            return None
        if turn.intent != FALLBACK:
            return None
        likeliest = asked.choices[0].payload.removeprefix("/")
        one = likeliest if asked.response == "utter_clarify_one" else None
        is_own = isinstance(self._by_intent.get(one or ""), (OrderAction, ReturnAction))
        topic = _topic_by_words(turn) or (one if is_own else None)
        if topic is None:
            return None
        told = turn.told_now | {"customer_number"}
        return self._resume.respond(replace(turn, intent="give_details", topic=topic, told_now=told))

    def _names_span(self, turn: ActionContext) -> bool:
        """Whether a message has the number of one of the times that the rules state, "the 24 hours"."""
        numbers = numbers_named(turn.said.replace("-", " "))
        facts = self.services.facts.values()
        return any(fact.unit in SPANS and numbers.intersection(fact.numbers) for fact in facts)

    def _is_known(self, turn: ActionContext) -> bool:
        try:
            return known_customer(turn, self.services) is not None
        except StoreUnavailable:
            return False

    def _of_another_day(self, turn: ActionContext, message: Mapping[str, Any]) -> Reply | None:
        """The answer for another day of the hand-in that the messages before were about: "and would Sunday be worse?",
        or for one that is planned for the return in hand: "and if I send it on the 24th?"; None without either."""
        names_a_day = turn.date is not None and turn.date.phrase and turn.date.said_at == turn.now
        is_unclear = str((message.get("intent") or {}).get("name")) == FALLBACK
        supposes = turn.date is not None and turn.date.sense == AHEAD and goes_on(turn.said) and turn.number is not None
        if not (names_a_day and is_unclear) or turn.loop is not None or _MONEY.search(turn.said):
            # "And my money's there on Thursday too?" names no day of a hand-in.
            return None
        if not supposes and hand_in_reckoned(turn) is None:
            return None
        return self._by_intent[_HAND_IN].respond(replace(turn, intent=_HAND_IN, topic=_HAND_IN))

    def _without_the_day(self, turn: ActionContext) -> Reply | None:
        """The answer for a parcel of which the customer can't tell the day that they were asked for; None where they
        were asked for none: the latest day that they have named, or else the rule."""
        before = {each.response for each in last_answer(turn.events)}
        hand_in = self._by_intent[_HAND_IN]
        if not before & _DAY_WANTED:
            return None
        day = next(earlier_days(turn.events, turn.now), None)
        asked = replace(turn, intent=_HAND_IN, topic=_HAND_IN, date=day)
        if day is not None:
            return hand_in.respond(asked)
        rule = () if before & _UNSTATED else hand_in.rule(_HAND_IN, asked)
        return Reply((Utterance("utter_hand_in_day_forgotten"), *rule))

    def _of_own_thing(self, turn: ActionContext, message: Mapping[str, Any]) -> Reply | None:
        """The answer for what a message names by title, or proves with number and address; None where it does neither,
        or asks something else of its thing.
        """
        confidence = float((message.get("intent") or {}).get("confidence") or 0)
        elsewhere = (
            turn.intent == OUT_OF_SCOPE
            and confidence >= SURELY_ELSEWHERE
            and not _ON_ITS_WAY.search(turn.said)
            and not (is_described(turn.said) or asks_which_amount(turn))
        )
        if turn.loop is not None or elsewhere or message.get(TOO_MUCH_TO_UNDERSTAND):
            return None
        if asks_which_amount(turn):
            return self._by_intent[AMOUNT].respond(replace(turn, intent=AMOUNT))
        meant = with_named(turn, self.services)
        # Few words with a number are about that, whoever has still to prove that it is theirs.
        clipped = turn.intent == FALLBACK and "customer_number" in turn.told_now and len(turn.said.split()) <= FEW_WORDS
        if meant is turn and not (clipped or turn.told_now >= {"customer_number", "email"}):
            return None
        topic = self._topic(meant, message.get("intent_ranking") or [])
        return self._resume.respond(replace(turn, intent="give_details", topic=topic))

    def _topic(self, turn: ActionContext, ranking: Sequence[Mapping[str, Any]]) -> str | None:
        """What its words ask about a thing like that, or else the likeliest question, or the one in hand."""
        by_words = _topic_by_words(turn)
        if by_words is not None:
            return by_words
        if says_only_which(turn.said) and isinstance(self._by_intent.get(turn.topic or ""), ReturnAction):
            return turn.topic
        ordered = _is_ordered(turn)
        if not ordered and turn.date is not None and turn.date.said_at == turn.now and _may_be_handed_in(turn):
            return _HAND_IN
        fitting = OrderAction if ordered else (OrderAction, ReturnAction)
        likely = [str(each["name"]) for each in ranking if float(each["confidence"]) >= WORTH_ASKING]
        topics = (each for each in (*likely, turn.topic or "") if is_offered(each))
        found = (each for each in topics if isinstance(self._by_intent.get(each), fitting))
        return next(found, "ask_return_window" if ordered else None)


def _names_unproven(turn: ActionContext) -> bool:
    """Whether a message names a return, and nobody has proven yet that it is theirs."""
    is_open = turn.intent == FALLBACK and turn.loop is None and not turn.group
    is_return = (turn.number or "")[:1].isalpha() and "customer_number" in turn.told_now
    return is_open and is_return and turn.email is None


def _may_be_handed_in(turn: ActionContext) -> bool:
    """Whether the day that a message names may be that of a hand-in: it says little else, or speaks of a parcel."""
    return len(turn.said.split()) <= FEW_WORDS or tells_of_hand_in(turn.said) or plans_hand_in(turn.said)


def _means_cancelling(turn: ActionContext, asked: Utterance) -> bool:
    """Whether nothing but cancelling comes into question, and no order is named: that is of a return then."""
    offered = {each.payload.removeprefix("/") for each in asked.choices} - {"help"}
    return asked.response in _MENUS and _CANCEL in offered and offered <= _CANCELLINGS and not _ORDER.search(turn.said)


def _likely_rule(message: Mapping[str, Any]) -> str:
    """The rule that answers the question which a message is likeliest to ask; empty where none is likely."""
    likeliest: Mapping[str, Any] = next(iter(message.get("intent_ranking") or ()), {})
    name, confidence = str(likeliest.get("name")), float(likeliest.get("confidence") or 0)
    return f"utter_rule_{name}" if name in ANSWERED_BY_RULE and confidence >= SURELY_A_RULE else ""


def _may_hand_in(turn: ActionContext, message: Mapping[str, Any]) -> bool:
    """Whether a day and a town in a message may be those of a hand-in; the weather in a town tomorrow is none, unless a
    hand-in was spoken of before."""
    if turn.loop is not None:
        return False
    states = any(each.get("entity") == "hand_in" for each in message.get("entities") or ())
    tells = states or speaks_of_hand_in(turn.said)
    return tells or turn.intent != OUT_OF_SCOPE or turn.topic == _HAND_IN or hand_in_reckoned(turn) is not None


def _topic_by_words(turn: ActionContext) -> str | None:
    """The question that words for a last day or for money ask of the return or order in hand."""
    if _UNTIL_WHEN.search(turn.said):
        return "ask_return_window" if _is_ordered(turn) else "ask_deadlines"
    return "ask_track_refund" if _MONEY.search(turn.said) and not _is_ordered(turn) else None


def _is_ordered(turn: ActionContext) -> bool:
    """Whether orders are meant, and no return."""
    return all(each.isdigit() for each in turn.among or turn.numbers or (turn.number or "",))


def clarification(text: str, ranking: Sequence[Mapping[str, Any]], in_form: bool) -> Utterance:
    """The message for a text that no intent was sure of.

    Args:
        text: What the customer wrote.
        ranking: Rasa's intent ranking, likeliest first.
        in_form: Whether the bot is waiting for a number or an e-mail address.
    """
    if not text.strip():
        return Utterance("utter_empty_message")
    if len(text) > LONGEST_MESSAGE:
        return Utterance("utter_message_too_long")
    likely = [
        str(entry["name"])
        for entry in ranking
        if is_offered(entry["name"]) and float(entry["confidence"]) >= WORTH_ASKING
    ][:MOST_CHOICES]
    if in_form and not likely:
        return Utterance("utter_email_unreadable" if "@" in text else "utter_rule_ask_about_details")
    if not likely:
        return Utterance("utter_not_understood")
    choices = [Choice(Phrase(f"label_{intent}"), f"/{intent}") for intent in likely]
    response = "utter_clarify" if len(choices) > 1 else "utter_clarify_one"
    return Utterance(response, choices=(*choices, Choice(Phrase("label_something_else"), "/help")))
