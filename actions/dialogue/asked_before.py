"""Which questions the customer has asked before the message that is being answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from actions.dialogue.turn import LATELY

_QUESTIONS = ("ask_", "report_")
_SEVERAL = "message_several_questions"


def question_waiting(events: Sequence[Mapping[str, Any]], intent: str) -> str:
    """What the customer wrote with the newest question before this message, empty where that is none of the intent."""
    for event in reversed(events):
        parsed = event.get("parse_data") or {}
        name = str((parsed.get("intent") or {}).get("name") or "") if event.get("event") == "user" else ""
        if name.startswith(("ask_", "report_")):
            return str(event.get("text") or "") if name == intent else ""
    return ""


def question_before(events: Sequence[Mapping[str, Any]]) -> str:
    """The intent of the newest question before the message that is being answered, empty where there is none."""
    users = (event for event in reversed(events) if event.get("event") == "user")
    for event in islice(users, 1, LATELY + 1):
        name = str(((event.get("parse_data") or {}).get("intent") or {}).get("name") or "")
        if name.startswith(("ask_", "report_")):
            return name
    return ""


def questions_waiting(events: Sequence[Mapping[str, Any]], intent: str) -> tuple[tuple[str, str], ...]:
    """The questions of the newest message that asked anything, each with its words, where that one asked several and
    the first of them is of the intent; nothing where it asked one."""
    for event in reversed(events):
        parsed = (event.get("parse_data") or {}) if event.get("event") == "user" else {}
        name = str((parsed.get("intent") or {}).get("name") or "")
        if name.startswith(_QUESTIONS):
            return ()
        if name == _SEVERAL:
            asked = tuple(str(each) for each in parsed.get("questions") or ())
            texts = tuple(str(each) for each in parsed.get("question_texts") or ())
            return tuple(zip(asked, texts, strict=False)) if asked[:1] == (intent,) else ()
    return ()
