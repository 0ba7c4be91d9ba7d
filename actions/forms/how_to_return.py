"""How something is sent back, and the offer to ask for it."""

from __future__ import annotations

import json

from actions.dialogue.base_actions import OFFER_START, TopicAction
from actions.dialogue.turn import ActionContext
from actions.forms.start_return import ActionBeginStartReturn
from actions.replies.reply import Choice, Phrase, Reply, Utterance
from policy.model import Customer, Order, ReturnRequest


class ActionHowToReturn(TopicAction):
    """Tells the steps and offers to take them together; whoever has just said yes to that begins."""

    name_ = "action_how_to_return"
    topics = ("ask_how_to_return",)
    look_up_offer = "utter_offer_start_return"

    def answer(
        self, topic: str, turn: ActionContext, customer: Customer, subject: ReturnRequest | Order | None
    ) -> Reply:
        """The steps with the offer, or the first of them."""
        if turn.intent not in self.topics:
            return ActionBeginStartReturn(self.services).answer("button_start_return", turn, customer, subject)
        order = subject.order if isinstance(subject, ReturnRequest) else subject
        named = json.dumps({"customer_number": order.number}) if order and "customer_number" in turn.told_now else ""
        offer = Utterance(
            "utter_shall_i_start",
            choices=(
                Choice(Phrase("choice_start_return"), f"/button_start_return{named}"),
                Choice(Phrase("choice_no_thanks"), "/deny"),
            ),
        )
        return Reply((*self.rule(topic, turn), offer), {"offer": OFFER_START})
