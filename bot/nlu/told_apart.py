"""What a few kinds of messages mean by their words, whatever they were taken for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa.shared.nlu.constants import ENTITY_ATTRIBUTE_TYPE

from bot.nlu.entities.detail import Kind
from core.covered_things import thing_asked
from core.hand_in_words import tells_only_of_hand_in
from core.intents import DISTRESS, FALLBACK, OUT_OF_SCOPE, TALK_TO_PERSON
from core.photo_questions import asks_where_photos_go
from core.plain_questions import asks_before_arrival, asks_if_returnable, asks_to_explain

#: What is more urgent than a question.
_URGENT = frozenset([DISTRESS, TALK_TO_PERSON, "express_threat"])
#: What the wish to be told in plain words is taken for.
_OF_PLAIN_WORDS = frozenset([FALLBACK, OUT_OF_SCOPE, "help", "express_frustration", "repeat_answer", "give_details"])
#: What the question whether something can be sent back is taken for.
_OF_RETURNING = frozenset([FALLBACK, OUT_OF_SCOPE, "ask_return_status", "ask_return_in_store", "ask_return_methods"])
#: What the wish to send back what has not come is taken for.
_OF_AN_ARRIVAL = frozenset(
    [FALLBACK, OUT_OF_SCOPE, "report_order_not_arrived", "report_not_marked_returned", "ask_return_window"]
)


def told_apart(text: str, intent: str | None, entities: Sequence[Mapping[str, Any]]) -> str | None:
    """What a message means by its words, else what it was taken for; the action server reads what becomes a fallback.

    Args:
        text: The message, in English.
        intent: What it was taken for.
        entities: What it states.
    """
    if intent in _URGENT:
        return intent
    names_country = any(each[ENTITY_ATTRIBUTE_TYPE] == Kind.COUNTRY.value for each in entities)
    if asks_where_photos_go(text) or (thing_asked(text) and not names_country):
        return FALLBACK
    if intent in _OF_PLAIN_WORDS and asks_to_explain(text):
        return "explain_answer"
    if intent in _OF_AN_ARRIVAL and asks_before_arrival(text):
        return "ask_how_to_return"
    if intent in _OF_RETURNING and asks_if_returnable(text):
        return "ask_return_window"
    if intent == "ask_drop_off_points" and tells_only_of_hand_in(text):
        return "report_not_marked_returned"
    return intent
