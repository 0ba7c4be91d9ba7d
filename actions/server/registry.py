"""Every custom action of the assistant, put together with its services."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rasa_sdk import Action

from actions import answers, forms
from actions.answers.accept_offer import ActionAcceptOffer
from actions.answers.after_distress import distress_reader
from actions.answers.arrival_put_right import arrival_reader
from actions.answers.asked_why import why_reader
from actions.answers.aspects import aspect_reader
from actions.answers.cancel_or_change import ActionCancelOrChange, ActionCancelOrder, order_reader
from actions.answers.carrier_called import calling_reader
from actions.answers.changed_contents import changed_contents_reader
from actions.answers.clarify import ActionClarify
from actions.answers.countries import ActionCountries
from actions.answers.day_for_sending import day_for_sending_reader
from actions.answers.days_asked import day_questions_reader
from actions.answers.days_reckoned import days_reader
from actions.answers.distress import ActionDistress
from actions.answers.facts_checked import check_reader
from actions.answers.follow_up import ActionFollowUp
from actions.answers.frustration import ActionFrustration
from actions.answers.giving_up import giving_up_reader, nothing_reader, rule_only_reader
from actions.answers.greeting import ActionGreeting
from actions.answers.hand_in_asked import hand_in_asked_reader
from actions.answers.hand_in_by_country import HAND_IN, country_reader
from actions.answers.hand_over import ActionTalkToPerson
from actions.answers.not_by_then import not_by_then_reader
from actions.answers.not_stated import not_stated_reader
from actions.answers.order_money import order_money_reader
from actions.answers.others_case import others_case_reader
from actions.answers.own_status import ActionReturnStatus
from actions.answers.photos_received import ActionPhotosReceived
from actions.answers.record_questions import record_reader
from actions.answers.refund import ActionRefund
from actions.answers.refund_by_itself import by_itself_reader
from actions.answers.reminders import TOPIC as REMINDERS
from actions.answers.reminders import ActionDecline, ActionStop, ActionTellReminder
from actions.answers.resume_question import ActionResumeQuestion
from actions.answers.return_window import ActionReturnWindow
from actions.answers.rule_for_own import ActionRuleForOwn, same_question_reader
from actions.answers.rule_of_thing import list_reader
from actions.answers.second_returns import second_return_reader
from actions.answers.several_questions import ActionSeveralQuestions
from actions.answers.stage_answers import stage_reader
from actions.answers.sums import sum_reader
from actions.answers.taken_back import taken_back_reader
from actions.answers.when_told import when_reader
from actions.answers.which_amount import AMOUNT, amount_reader, price_reader
from actions.answers.with_person import ActionAgentReplied, ActionPassOnToPerson, ActionReturnToBot, ActionTicketClosed
from actions.dialogue.base_actions import OFFER_START, ReplyAction, ReturnAction, TopicAction
from actions.dialogue.read_first import Reader, ReadFirst
from actions.dialogue.turn import ActionContext
from actions.forms.cancel_return import ActionAskCancel, ActionCancelReturn
from actions.forms.draft import AMEND_FORM, START_FORM
from actions.forms.identity import ValidateIdentityForm
from actions.forms.other_things import ThenAnswer
from actions.forms.registry import form_validations
from actions.forms.report_drop_off import ActionAskDropOff, ActionReportDropOff
from actions.forms.return_questions import (
    ActionAskReturnAmount,
    ActionAskReturnItems,
    ActionAskReturnReason,
    ActionAskReturnService,
)
from actions.forms.start_return import ActionAmendReturn, ActionConfirmReturn, ActionStartReturn
from actions.forms.wish_first import wish_reader
from actions.replies.reply import Utterance
from actions.services import Services
from core.intents import WHAT_NEXT

#: "How long is that?", of which no one rule is meant, is answered by all spans.
_OF_TIME = re.compile(r"\b(?:how (?:long|soon|many days)|when)\b", re.IGNORECASE)
DEADLINES = "ask_deadlines"


def topic_actions(services: Services) -> tuple[TopicAction, ...]:
    """The actions that need to know whose return is meant; the first answers a number without a question.

    A class in `actions/answers` or `actions/forms` is all that it takes to be one of them.
    """
    found = sorted(_topic_classes(), key=lambda each: (each is not ActionReturnStatus, each.name_))
    return tuple(each(services) for each in found)


def _topic_classes() -> Iterator[type[TopicAction]]:
    for package in (answers, forms):
        for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(info.name)
            for each in vars(module).values():
                is_topic = isinstance(each, type) and issubclass(each, TopicAction) and not inspect.isabstract(each)
                if is_topic and each.__module__ == info.name:
                    yield each


def form_actions(services: Services, by_intent: Mapping[str, TopicAction], resume: ReplyAction) -> tuple[Action, ...]:
    """What asks before anything is done for a customer, and what does it.

    Args:
        services: What actions work with.
        by_intent: The actions that answer topics.
        resume: Answers a question for what a message names.
    """

    def rules(turn: ActionContext) -> tuple[Utterance, ...]:
        asked = [each for each in turn.questions or (turn.intent,) if each in by_intent]
        if not asked and _OF_TIME.search(turn.said):
            asked = [DEADLINES]
        return tuple(said for each in asked for said in by_intent[each].rule(each, replace(turn, intent=each)))

    return (
        *form_validations(services, rules, resume),
        ActionAskReturnItems(services),
        ActionAskReturnReason(services),
        ActionAskReturnAmount(services),
        ActionAskReturnService(services),
        *(ActionConfirmReturn(services, form) for form in (START_FORM, AMEND_FORM)),
        ThenAnswer(ActionStartReturn(services), resume),
        ThenAnswer(ActionAmendReturn(services), resume),
        ActionAskCancel(services),
        ActionCancelReturn(services),
        ActionAskDropOff(services),
        ActionReportDropOff(services),
    )


def readers(
    services: Services,
    topics: Sequence[TopicAction],
    by_intent: Mapping[str, TopicAction],
    resume: ReplyAction,
    follow_up: ReplyAction,
) -> Mapping[str, tuple[Reader, ...]]:
    """What is read before an action answers, in this order, by the action's name.

    Args:
        services: What actions work with.
        topics: The actions that answer topics.
        by_intent: The same by their intents.
        resume: Answers a question for what a message names.
        follow_up: Says more of the answer before.
    """
    several = ActionSeveralQuestions(
        services, {**by_intent, "ask_countries": ActionCountries(services), WHAT_NEXT: follow_up}
    )
    distress, when = distress_reader(several, resume), when_reader(services)
    why, check = why_reader(follow_up), check_reader(services, resume)
    handed_in = hand_in_asked_reader(services, resume)
    same = same_question_reader(ActionRuleForOwn(services, resume))
    stage, wish = stage_reader(services, resume), wish_reader(by_intent[OFFER_START])
    amount = amount_reader(by_intent[AMOUNT])
    country = country_reader(by_intent[HAND_IN])
    back = taken_back_reader(services, by_intent[HAND_IN])
    cancelling = next(each for each in topics if isinstance(each, ActionCancelOrChange))
    # "30 or 12?" is understood as a question of days, "only 12 came" as an order that has not come, and "the 15 euro
    # one" as a question of an amount.
    nearest: dict[str, tuple[Reader, ...]] = {
        ActionReturnWindow.name_: (amount, day_for_sending_reader(by_intent[HAND_IN])),
        ActionReturnStatus.name_: (amount,),
        ActionRefund.name_: (order_money_reader, price_reader(resume)),
        ActionCancelOrChange.name_: (order_reader(services), nothing_reader(services)),
    }
    days, of_days = days_reader(services, by_intent[HAND_IN]), day_questions_reader(services, by_intent)
    others, arrival = others_case_reader(by_intent), arrival_reader(by_intent["ask_return_window"])
    record = record_reader(services, resume)
    second = second_return_reader(by_intent["ask_return_fee"])
    contents = changed_contents_reader(by_intent["ask_amend_return"], services)
    aspect, sums = aspect_reader(services, resume, follow_up), sum_reader(services, resume)
    of_topics = {
        each.name_: (
            others,
            contents,
            second,
            days,
            of_days,
            aspect,
            sums,
            record,
            arrival,
            *(
                (by_itself_reader(services), calling_reader(each), not_by_then_reader(services))
                if HAND_IN in each.topics
                else ()
            ),
            back,
            when,
            check,
            handed_in,
            why,
            stage,
            *((wish,) if isinstance(each, ReturnAction) else ()),
            *nearest.get(each.name_, ()),
        )
        for each in topics
    }
    return {
        **of_topics,
        ActionCountries.name_: (days, of_days, back, country),
        ActionResumeQuestion.name_: (
            list_reader(services),
            contents,
            second,
            days,
            of_days,
            aspect,
            sums,
            record,
            arrival,
            back,
            check,
            handed_in,
            same,
            country,
            stage,
            wish_reader(by_intent[OFFER_START], waited=True),
        ),
        ActionCancelOrder.name_: (days, of_days, aspect, sums, record, back, check, stage),
        ActionRuleForOwn.name_: (
            contents,
            second,
            days,
            of_days,
            aspect,
            sums,
            record,
            arrival,
            order_money_reader,
            back,
            not_stated_reader,
            check,
            handed_in,
            why,
            stage,
            amount,
        ),
        ActionFollowUp.name_: (
            contents,
            second,
            days,
            of_days,
            aspect,
            sums,
            record,
            when,
            not_stated_reader,
            back,
            check,
            handed_in,
            stage,
            amount,
        ),
        ActionFrustration.name_: (days, of_days, aspect, sums, record, back, check, stage),
        ActionAcceptOffer.name_: (distress, days, of_days, aspect, sums, record, when, not_stated_reader, back, check),
        ActionDecline.name_: (distress, days, of_days, aspect, sums, record, when, not_stated_reader, back, check),
        ActionStop.name_: (
            distress,
            rule_only_reader(by_intent),
            days,
            of_days,
            aspect,
            sums,
            record,
            back,
            check,
            giving_up_reader(cancelling),
        ),
    }


def all_actions(services: Services) -> tuple[Action, ...]:
    """Everything that the action server runs."""
    topics = topic_actions(services)
    resume = ActionResumeQuestion(services, topics)
    person = ActionTalkToPerson(services)
    countries = ActionCountries(services)
    by_intent = {topic: action for action in topics for topic in action.topics}
    cancelling = next(each for each in topics if isinstance(each, ActionCancelOrChange))
    follow_up = ActionFollowUp(services, resume)
    read = readers(services, topics, by_intent, resume, follow_up)
    answering: tuple[ReplyAction, ...] = (
        *topics,
        resume,
        countries,
        ActionAcceptOffer(services, resume, person, by_intent[REMINDERS], follow_up),
        ActionCancelOrder(services, cancelling),
        ActionRuleForOwn(services, resume),
        follow_up,
        ActionFrustration(services, resume),
        ActionDecline(services, resume),
        ActionStop(services),
    )
    return (
        *(ReadFirst(each, read[each.name_]) for each in answering),
        *form_actions(services, by_intent, resume),
        person,
        ActionPassOnToPerson(services),
        ActionDistress(services),
        ActionReturnToBot(services),
        ActionAgentReplied(services),
        ActionTicketClosed(services),
        ActionPhotosReceived(services),
        ReadFirst(
            ActionSeveralQuestions(services, {**by_intent, "ask_countries": countries, WHAT_NEXT: follow_up}),
            (days_reader(services, by_intent[HAND_IN]), day_questions_reader(services, by_intent)),
        ),
        ActionClarify(services, resume, by_intent, follow_up),
        ActionTellReminder(services),
        ActionGreeting(services),
        ValidateIdentityForm(services, frozenset(by_intent)),
    )
