"""What the questions of one message ask for, each by its own words and, where these say too little, by the others'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Optional

from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from core.intents import HOW_LONG, WHAT_NEXT

#: From this confidence on, a question is of what its own words name, whatever stands beside it.
_SURELY = 0.9
_REFUND_TIME, _SHIP_BY, _DEADLINES = "ask_refund_time", "ask_ship_by", "ask_deadlines"
_OF_MONEY = ("amount", "method", "time")
_OF_SENDING = (
    *("ask_drop_off_points", "ask_packaging", "ask_label_use", "ask_label_missing", "ask_label_problem"),
    *("ask_pickup", "ask_return_methods", "ask_return_fee", "ask_paid_return", "ask_multiple_items", "ask_ship_by"),
)
#: Which question asks how long that takes, or until when, that another is about: "where do I bring it, until when?".
TIME_OF: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(_OF_SENDING, _SHIP_BY),
        **dict.fromkeys((f"ask_refund_{each}" for each in _OF_MONEY), _REFUND_TIME),
        **dict.fromkeys(("ask_get_refund", "ask_track_refund", "ask_faster_refund"), _REFUND_TIME),
        **dict.fromkeys(("ask_failed_inspection", "ask_inspection_time"), "ask_inspection_time"),
        **dict.fromkeys(("ask_how_to_return", "ask_countries", "ask_item_condition"), "ask_return_window"),
        **dict.fromkeys(("ask_return_status", "ask_track_parcel"), _DEADLINES),
        "report_not_marked_returned": "report_not_marked_returned",
        "report_parcel_lost": "report_parcel_lost",
        "ask_seller_silent": "ask_seller_silent",
        "ask_dispute": "ask_dispute",
    }
)


@dataclass(frozen=True)
class AskedTopic:
    """What a part of a message asks for, how surely, and in which words."""

    intent: str
    confidence: float
    text: str


def asked_topics(parts: Sequence[Message], threshold: float, prefixes: tuple[str, ...]) -> tuple[AskedTopic, ...]:
    """What the questions of a message ask for, in their order, each once.

    Args:
        parts: The questions, as they were understood alone.
        threshold: How sure an intent must be.
        prefixes: How the names of intents begin that are questions.
    """
    plain = [_plain(part, threshold, prefixes) for part in parts]
    found: dict[str, AskedTopic] = {}
    for place, part in enumerate(parts):
        topic = plain[place] or _of_answer(part, [*plain[:place][::-1], *plain[place + 1 :]], threshold, prefixes)
        if topic is not None:
            found.setdefault(topic.intent, topic)
    return tuple(found.values())


def _plain(part: Message, threshold: float, prefixes: tuple[str, ...]) -> Optional[AskedTopic]:
    """What a part asks for by its own words."""
    topic = _topic(part, part.get(INTENT))
    return topic if topic.intent.startswith(prefixes) and topic.confidence >= threshold else None


def _of_answer(
    part: Message, others: Sequence[Optional[AskedTopic]], threshold: float, prefixes: tuple[str, ...]
) -> Optional[AskedTopic]:
    """What a part asks for that alone refers to the answer before, and here to the question beside it."""
    asked = _topic(part, part.get(INTENT))
    if asked.intent not in (HOW_LONG, WHAT_NEXT) or asked.confidence < threshold:
        return None
    ranking = part.get(INTENT_RANKING_KEY) or ()
    named = next((_topic(part, each) for each in ranking if str(each[INTENT_NAME_KEY]).startswith(prefixes)), None)
    if named is not None and named.confidence >= _SURELY:
        return named
    if asked.intent == WHAT_NEXT:
        return asked
    beside = next((TIME_OF[each.intent] for each in others if each is not None and each.intent in TIME_OF), None)
    if beside is not None:
        return AskedTopic(beside, asked.confidence, asked.text)
    return named if named is not None and named.confidence >= threshold else None


def _topic(part: Message, intent: Optional[Mapping[str, Any]]) -> AskedTopic:
    intent = intent or {}
    confidence = float(intent.get(PREDICTED_CONFIDENCE_KEY) or 0.0)
    return AskedTopic(str(intent.get(INTENT_NAME_KEY) or ""), confidence, str(part.get(TEXT) or ""))
