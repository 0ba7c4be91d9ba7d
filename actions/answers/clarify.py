"""What to say when a message is not understood well enough to answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogue.base_actions import OFFER_PERSON
from actions.dialogue.turn import IDENTITY_FORM
from actions.replies.reply import Choice, Phrase, Utterance
from core.intents import is_offered
from core.parse_data import TOO_MUCH_TO_UNDERSTAND

#: A message longer than this is not guessed at; it is asked for in fewer words.
LONGEST_MESSAGE = 2000
#: An intent less likely than this is not worth a button.
WORTH_ASKING = 0.1
MOST_CHOICES = 3


class ActionClarify(Action):
    """Offers the likeliest topics as buttons; where none is likely, asks for other words and offers a person."""

    def name(self) -> str:
        return "action_clarify"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        """One message: buttons, or what is wrong with the message."""
        message = tracker.latest_message or {}
        in_form = (tracker.active_loop or {}).get("name") == IDENTITY_FORM
        if message.get(TOO_MUCH_TO_UNDERSTAND):
            utterance = Utterance("utter_message_too_long")
        else:
            utterance = clarification(str(message.get("text") or ""), message.get("intent_ranking") or [], in_form)
        dispatcher.utter_message(**utterance.as_arguments())
        return [SlotSet("offer", OFFER_PERSON if utterance.response == "utter_not_understood" else None)]


def clarification(text: str, ranking: Sequence[Mapping[str, Any]], in_form: bool) -> Utterance:
    """The message for a text that no intent was sure of.

    Args:
        text: What the customer wrote.
        ranking: Rasa's intent ranking, likeliest first.
        in_form: Whether the bot is waiting for a number or an e-mail address.
    """
    if not text.strip():
        return Utterance("utter_empty_message")
    if len(text) > LONGEST_MESSAGE:
        return Utterance("utter_message_too_long")
    likely = [
        str(entry["name"])
        for entry in ranking
        if is_offered(entry["name"]) and float(entry["confidence"]) >= WORTH_ASKING
    ][:MOST_CHOICES]
    if in_form and not likely:
        return Utterance("utter_email_unreadable" if "@" in text else "utter_rule_ask_about_details")
    if not likely:
        return Utterance("utter_not_understood")
    choices = [Choice(Phrase(f"label_{intent}"), f"/{intent}") for intent in likely]
    response = "utter_clarify" if len(choices) > 1 else "utter_clarify_one"
    return Utterance(response, choices=(*choices, Choice(Phrase("label_something_else"), "/help")))
