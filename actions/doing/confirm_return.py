"""Asks whether to send a return request, and repeats all of it."""

from __future__ import annotations

import json
from dataclasses import replace

from actions.doing.asked_return import AskedReturn, Told, prepared, told
from actions.doing.asking import AskAction
from actions.doing.confirmation import confirmation
from actions.doing.draft import Draft
from actions.doing.return_answers import CHANGE
from actions.reply import Choice, Phrase, Reply, Utterance
from actions.services import Services
from actions.show import show_money
from actions.turn import Turn
from policy.model import Customer


class ActionConfirmReturn(AskAction):
    """The last question before a return is asked for, or asked for anew.

    Args:
        services: What actions work with.
        form: The form that ends with it.
    """

    def __init__(self, services: Services, form: str) -> None:
        super().__init__(services)
        self._name = f"action_ask_{form}_confirmed"

    def name(self) -> str:
        """The name that the domain knows this action by."""
        return self._name

    def ask(self, turn: Turn, draft: Draft, customer: Customer) -> Reply:
        """The whole request, and what can still be changed in it."""
        asked = prepared(turn, draft, self.services)
        said = told(turn.slots, asked) if asked else None
        if asked is None or said is None:
            return Reply((Utterance("utter_offer_changed_nothing_done"),))
        response = "utter_confirm_amend" if asked.replaced else "utter_confirm_start"
        fact = "request.amend" if asked.replaced else "request.steps"
        yes = Phrase("choice_amend_it" if asked.replaced else "choice_start_it")
        utterance = Utterance(response, _values(asked, said, customer), because=fact)
        reply = confirmation(utterance, said.key(draft, asked), yes, Phrase("choice_leave_it"))
        (question,) = reply.utterances
        changes = tuple(Choice(Phrase(f"choice_{each}"), f"/choose{json.dumps({'choice': each})}") for each in CHANGE)
        return replace(reply, utterances=(replace(question, choices=(*question.choices, *changes)),))


def _values(asked: AskedReturn, said: Told, customer: Customer) -> dict[str, object]:
    return {
        "order_number": asked.order.number,
        "replaced": asked.replaced.number if asked.replaced else None,
        "titles": ", ".join(item.title for item in said.items),
        "reason": Phrase(f"reason_{said.reason}"),
        "description": said.description,
        "amount": show_money(said.amount, customer),
        "service": Phrase(f"service_{said.service.value}"),
    }
