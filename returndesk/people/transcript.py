"""A conversation as somebody reads it: what was said, what it was understood as, and what each answer rests on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timezone
from typing import Any, Final, Optional

from core.intents import IntentKind, intent_kind

#: How many of the likeliest topics are shown.
_LIKELIEST: Final = 3


@dataclass(frozen=True)
class Spoken:
    """Something that was said.

    Args:
        who: "customer" or "assistant".
        at: When, an aware instant.
        words: What.
        event: Of a message, the number by which it is found; 0 of an answer.
        message_id: Of a message, the name by which its answers are rated.
        understood: Of a message, the likeliest topics with how sure the assistant was of each, from 0 to 1.
        response: Of an answer, the response of the domain that it was made of; "" of a person's.
        facts: The facts that it names.
        thumb: Of a message, "up" or "down" where an answer to it was rated, otherwise "".
        why: The reason that was given with it.
        remark: What the customer wrote with it.
    """

    who: str
    at: datetime
    words: str
    event: int = 0
    message_id: str = ""
    understood: Sequence[tuple[str, float]] = ()
    response: str = ""
    facts: Sequence[str] = ()
    thumb: str = ""
    why: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Thumb:
    """What was thought of an answer: "up" or "down", the reason, and the customer's words; "" where there are none."""

    value: str = ""
    why: str = ""
    remark: str = ""


def spoken(events: Iterable[str], thumbs: Mapping[str, Thumb]) -> list[Spoken]:
    """What was said in a conversation, in its order.

    Args:
        events: Every event of it, each as JSON.
        thumbs: What was thought of answers, by the name of the message.
    """
    found = (_spoken(json.loads(data)) for data in events)
    return [
        _rated(replace(each, event=number), thumbs.get(each.message_id) if each.who == "customer" else None)
        for number, each in enumerate(found, start=1)
        if each is not None
    ]


def exported(lines: Iterable[Spoken], shown: Callable[[str], str]) -> str:
    """The same as a JSON document, with words as whoever exports it may see them."""
    documents = [
        {**asdict(each), "at": each.at.isoformat(), "words": shown(each.words), "remark": shown(each.remark)}
        for each in lines
    ]
    return json.dumps(documents, ensure_ascii=False, indent=2) + "\n"


def _rated(said: Spoken, thumb: Optional[Thumb]) -> Spoken:
    return said if thumb is None else replace(said, thumb=thumb.value, why=thumb.why, remark=thumb.remark)


def _spoken(event: Mapping[str, Any]) -> Optional[Spoken]:
    kind, metadata = event.get("event"), event.get("metadata") or {}
    at = datetime.fromtimestamp(float(event.get("timestamp") or 0), timezone.utc)
    if kind == "user":
        return _of_customer(event, metadata, at)
    words = str(event.get("text") or "")
    if kind != "bot" or not words:
        return None
    facts = tuple(str(each) for each in metadata.get("facts") or ())
    return Spoken("assistant", at, words, response=str(metadata.get("utter_action") or ""), facts=facts)


def _of_customer(event: Mapping[str, Any], metadata: Mapping[str, Any], at: datetime) -> Optional[Spoken]:
    parse = event.get("parse_data") or {}
    intent = str((parse.get("intent") or {}).get("name") or "")
    if intent and intent_kind(intent) is IntentKind.SYSTEM:
        return None
    ranking = parse.get("intent_ranking") or [parse.get("intent") or {}]
    likeliest = [(str(each.get("name") or ""), float(each.get("confidence") or 0)) for each in ranking[:_LIKELIEST]]
    words = str(metadata.get("title") or event.get("text") or "")
    name = str(event.get("message_id") or "")
    return Spoken("customer", at, words, message_id=name, understood=[each for each in likeliest if each[0]])
