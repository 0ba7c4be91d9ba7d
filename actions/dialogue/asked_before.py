"""Which questions the customer has asked before the message that is being answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from actions.dialogue.turn import LATELY

_QUESTIONS = ("ask_", "report_")
_SEVERAL = "message_several_questions"
_DETAILS = "give_details"
_Event = Mapping[str, Any]


def question_waiting(events: Sequence[_Event], intent: str) -> str:
    """What the customer wrote with the newest question before this message, empty where that is none of the intent."""
    for name, event in _said(events):
        if name.startswith(_QUESTIONS):
            return str(event.get("text") or "") if name == intent else ""
    return ""


def question_before(events: Sequence[_Event]) -> str:
    """The intent of the newest question before the message that is being answered, empty where there is none."""
    before = (name for name, _ in islice(_said(events), 1, LATELY + 1))
    return next((name for name in before if name.startswith(_QUESTIONS)), "")


def intent_before(events: Sequence[_Event]) -> str:
    """What the message before the one that is being answered was taken for, empty where there is none."""
    return next((name for name, _ in islice(_said(events), 1, 2)), "")


def question_open(events: Sequence[_Event]) -> str:
    """What the customer wrote before the details that were asked for, whatever it was taken for; empty where they wrote
    nothing else, or nothing lately."""
    before = islice(_said(events), 1, LATELY + 1)
    return next((str(event.get("text") or "") for name, event in before if name != _DETAILS), "")


def questions_waiting(events: Sequence[_Event], intent: str) -> tuple[tuple[str, str], ...]:
    """The questions of the newest message that asked anything, each with its words, where that one asked several and
    the first of them is of the intent; nothing where it asked one."""
    for name, event in _said(events):
        if name.startswith(_QUESTIONS):
            return ()
        if name == _SEVERAL:
            asked, texts = (
                tuple(map(str, event["parse_data"].get(key) or ())) for key in ("questions", "question_texts")
            )
            return tuple(zip(asked, texts, strict=False)) if asked[:1] == (intent,) else ()
    return ()


def _said(events: Sequence[_Event]) -> Iterator[tuple[str, _Event]]:
    """What the customer wrote with the intent that it was taken for, the newest first."""
    for event in reversed(events):
        if event.get("event") == "user":
            yield str(((event.get("parse_data") or {}).get("intent") or {}).get("name") or ""), event
