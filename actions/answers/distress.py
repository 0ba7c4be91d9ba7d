"""Somebody who may harm themselves, whatever else the conversation is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answers.with_person import ActionPassOnToPerson
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Reply, Utterance
from core.database.errors import StoreUnavailable


class ActionDistress(ActionPassOnToPerson):
    """Names emergency services and people to talk to, and lets go of forms and offers.

    Where a person has the conversation, they get the words as well.
    """

    name_ = "action_distress"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        """Answer, and end the form that runs, if any."""
        return [*await super().run(dispatcher, tracker, domain), ActiveLoop(None), SlotSet("requested_slot", None)]

    def respond(self, turn: ActionContext) -> Reply:
        """The same words on every channel and in every state."""
        try:
            passed_on = None if turn.is_press else self._words(turn)
        except StoreUnavailable:
            passed_on = None
        said = [Utterance("utter_distress")]
        if passed_on is not None and passed_on.is_first:
            said.append(Utterance("utter_passed_on", {"ticket": passed_on.ticket.number}))
        return Reply(tuple(said), {"offer": None})
