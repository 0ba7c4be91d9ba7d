"""Answers where a return stands, for whoever asks it of their own."""

from __future__ import annotations

from dataclasses import replace

from actions.answers.carrier_told import status_with_report
from actions.answers.event_days import event_told
from actions.answers.own_label import TO_LABEL, offers_label
from actions.answers.return_contents import return_contents
from actions.dialogue.base_actions import Case, ReturnAction
from actions.dialogue.identity import IdentityStatus
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Reply, Utterance
from core.detail_questions import event_asked
from core.money_questions import names_money
from core.short_messages import pieces
from policy.model import Customer, Order, ReturnRequest


class ActionReturnStatus(ReturnAction):
    """Tells the status of a return with its timeline and the next step."""

    name_ = "action_return_status"
    topics = ("ask_return_status",)

    def rule(self, topic: str, turn: ActionContext) -> tuple[Utterance, ...]:
        """Nothing: where one return stands has no general answer."""
        return ()

    def _not_verified(self, topic: str, turn: ActionContext, stands: IdentityStatus, resumed: bool) -> Reply:
        """A look is offered; who waits for money hears how long that takes before they are asked who they are."""
        reply = super()._not_verified(topic, turn, stands, resumed)
        waits = reply.form is not None and turn.intent == topic and not turn.in_form and names_money(turn.said)
        if not waits or stands.problem != "nothing_given":
            return reply
        return Reply((Utterance("utter_rule_ask_refund_time"), *reply.utterances), reply.slots, reply.form)

    def answer(
        self, topic: str, turn: ActionContext, customer: Customer, subject: ReturnRequest | Order | None
    ) -> Reply:
        """Where it stands, or what it is for where that is asked of a thing."""
        contents = return_contents(turn, subject, self.services)
        return contents or super().answer(topic, turn, customer, subject)

    def answer_return(self, topic: str, turn: ActionContext, case: Case) -> Reply:
        """The status first, then the next step, then what has happened so far; or the day alone that is asked for."""
        kinds = event_asked(turn.said)
        told = event_told(kinds, case, self.services, counts="how" in pieces(turn.said)) if kinds else None
        if told is not None:
            return Reply((told,), {"offer": None})
        standing = status_with_report(turn, case, self.services)
        if not offers_label(turn, case, self.services):
            return standing
        *before, last = standing.utterances
        return Reply((*before, replace(last, choices=(*last.choices, TO_LABEL))), standing.slots, standing.form)
