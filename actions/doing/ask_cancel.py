"""Asks whether to cancel a return, and repeats which one and what follows."""

from __future__ import annotations

from actions.doing.asking import AskAction
from actions.doing.cancelling import after_cancelling, cancel_key
from actions.doing.confirmation import confirmation
from actions.doing.draft import Draft
from actions.identity import records_of
from actions.reply import Phrase, Reply, Utterance
from actions.return_case import Case
from actions.show import show_money
from actions.turn import Turn
from policy.model import Customer


class ActionAskCancel(AskAction):
    """The last question before a return is cancelled."""

    name_ = "action_ask_cancel_return_form_confirmed"

    def ask(self, turn: Turn, draft: Draft, customer: Customer) -> Reply:
        """Which return, what is in it, which refund will not come, and until when it could be asked for again."""
        found = records_of(turn, self.services).return_request(draft.about)
        if found is None:
            return Reply((Utterance("utter_offer_over"),))
        values = {
            "return_number": found.number,
            "order_number": found.order.number,
            "titles": ", ".join(item.title for item in found.items),
            "amount": show_money(found.refund.total, customer),
            "after": after_cancelling(Case(found, customer, turn.now), self.services.facts),
        }
        number = {"return_number": found.number}
        return confirmation(
            Utterance("utter_confirm_cancel", values, because="request.cancel"),
            cancel_key(draft, found),
            Phrase("choice_cancel_it", number),
            Phrase("choice_keep_it", number),
        )
