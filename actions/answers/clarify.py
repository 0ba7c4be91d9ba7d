"""What to say when a message is not understood well enough to answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogue.base_actions import OFFER_PERSON
from actions.dialogue.last_answer import answers_before
from actions.dialogue.turn import IDENTITY_FORM
from actions.replies.reply import Choice, Phrase, Utterance
from core.intents import OUT_OF_SCOPE, is_offered
from core.parse_data import TOO_MUCH_TO_UNDERSTAND

#: A message longer than this is not guessed at; it is asked for in fewer words.
LONGEST_MESSAGE = 2000
#: An intent less likely than this is not worth a button.
WORTH_ASKING = 0.1
MOST_CHOICES = 3
ATTACHMENT = "message_attachment"
_ATTACHMENT_ANSWER = "utter_attachment"
#: Answers to what was not understood or is not answered here.
FAILED = frozenset(
    {"utter_not_understood", "utter_clarify", "utter_clarify_one", "utter_out_of_scope", "utter_failed_again"}
)
_OFFER_PERSON = frozenset({"utter_not_understood", "utter_failed_again"})


class ActionClarify(Action):
    """Offers the likeliest topics as buttons; where none is likely, asks for other words and offers a person.

    Says also what is not answered here; where it fails twice in a row, a person is offered with it.
    """

    def name(self) -> str:
        return "action_clarify"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        """One message: buttons, or what is wrong with the message."""
        message = tracker.latest_message or {}
        intent = str((message.get("intent") or {}).get("name"))
        before = {each.response for each in next(answers_before(tracker.events), ())}
        in_form = (tracker.active_loop or {}).get("name") == IDENTITY_FORM
        if message.get(TOO_MUCH_TO_UNDERSTAND):
            utterance = Utterance("utter_message_too_long")
        elif intent == ATTACHMENT:
            if _ATTACHMENT_ANSWER in before:
                # Several pictures come as several messages, and one answer is enough.
                return []
            utterance = Utterance(_ATTACHMENT_ANSWER)
        elif intent == OUT_OF_SCOPE:
            utterance = Utterance("utter_out_of_scope")
        else:
            utterance = clarification(str(message.get("text") or ""), message.get("intent_ranking") or [], in_form)
        if before & FAILED and utterance.response in FAILED:
            utterance = with_person(utterance)
        dispatcher.utter_message(**utterance.as_arguments())
        return [SlotSet("offer", OFFER_PERSON if utterance.response in _OFFER_PERSON else None)]


def with_person(utterance: Utterance) -> Utterance:
    """The answer to a message that failed although the one before had: topics to choose, or else a person."""
    person = Choice(Phrase("label_talk_to_person"), "/talk_to_person")
    if utterance.choices:
        return replace(utterance, choices=(*utterance.choices, person))
    return Utterance("utter_failed_again", choices=(person, Choice(Phrase("choice_no_thanks"), "/deny")))


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
