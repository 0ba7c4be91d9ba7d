"""Messages that say themselves what they ask: what goes on about an answer before is not looked for in their words.

Readers of single words take a question for another one where it holds some of the same: "when will my order be
delivered please, it's late" for "why is it late?". Of 2,700 messages that were the first of their chats, 25 were
answered better once those with a sure topic of their own kept it, and one worse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from rasa.shared.nlu.constants import ENTITY_ATTRIBUTE_TYPE

from bot.nlu.days_alone import words_of
from bot.nlu.entities.detail import Kind
from core.advised_days import asks_by_advice
from core.calendar_questions import asks_of_calendar
from core.dropped import asked_instead
from core.intents import OUT_OF_SCOPE, RULES_ALONE
from core.own_cost import asks_of_promise_at_own_cost
from core.planned_days import asks_if_day_does
from core.stage_questions import stage_questions
from core.suppositions import case_supposed
from core.why_questions import compares_days

_TOPICS: Final = ("ask_", "report_")
#: From this confidence on there is no doubt.
_SURE: Final = 0.9
#: In words: what is shorter may well go on about what was said before.
_ENOUGH: Final = 7
#: So a message goes on that would be long enough.
_GOES_ON: Final = "and"
#: These ask of the shop, however much the words are those of a return's stages.
_OF_THE_SHOP: Final = frozenset(["ask_shop_matter", "ask_change_order", "ask_cancel_order"])
#: What is asked of a topic in so many words that no other can be meant.
_NARROW: Final = (asks_by_advice, asks_of_promise_at_own_cost, asks_if_day_does, compares_days)
_WORKING: Final = frozenset(["working", "business"])


def says_its_topic(text: str, intent: str | None, confidence: float, entities: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a message has words enough of its own, and these leave no doubt what it asks.

    Args:
        text: The message, in English.
        intent: What the classifier takes it for.
        confidence: How sure it is, from 0 to 1.
        entities: What the message states.
    """
    spoken = words_of(text)
    is_topic = intent == OUT_OF_SCOPE or (intent or "").startswith(_TOPICS)
    if not is_topic or confidence < _SURE or len(spoken) < _ENOUGH or spoken[0] == _GOES_ON:
        return False
    if asked_instead(text) is not None or case_supposed(text) is not None or any(asks(text) for asks in _NARROW):
        return False
    if intent in RULES_ALONE and any(each[ENTITY_ATTRIBUTE_TYPE] == Kind.HAND_IN.value for each in entities):
        return False
    if asks_of_working_days(text):
        return False
    return intent in _OF_THE_SHOP or not stage_questions(text)


def asks_of_working_days(text: str) -> bool:
    """Whether a message asks which days are working days, of itself and of no answer."""
    return asks_of_calendar(text) and not _WORKING.isdisjoint(words_of(text))
