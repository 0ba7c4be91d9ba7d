"""Asks for the reason of a return."""

from __future__ import annotations

import json

from actions.doing.asked_return import REASONS
from actions.doing.asking import AskAction
from actions.doing.draft import Draft
from actions.reply import Choice, Phrase, Reply, Utterance
from actions.turn import Turn
from policy.model import Customer


class ActionAskReturnReason(AskAction):
    """A button for each reason."""

    name_ = "action_ask_return_reason"

    def ask(self, turn: Turn, draft: Draft, customer: Customer) -> Reply:
        """The reasons to choose from."""
        choices = tuple(
            Choice(Phrase(f"reason_{reason}"), f"/choose{json.dumps({'choice': reason})}") for reason in REASONS
        )
        return Reply((Utterance("utter_ask_reason", choices=choices),))
