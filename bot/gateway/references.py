"""What a message in words chooses among the things that the assistant has shown: a button's payload, typed by hand.

A title is a button of the last answer; "the second one" and "2" are about the newest list; "the shoes" and "the other
one" may also be things that the customer has and that were not listed. "Ok then 347" are the last digits of a number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, Optional

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from core.references import ending_meant, means_the_other, place_meant, place_titled, same_words, without_yes

#: For how many of the customer's messages a list stays the one that "the last one" is about.
TURNS_LISTED: Final = 5
#: The slot with what the customer has (actions/dialogue/belongings.py).
BELONGINGS: Final = "belongings"
_WITH_PERSON: Final = "with_person"
#: The form that asks who somebody is; every other one reads the answers to its questions itself.
_IDENTITY_FORM: Final = "identity_form"
#: Words that ask for a person get the offer of one, with what would be passed on; only its button opens a ticket.
_BY_WORDS: Final = "/talk_to_person"
_THING: Final = "/give_details{"

Button = Mapping[str, Any]


def referred(text: str, tracker: DialogueStateTracker) -> Optional[str]:
    """The payload that a message means, None where it has to be understood like any other.

    Args:
        text: What the customer wrote.
        tracker: The conversation up to it.
    """
    if tracker.get_slot(_WITH_PERSON):
        return None
    turns = list(islice(_turns(tracker), TURNS_LISTED))
    shown = [button for message in (turns[0] if turns else ()) for button in message]
    words = without_yes(same_words(text))
    titled = {each["payload"] for each in shown if words and without_yes(same_words(str(each.get("title")))) == words}
    if len(titled) == 1:
        return str(payload) if (payload := titled.pop()) != _BY_WORDS else None
    if tracker.active_loop_name not in (None, _IDENTITY_FORM):
        return None
    return _listed(text, turns) or _owned(text, turns, tracker) or _ending(text, tracker)


def _listed(text: str, turns: Sequence[Sequence[Sequence[Button]]]) -> Optional[str]:
    """The payload of the newest list that a message means; a bare numeral only where it is the last thing said."""
    newest = _newest_list(turns)
    if newest is None or (text.strip(" .#()").isdigit() and newest not in turns[0]):
        return None
    place = place_meant(text, [str(each.get("title")) for each in newest])
    return None if place is None else str(newest[place]["payload"])


def _owned(text: str, turns: Sequence[Sequence[Sequence[Button]]], tracker: DialogueStateTracker) -> Optional[str]:
    """What looks into one of the customer's things that a message means by its title, or as the other one of two."""
    held = tracker.get_slot(BELONGINGS)
    things = held["things"] if isinstance(held, Mapping) and isinstance(held.get("things"), list) else []
    if means_the_other(text):
        newest = _newest_list(turns)
        payloads = (
            [str(each["payload"]) for each in newest] if newest else [_look_at(each["number"]) for each in things]
        )
        current = tracker.get_slot("customer_number")
        others = {payload for payload in payloads if payload != _look_at(current)}
        return others.pop() if len(others) == 1 and current else None
    place = place_titled(text, [str(each["title"]) for each in things])
    return None if place is None else _look_at(things[place]["number"], choice=things[place]["title"])


def _ending(text: str, tracker: DialogueStateTracker) -> Optional[str]:
    """What looks into the number with the last digits that are the whole message.

    It is one of the customer's, or else the last one that they typed, with other digits at its end.
    """
    digits, held = ending_meant(text), tracker.get_slot(BELONGINGS)
    if digits is None or not isinstance(held, Mapping):
        return None
    said = (event for event in reversed(tracker.events) if isinstance(event, UserUttered))
    typed = [number for event in islice(said, TURNS_LISTED) for number in reversed(_numbers(event))]
    owned = [str(each["number"]) for each in held.get("things") or ()]
    known = {number for number in (*owned, *typed) if number.endswith(digits)}
    if known:
        return _look_at(known.pop()) if len(known) == 1 else None
    return _look_at(typed[0][: -len(digits)] + digits) if typed and typed[0][-len(digits) :].isdecimal() else None


def _numbers(message: UserUttered) -> list[str]:
    """The numbers in a message, each once."""
    named = (each.get("value") for each in message.entities if each.get("entity") == "customer_number")
    return list(dict.fromkeys(str(each) for each in named if each))


def _look_at(number: Any, **more: Any) -> str:
    return f"/give_details{json.dumps({'customer_number': number, **more})}"


def _newest_list(turns: Sequence[Sequence[Sequence[Button]]]) -> Optional[Sequence[Button]]:
    """The newest list of returns or orders, or of the numbers that one message named."""
    for turn in turns:
        for message in turn:
            if len(message) > 1 and all(str(each["payload"]).startswith(_THING) for each in message):
                return message
    return None


def _turns(tracker: DialogueStateTracker) -> Iterator[list[list[Button]]]:
    """The buttons of each answer's messages, the newest answer and its last message first.

    The numbers of the message that was answered come last, as if they had been listed.
    """
    messages: list[list[Button]] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            yield [*messages, [{"title": each, "payload": _look_at(each)} for each in _numbers(event)]]
            messages = []
        elif isinstance(event, BotUttered):
            buttons = (event.data or {}).get("buttons") or ()
            messages.append([each for each in buttons if isinstance(each.get("payload"), str)])
    yield messages
