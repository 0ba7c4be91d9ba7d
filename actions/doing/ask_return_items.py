"""Asks which items of an order are to be sent back."""

from __future__ import annotations

import json

from actions.doing.asked_return import AskedReturn, prepared
from actions.doing.asking import AskAction
from actions.doing.draft import Draft
from actions.doing.return_answers import ALL
from actions.reply import Choice, Phrase, Reply, Utterance
from actions.show import show_money
from actions.turn import Turn
from policy.model import Customer

#: Buttons for items; the numbers of all others can be typed.
MOST_ITEMS = 9


class ActionAskReturnItems(AskAction):
    """A numbered list, and a button for each."""

    name_ = "action_ask_return_items"

    def ask(self, turn: Turn, draft: Draft, customer: Customer) -> Reply:
        """The items that a return can be asked for, with their prices."""
        asked = prepared(turn, draft, self.services)
        if asked is None or not asked.choices:
            return Reply((Utterance("utter_offer_over"),))
        lines = [
            Phrase(
                "line_to_choose",
                {"position": place, "title": item.title, "amount": show_money(item.price, customer)},
            )
            for place, item in enumerate(asked.choices, start=1)
        ]
        response = "utter_ask_items" if len(lines) > 1 else "utter_ask_only_item"
        values = {"order_number": asked.order.number, "lines": lines}
        return Reply((Utterance(response, values, choices=_choices(asked)),))


def _choices(asked: AskedReturn) -> tuple[Choice, ...]:
    shown = asked.choices[:MOST_ITEMS]
    items = tuple(Choice(Phrase("choice_item", {"title": item.title}), _choose(item.id)) for item in shown)
    return (*items, Choice(Phrase("choice_all_items"), _choose(ALL))) if len(asked.choices) > 1 else items


def _choose(what: str) -> str:
    return f"/choose{json.dumps({'choice': what})}"
