"""Asks whether the refund is the one that the customer expects."""

from __future__ import annotations

import json

from actions.doing.asked_return import prepared, total
from actions.doing.asking import AskAction
from actions.doing.draft import Draft
from actions.doing.return_answers import RIGHT
from actions.reply import Choice, Phrase, Reply, Utterance
from actions.show import show_money
from actions.turn import Turn
from policy.model import Customer


class ActionAskReturnAmount(AskAction):
    """The amount, and what it is made of."""

    name_ = "action_ask_return_amount"

    def ask(self, turn: Turn, draft: Draft, customer: Customer) -> Reply:
        """What the items cost together."""
        asked = prepared(turn, draft, self.services)
        items = asked.chosen(turn.slots) if asked else ()
        amount = total(items)
        if amount is None:
            return Reply((Utterance("utter_offer_over"),))
        lines = [
            Phrase("line_price", {"title": item.title, "amount": show_money(item.price, customer)}) for item in items
        ]
        choices = (
            Choice(Phrase("choice_amount_right"), f"/choose{json.dumps({'choice': RIGHT})}"),
            Choice(Phrase("choice_change_items"), f"/choose{json.dumps({'choice': 'change_items'})}"),
        )
        return Reply(
            (Utterance("utter_ask_amount", {"amount": show_money(amount, customer), "lines": lines}, choices=choices),)
        )
