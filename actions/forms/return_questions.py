"""Asks the questions for a new return: which items, why, whether the refund is right, how the parcel is sent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from actions.dialogue.turn import ActionContext
from actions.forms.draft import Draft
from actions.forms.draft_questions import price_lines
from actions.forms.form_actions import AskAction
from actions.forms.item_answers import ALL
from actions.forms.return_answers import RIGHT
from actions.forms.return_draft import REASONS, AskedReturn, prepared, total
from actions.replies.formatting import show_money
from actions.replies.item_names import item_name, item_names
from actions.replies.reply import Choice, Phrase, Reply, Utterance
from policy.fees import FeeKind
from policy.model import Customer, Item


class ActionAskReturnAmount(AskAction):
    """The amount, and what it is made of."""

    name_ = "action_ask_return_amount"

    def ask(self, turn: ActionContext, draft: Draft, customer: Customer) -> Reply:
        """What the items cost together."""
        asked = prepared(turn, draft, self.services)
        items = asked.chosen(turn.slots) if asked else ()
        amount = total(items)
        if asked is None or amount is None:
            return Reply((Utterance("utter_offer_over"),))
        lines = price_lines(items, asked)
        choices = (
            Choice(Phrase("choice_amount_right"), f"/button_choose{json.dumps({'choice': RIGHT})}"),
            Choice(Phrase("choice_change_items"), f"/button_choose{json.dumps({'choice': 'change_items'})}"),
        )
        return Reply(
            (Utterance("utter_ask_amount", {"amount": show_money(amount, customer), "lines": lines}, choices=choices),)
        )


#: Buttons for items; the numbers of all others can be typed.
MOST_ITEMS = 9


class ActionAskReturnItems(AskAction):
    """A numbered list, and a button for each."""

    name_ = "action_ask_return_items"

    def ask(self, turn: ActionContext, draft: Draft, customer: Customer) -> Reply:
        """The items that a return can be asked for, with their prices."""
        asked = prepared(turn, draft, self.services)
        if asked is None or not asked.choices:
            return Reply((Utterance("utter_offer_over"),))
        sure, possible = asked.left_open(turn.slots)
        items = possible or asked.choices
        lines = [
            Phrase(
                "line_to_choose",
                {"position": place, "title": item_name(item, asked.order), "amount": show_money(item.total, customer)},
            )
            for place, item in enumerate(items, start=1)
        ]
        values: dict[str, object] = {"order_number": asked.order.number, "lines": lines}
        if not possible or (len(possible) == 1 and not sure):
            # Of one item it is open how many pieces: each choice says so.
            response = "utter_ask_items" if len(lines) > 1 else "utter_ask_only_item"
        elif sure:
            response, values = "utter_ask_which_beside", {**values, "titles": item_names(sure, asked.order)}
        else:
            response = "utter_ask_which"
        return Reply((Utterance(response, values, choices=_choices(asked, items, all_too=not possible)),))


def _choices(asked: AskedReturn, items: Sequence[Item], *, all_too: bool) -> tuple[Choice, ...]:
    choices: list[Choice] = []
    for item in items[:MOST_ITEMS]:
        choices.append(Choice(Phrase("choice_item", {"title": item_name(item, asked.order)}), _choose(item.id)))
        if item.quantity > 1:
            one = item_name(replace(item, quantity=1), asked.order)
            choices.append(Choice(Phrase("choice_item", {"title": one}), _choose(f"{item.id} 1")))
    if all_too and len(asked.choices) > 1:
        choices.append(Choice(Phrase("choice_all_items"), _choose(ALL)))
    return tuple(choices)


def _choose(what: str) -> str:
    return f"/button_choose{json.dumps({'choice': what})}"


class ActionAskReturnReason(AskAction):
    """A button for each reason."""

    name_ = "action_ask_return_reason"

    def ask(self, turn: ActionContext, draft: Draft, customer: Customer) -> Reply:
        """The reasons to choose from."""
        choices = tuple(
            Choice(Phrase(f"reason_{reason}"), f"/button_choose{json.dumps({'choice': reason})}") for reason in REASONS
        )
        return Reply((Utterance("utter_ask_reason", choices=choices),))


class ActionAskReturnService(AskAction):
    """By the free service, where it can be chosen; else at the customer's own cost."""

    name_ = "action_ask_return_service"

    def ask(self, turn: ActionContext, draft: Draft, customer: Customer) -> Reply:
        """What can be chosen."""
        asked = prepared(turn, draft, self.services)
        if asked is None:
            return Reply((Utterance("utter_offer_over"),))
        choices = tuple(
            Choice(Phrase(f"service_{each.value}"), f"/button_choose{json.dumps({'choice': each.value})}")
            for each in asked.services
        )
        if asked.fee.kind is FeeKind.FREE:
            return Reply((Utterance("utter_ask_service", choices=choices),))
        stop = Choice(Phrase("choice_leave_it"), "/stop")
        return Reply((Utterance("utter_ask_own_cost", choices=(*choices, stop)),))
