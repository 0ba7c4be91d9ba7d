"""Begins to ask for a return: what can be sent back and what that costs comes first."""

from __future__ import annotations

import json

from actions.doing.asked_return import AskedReturn, possible_return
from actions.doing.draft import ITEMS, START_FORM, begun
from actions.identity import records_of
from actions.item_returnable import windows_told
from actions.next_return_cost import fee_told
from actions.order_action import OrderAction
from actions.reply import Choice, Phrase, Reply, Utterance
from actions.turn import Turn
from policy.eligibility import can_amend
from policy.fees import FeeKind
from policy.model import Customer, Order


class ActionBeginReturn(OrderAction):
    """Tells windows and fee of an order, and goes on to ask which items, where one can be sent back."""

    name_ = "action_begin_return"
    topics = ("start_return",)

    def rule(self, topic: str, turn: Turn) -> tuple[Utterance, ...]:
        """Nothing: whoever gets here has read the rule."""
        return ()

    def answer_order(self, topic: str, turn: Turn, customer: Customer, order: Order) -> Reply:
        """The windows, the fee and the form; or why nothing can be asked for."""
        if order.received_at is None or order.received_at > turn.now:
            number = {"order_number": order.number}
            return Reply((Utterance("utter_start_not_received", number, because="request.steps"),))
        returns = records_of(turn, self.services).returns()
        asked = possible_return(order, None, returns, customer, turn.now, self.services.facts)
        windows = windows_told(order, asked.items, customer, turn.now)
        if not asked.choices:
            return Reply((windows, Utterance("utter_start_nothing_left")))
        fee = fee_told(asked.fee, order, customer, turn.now)
        said = (windows, fee, *self._rather_change(asked, turn))
        only = [asked.choices[0].id] if len(asked.items) == 1 else None
        slots = {**begun(turn, START_FORM, order.number, **{ITEMS: only}), "offer": None}
        return Reply(said, slots, form=START_FORM)

    def _rather_change(self, asked: AskedReturn, turn: Turn) -> tuple[Utterance, ...]:
        """The free way to send further items: the return that uses the label can still be changed."""
        first = asked.fee.first_return_number
        if asked.fee.kind is not FeeKind.ORDER_USED or first is None:
            return ()
        records = records_of(turn, self.services)
        found = records.return_request(first)
        if (
            found is None
            or records.drop_off_claim(first)
            or not can_amend(found, turn.now, self.services.facts).allowed
        ):
            return ()
        change = Choice(
            Phrase("choice_change_instead", {"return_number": first}),
            f"/amend_return{json.dumps({'customer_number': first})}",
        )
        return (Utterance("utter_start_rather_change", {"return_number": first}, "request.amend", (change,)),)
