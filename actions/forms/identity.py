"""Checks the shape of what a customer gives for the identity form; whether it matches is asked of the store later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogue.number_errors import error_utterance, tracking_utterance
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Utterance
from actions.services import Services
from core.identifiers import NumberError, parse


class ValidateIdentityForm(Action):
    """Takes the number and the e-mail address of a message, corrections of an earlier one included.

    A message may bring a detail and ask another question at once ("R1002, and when do I get my money?"); the question
    then becomes the topic that the form resumes.
    """

    def __init__(self, services: Services, topics: frozenset[str]) -> None:
        self.services = services
        self.topics = topics

    def name(self) -> str:
        return "validate_identity_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        """Keep what can be a number or an address, and say what can't."""
        candidates = tracker.slots_to_validate()
        turn = ActionContext.from_tracker(tracker, self.services.clock.now())
        wrong_number = turn.number is None and turn.tracking_number and turn.requested == "customer_number"
        if not candidates and not wrong_number:
            return []
        events: list[EventType] = []
        if wrong_number:
            said = tracking_utterance(str(turn.tracking_number), self.services.order_number_digits)
            dispatcher.utter_message(**said.as_arguments())
            events.append(SlotSet("customer_number", None))
        elif "customer_number" in candidates:
            events.append(SlotSet("customer_number", self._number(turn, dispatcher)))
        if "customer_email" in candidates:
            events.append(SlotSet("customer_email", self._email(turn, dispatcher)))
        if turn.intent in self.topics:
            events.append(SlotSet("topic", turn.intent))
        return events

    @staticmethod
    def _email(turn: ActionContext, dispatcher: CollectingDispatcher) -> str | None:
        if not turn.email_is_incomplete:
            return turn.email
        dispatcher.utter_message(**Utterance("utter_email_unreadable").as_arguments())
        return None

    def _number(self, turn: ActionContext, dispatcher: CollectingDispatcher) -> str | None:
        if turn.number is None:
            return None
        number = parse(turn.number, self.services.order_number_digits)
        if not isinstance(number, NumberError):
            return number.key
        dispatcher.utter_message(**error_utterance(number, self.services.order_number_digits).as_arguments())
        return None
