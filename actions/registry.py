"""Every custom action of the assistant, put together with its services."""

from __future__ import annotations

from rasa_sdk import Action

from actions.agent_replied import ActionAgentReplied, ActionTicketClosed
from actions.answer_questions import ActionAnswerQuestions
from actions.can_change_return import ActionCanChangeReturn
from actions.clarify import ActionClarify
from actions.countries_served import ActionCountriesServed
from actions.doing.ask_cancel import ActionAskCancel
from actions.doing.ask_drop_off import ActionAskDropOff
from actions.doing.ask_return_amount import ActionAskReturnAmount
from actions.doing.ask_return_items import ActionAskReturnItems
from actions.doing.ask_return_reason import ActionAskReturnReason
from actions.doing.ask_return_service import ActionAskReturnService
from actions.doing.begin_amend import ActionBeginAmend
from actions.doing.begin_cancel import ActionBeginCancel
from actions.doing.begin_drop_off_report import ActionBeginDropOffReport
from actions.doing.begin_return import ActionBeginReturn
from actions.doing.cancel_return import ActionCancelReturn
from actions.doing.confirm_return import ActionConfirmReturn
from actions.doing.draft import AMEND_FORM, START_FORM
from actions.doing.forms import form_validations
from actions.doing.note_drop_off import ActionNoteDropOff
from actions.doing.send_request import ActionAmendReturn, ActionStartReturn
from actions.explain_not_marked_returned import ActionExplainNotMarkedReturned
from actions.how_to_return import ActionHowToReturn
from actions.item_returnable import ActionItemReturnable
from actions.manage_reminders import TOPIC as MANAGE_REMINDERS
from actions.manage_reminders import ActionManageReminders
from actions.my_returns import ActionMyReturns
from actions.next_return_cost import ActionNextReturnCost
from actions.pass_on_to_person import ActionPassOnToPerson
from actions.refund_status import ActionRefundStatus
from actions.resume_topic import ActionResumeTopic
from actions.return_deadlines import ActionReturnDeadlines
from actions.return_status import ActionReturnStatus
from actions.return_to_bot import ActionReturnToBot
from actions.services import Services
from actions.take_up_offer import ActionTakeUpOffer
from actions.talk_to_person import ActionTalkToPerson
from actions.tell_reminder import ActionReminder
from actions.topic_action import TopicAction
from actions.validate_identity_form import ValidateIdentityForm
from actions.welcome import ActionWelcome


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
