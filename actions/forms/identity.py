"""Checks the shape of what a customer gives for the identity form; whether it matches is asked of the store later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answers.days_that_count import days_that_count
from actions.dialogue.identity import who
from actions.dialogue.last_answer import answers_before
from actions.dialogue.number_errors import error_utterance, tracking_utterance
from actions.dialogue.repeated import with_way_out
from actions.dialogue.turn import ActionContext
from actions.forms.form_actions import is_answer
from actions.replies.reply import Utterance
from actions.services import Services
from core.calendar_questions import asks_of_calendar
from core.database.errors import StoreUnavailable
from core.identifiers import NumberError, number_key, parse


def _refused_email(turn: ActionContext) -> str | None:
    """The address that was given with a number that was refused: whoever puts the number right need not repeat it."""
    if all(said.response != "utter_identity_refused" for said in next(answers_before(turn.events), ())):
        return None
    latest = max((at for at, event in enumerate(turn.events) if event.get("event") == "user"), default=0)
    before = turn.events[:latest]
    entities = (entity for event in before for entity in (event.get("parse_data") or {}).get("entities") or ())
    emails = [str(each["value"]) for each in entities if each.get("entity") == "email"]
    refused = [each.get("value") for each in before if each.get("name") == "customer_number" and each.get("value")]
    # The same number again is no new try.
    again = bool(refused) and number_key(str(refused[-1])) == number_key(turn.number or "")
    return emails[-1] if emails and not again else None


_THANK = "thank"


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
        topic = [SlotSet("topic", turn.intent)] if turn.intent in self.topics else []
        if turn.told_now and any(map(asks_of_calendar, turn.said.split("."))):
            # "R2040. Is Monday a holiday there?" brings what was asked for and asks something of its own.
            self._say(days_that_count(turn, (), None, None, self.services.facts), turn, dispatcher)
        if turn.has_opened_link or self._is_signed_in(turn):
            return [*topic, SlotSet("requested_slot", None)]
        if "customer_number" in turn.told_now and turn.requested is not None:
            # Also "346, not 345", in which no number was found.
            candidates = {**candidates, "customer_number": turn.number}
        wrong_number = turn.number is None and turn.tracking_number and turn.requested == "customer_number"
        if not candidates and not wrong_number:
            # Thanks ask for nothing: they are answered, and the question does not come after that.
            is_thanked = turn.intent == _THANK and "?" not in turn.said and not is_answer(tracker.events)
            return [SlotSet("requested_slot", None)] if is_thanked else []
        events: list[EventType] = []
        if wrong_number:
            said = tracking_utterance(str(turn.tracking_number), self.services.shapes)
            self._say(said, turn, dispatcher)
            events.append(SlotSet("customer_number", None))
        elif "customer_number" in candidates:
            events.append(SlotSet("customer_number", self._number(turn, dispatcher)))
        if "customer_email" in candidates:
            events.append(SlotSet("customer_email", self._email(turn, dispatcher)))
        elif "customer_number" in candidates and turn.number and (email := _refused_email(turn)):
            events.append(SlotSet("customer_email", email))
        elif turn.email is None and self._link_helps(turn):
            # The address is not asked for: the answer brings the link.
            events.append(SlotSet("requested_slot", None))
        return [*events, *topic]

    def _link_helps(self, turn: ActionContext) -> bool:
        """Whether this is a mail from the address of the number that it names."""
        try:
            return turn.number is not None and self.services.mail_links.fits(turn.number, turn.written_by)
        except StoreUnavailable:
            return False

    def _is_signed_in(self, turn: ActionContext) -> bool:
        """Whether the shop has vouched for the customer since the form began: then nothing is left to ask."""
        try:
            known = who(turn, self.services)
        except StoreUnavailable:
            return False
        return known is not None and known.signed_in

    @staticmethod
    def _say(said: Utterance, turn: ActionContext, dispatcher: CollectingDispatcher) -> None:
        for utterance in with_way_out(turn, (said,)):
            dispatcher.utter_message(**utterance.as_arguments())

    def _email(self, turn: ActionContext, dispatcher: CollectingDispatcher) -> str | None:
        if not turn.email_is_incomplete:
            return turn.email
        self._say(Utterance("utter_email_unreadable"), turn, dispatcher)
        return None

    def _number(self, turn: ActionContext, dispatcher: CollectingDispatcher) -> str | list[str] | None:
        if turn.number is None:
            return None
        number = parse(turn.number, self.services.shapes)
        if not isinstance(number, NumberError):
            return list(turn.numbers) if turn.numbers else number.key
        self._say(error_utterance(number, self.services.shapes), turn, dispatcher)
        return None
