"""Turns that name days, one after the other, as the actions see them: with the words and the days of those before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

from custom_desk import Desk
from custom_shop import NOW

from actions.dialogue.turn import day_asked
from actions.replies.reply import Reply

#: What a customer writes, and the day in it.
Said = tuple[str, Optional[str]]


def played(
    desk: Desk, turns: Sequence[Said], number: str | None = None, country: str | None = None, began: Sequence[Any] = ()
) -> list[Reply]:
    """The answers to messages that follow on each other.

    Args:
        desk: The action server.
        turns: The messages.
        number: The number in hand.
        country: The country that the first message names.
        began: The events before the first message.
    """
    events: list[dict[str, Any]] = [*began]
    replies = []
    for place, (text, day) in enumerate(turns):
        start = text.lower().find(day.lower()) if day else 0
        entities = (
            [{"entity": "date", "value": day, "sense": "past", "start": start, "end": start + len(day)}] if day else []
        )
        if country and not place:
            entities.append({"entity": "country", "value": country})
        events.append({"event": "user", "text": text, "parse_data": {"intent": {"name": "x"}, "entities": entities}})
        said: dict[str, Any] = {
            "said": text,
            "events": tuple(events),
            "number": number,
            "asked_day": day_asked(text, entities, NOW),
        }
        if country and not place:
            said["country"] = country
        reply = desk.reply("action_resume_question", "give_details", **said)
        replies.append(reply)
        events += [answered(each) for each in reply.utterances]
    return replies


def answered(utterance: Any) -> dict[str, Any]:
    """The event of an answer."""
    values = utterance.as_arguments()
    return {"event": "bot", "text": "", "metadata": {"utter_action": values.pop("response"), **values}}
