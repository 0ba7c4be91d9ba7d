"""Tells by a look that a call is of the form in which the bot always sends it.

A model of each part of a call (actions/server/requests.py) takes longer than many an action, and one of each event of a
long conversation longer than the longest. A call that is not sure to be of that form is left to the models, which say
what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

#: What the SDK reads of an event without asking.
READ_OF: Final = {"slot": ("name", "value"), "action": ("name",)}
#: What an entity's value is one of: readers compare it and look it up, so it can't be a list or an object.
SCALARS: Final = (str, int, float, type(None))
_MOST_CONFIDENCE: Final = 2.0
_OF_ENTITY: Final = (("entity", str), ("sense", str), ("start", int), ("end", int), ("well_formed", bool))


def is_usual_call(call: Any) -> bool:
    """Whether a call, as JSON has it, is sure to have the right form."""
    if not isinstance(call, dict) or not isinstance(call.get("next_action"), str) or not _is_object(call.get("domain")):
        return False
    tracker = call.get("tracker")
    return (
        isinstance(tracker, dict)
        and isinstance(tracker.get("sender_id"), str)
        and _is_object(tracker.get("slots"))
        and _is_message(tracker.get("latest_message"))
        and _is_loop(tracker.get("active_loop"))
        and _is_list_of(is_usual_event, tracker.get("events"))
    )


def is_usual_event(event: Any) -> bool:
    """Whether an event, as JSON has it, is sure to have the right form."""
    if not isinstance(event, dict) or not isinstance(event.get("event"), str):
        return False
    for name in READ_OF.get(event["event"], ()):
        if name not in event:
            return False
    parsed = event.get("parse_data")
    return parsed is None or _is_parsed(parsed)


def _is_parsed(parsed: Any) -> bool:
    return (
        isinstance(parsed, dict)
        and _is_object(parsed.get("intent"))
        and isinstance(parsed.get("intent_ranking"), (list, type(None)))
        and _is_list_of(_has_one_value, parsed.get("entities"))
    )


def _has_one_value(entity: Any) -> bool:
    return isinstance(entity, dict) and isinstance(entity.get("value"), SCALARS)


def _is_message(message: Any) -> bool:
    return message is None or (
        isinstance(message, dict)
        and isinstance(message.get("text"), (str, type(None)))
        and (message.get("intent") is None or _is_intent(message["intent"]))
        and _is_list_of(_is_entity, message.get("entities"))
        and _is_list_of(_is_intent, message.get("intent_ranking"))
        and _is_list_of(_is_text, message.get("questions"))
        and _is_object(message.get("metadata"))
    )


def _is_entity(entity: Any) -> bool:
    return _has_one_value(entity) and all(type(entity.get(name)) in (kind, type(None)) for name, kind in _OF_ENTITY)


def _is_intent(intent: Any) -> bool:
    if not isinstance(intent, dict) or not isinstance(intent.get("name"), (str, type(None))):
        return False
    confidence = intent.get("confidence")
    return confidence is None or (type(confidence) in (int, float) and 0 <= confidence <= _MOST_CONFIDENCE)


def _is_loop(loop: Any) -> bool:
    return loop is None or (isinstance(loop, dict) and isinstance(loop.get("name"), (str, type(None))))


def _is_object(value: Any) -> bool:
    return value is None or isinstance(value, dict)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_list_of(is_one: Callable[[Any], bool], value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(map(is_one, value)))
