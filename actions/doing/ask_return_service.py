"""Asks how the parcel is to be sent."""

from __future__ import annotations

import json

from actions.doing.asked_return import prepared
from actions.doing.asking import AskAction
from actions.doing.draft import Draft
from actions.reply import Choice, Phrase, Reply, Utterance
from actions.turn import Turn
from policy.fees import FeeKind
from policy.model import Customer


class ActionAskReturnService(AskAction):
    """By the free service, where it can be chosen; else at the customer's own cost."""

    name_ = "action_ask_return_service"

    def ask(self, turn: Turn, draft: Draft, customer: Customer) -> Reply:
        """What can be chosen."""
        asked = prepared(turn, draft, self.services)
        if asked is None:
            return Reply((Utterance("utter_offer_over"),))
        choices = tuple(
            Choice(Phrase(f"service_{each.value}"), f"/choose{json.dumps({'choice': each.value})}")
            for each in asked.services
        )
        if asked.fee.kind is FeeKind.FREE:
            return Reply((Utterance("utter_ask_service", choices=choices),))
        stop = Choice(Phrase("choice_leave_it"), "/stop")
        return Reply((Utterance("utter_ask_own_cost", choices=(*choices, stop)),))
