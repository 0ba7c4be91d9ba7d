"""What kind of thing a customer's message is, by the name of its intent.

A question about returns begins with `ask_` or `report_`, what only a button says with `button_`, what the desk itself
sets off with `system_`, and what it calls a message that has no one meaning of its own with `message_`. Everything else
is a move of the dialogue: a greeting, a yes, a thank-you.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

OUT_OF_SCOPE: Final = "out_of_scope"
#: What Rasa takes a message for when no intent is sure enough; the bot then asks back.
FALLBACK: Final = "nlu_fallback"
TALK_TO_PERSON: Final = "talk_to_person"
#: Somebody may harm themselves; nothing else is as urgent.
DISTRESS: Final = "express_distress"

WHAT_NEXT: Final = "what_next"
HOW_LONG: Final = "how_long"
#: What refers to the answer before.
FOLLOW_UPS: Final = frozenset(("explain_why", "doubt_answer", "explain_answer", "repeat_answer", WHAT_NEXT, HOW_LONG))

#: Questions that a rule alone answers, whoever asks: the action server does not hear of them.
RULES_ALONE: Final = frozenset(
    {
        *("ask_change_order", "ask_delays", "ask_drop_off_points", "ask_exchange", "ask_faster_refund"),
        *("ask_gift_return", "ask_item_condition", "ask_label_use", "ask_packaging", "ask_paid_return", "ask_pickup"),
        *("ask_piece_by_piece", "ask_receipt_needed", "ask_return_in_store", "ask_return_methods"),
        *("ask_return_policy", "ask_seasonal_categories", "ask_shop_matter", "ask_window_not_stated"),
        "report_return_closed",
    }
)

_QUESTIONS: Final = ("ask_", "report_")
_VERBS: Final = (*_QUESTIONS, "express_")
_TOPICS: Final = {
    FALLBACK: "not understood",
    OUT_OF_SCOPE: "not about returns",
    "message_attachment": "a picture or file",
    "message_several_questions": "several at once",
    "affirm": "yes",
    "deny": "no",
}


class IntentKind(str, Enum):
    """The kinds of intents."""

    QUESTION = "question"
    DIALOGUE = "dialogue"
    OUT_OF_SCOPE = "out_of_scope"
    BUTTON = "button"
    SYSTEM = "system"
    MESSAGE = "message"


def intent_kind(intent: str) -> IntentKind:
    """The kind of an intent."""
    if intent.startswith(_QUESTIONS):
        return IntentKind.QUESTION
    if intent.startswith("button_"):
        return IntentKind.BUTTON
    if intent.startswith("system_") or intent == "session_start":
        return IntentKind.SYSTEM
    if intent.startswith("message_") or intent == FALLBACK:
        return IntentKind.MESSAGE
    return IntentKind.OUT_OF_SCOPE if intent == OUT_OF_SCOPE else IntentKind.DIALOGUE


def topic_name(intent: str) -> str:
    """What a message is about, in English, by the intent that it was understood as."""
    if intent in _TOPICS:
        return _TOPICS[intent]
    verb = next(filter(intent.startswith, _VERBS), "")
    return intent.removeprefix(verb).replace("_", " ")


def is_offered(intent: str) -> bool:
    """Whether the intent can be one of the buttons under "which of these do you mean?"."""
    return intent_kind(intent) is IntentKind.QUESTION or intent == TALK_TO_PERSON
