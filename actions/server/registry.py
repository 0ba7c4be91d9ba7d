"""Every custom action of the assistant, put together with its services."""

from __future__ import annotations

from rasa_sdk import Action

from actions.answers.accept_offer import ActionResumeTopic, ActionTakeUpOffer
from actions.answers.cancel_or_change import ActionCanChangeReturn
from actions.answers.clarify import ActionClarify
from actions.answers.countries import ActionCountriesServed
from actions.answers.deadlines import ActionReturnDeadlines
from actions.answers.fees import ActionNextReturnCost
from actions.answers.greeting import ActionWelcome
from actions.answers.hand_over import (
    ActionAgentReplied,
    ActionPassOnToPerson,
    ActionReturnToBot,
    ActionTalkToPerson,
    ActionTicketClosed,
)
from actions.answers.my_returns import ActionMyReturns
from actions.answers.parcel import ActionExplainNotMarkedReturned
from actions.answers.refund import ActionRefundStatus
from actions.answers.reminders import TOPIC as MANAGE_REMINDERS
from actions.answers.reminders import ActionManageReminders, ActionReminder
from actions.answers.return_status import ActionReturnStatus
from actions.answers.return_window import ActionItemReturnable
from actions.answers.several_questions import ActionAnswerQuestions
from actions.dialogue.base_actions import TopicAction
from actions.forms.amend_return import ActionBeginAmend
from actions.forms.cancel_return import ActionAskCancel, ActionBeginCancel, ActionCancelReturn
from actions.forms.draft import AMEND_FORM, START_FORM
from actions.forms.how_to_return import ActionHowToReturn
from actions.forms.identity import ValidateIdentityForm
from actions.forms.registry import form_validations
from actions.forms.report_drop_off import ActionAskDropOff, ActionBeginDropOffReport, ActionNoteDropOff
from actions.forms.return_questions import (
    ActionAskReturnAmount,
    ActionAskReturnItems,
    ActionAskReturnReason,
    ActionAskReturnService,
)
from actions.forms.start_return import ActionAmendReturn, ActionBeginReturn, ActionConfirmReturn, ActionStartReturn
from actions.services import Services


def topic_actions(services: Services) -> tuple[TopicAction, ...]:
    """The actions that need to know whose return is meant; the first answers a number without a question."""
    return (
        ActionReturnStatus(services),
        ActionReturnDeadlines(services),
        ActionExplainNotMarkedReturned(services),
        ActionRefundStatus(services),
        ActionCanChangeReturn(services),
        ActionNextReturnCost(services),
        ActionItemReturnable(services),
        ActionMyReturns(services),
        ActionHowToReturn(services),
        ActionBeginReturn(services),
        ActionBeginAmend(services),
        ActionBeginCancel(services),
        ActionBeginDropOffReport(services),
        ActionManageReminders(services),
    )


def doing_actions(services: Services) -> tuple[Action, ...]:
    """What asks before anything is done for a customer, and what does it."""
    return (
        *form_validations(services),
        ActionAskReturnItems(services),
        ActionAskReturnReason(services),
        ActionAskReturnAmount(services),
        ActionAskReturnService(services),
        *(ActionConfirmReturn(services, form) for form in (START_FORM, AMEND_FORM)),
        ActionStartReturn(services),
        ActionAmendReturn(services),
        ActionAskCancel(services),
        ActionCancelReturn(services),
        ActionAskDropOff(services),
        ActionNoteDropOff(services),
    )


def all_actions(services: Services) -> tuple[Action, ...]:
    """Everything that the action server runs."""
    topics = topic_actions(services)
    resume = ActionResumeTopic(services, topics)
    person = ActionTalkToPerson(services)
    countries = ActionCountriesServed(services)
    by_intent = {topic: action for action in topics for topic in action.topics}
    return (
        *topics,
        *doing_actions(services),
        resume,
        person,
        countries,
        ActionTakeUpOffer(services, resume, person, by_intent[MANAGE_REMINDERS]),
        ActionPassOnToPerson(services),
        ActionReturnToBot(services),
        ActionAgentReplied(services),
        ActionTicketClosed(services),
        ActionAnswerQuestions(services, {**by_intent, "ask_countries": countries}),
        ActionClarify(),
        ActionReminder(services),
        ActionWelcome(services),
        ValidateIdentityForm(services, frozenset(by_intent)),
    )
