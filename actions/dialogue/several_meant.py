"""The returns that a message means without naming them: two that were spoken of, all of a list, the others of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from actions.dialogue.turn import ActionContext
from core.both_returns import Several
from policy.model import ReturnRequest

#: For how many of the customer's messages a list stays the one that "the second one" is about.
TURNS_LISTED = 5
_PAIR = 2
#: Of so many each is answered; of more a list is the better answer.
_MOST = 3
#: Who asks for the others has seen the answer for one, and wants the same of each.
_MOST_OTHERS = 5
_LOOK = "/give_details{"


def meant_at_once(several: Several, turn: ActionContext, returns: Sequence[ReturnRequest]) -> tuple[str, ...]:
    """The returns that are meant, by number; none where that is not sure.

    Args:
        several: Which of those that were spoken of the message means.
        turn: The turn.
        returns: The customer's returns.
    """
    own = [found.number for found in returns]
    listed = [each for each in several_listed(turn.events) if each in own]
    if several is Several.BOTH:
        # Who calls three returns that they named "both" leaves open which: each is told of.
        told = [each for each in _told_last(turn.events) if each in own]
        return tuple(told) if _PAIR < len(told) <= _MOST else _both(turn, returns)
    if several is Several.ALL:
        pair = _both(turn, returns) if len(own) == _PAIR else ()
        return tuple(listed) if _PAIR <= len(listed) <= _MOST else pair
    in_hand = next((found for found in returns if found.number == turn.number and not turn.numbers), None)
    if in_hand is None:
        return ()
    among = listed if in_hand.number in listed else own if len(in_hand.items) == 1 else []
    rest = tuple(each for each in among if each != in_hand.number)
    return rest if _PAIR <= len(rest) <= _MOST_OTHERS else ()


def _told_last(events: Sequence[Mapping[str, Any]]) -> list[str]:
    """The numbers of the newest message of the customer's that names any."""
    for event in reversed(events):
        if event.get("event") == "user" and (told := _told_in(event)):
            return told
    return []


def _told_in(event: Mapping[str, Any]) -> list[str]:
    entities = (event.get("parse_data") or {}).get("entities") or ()
    told = (each.get("value") for each in entities if each.get("entity") == "customer_number")
    return list(dict.fromkeys(str(each) for each in told if each))


def _both(turn: ActionContext, returns: Sequence[ReturnRequest]) -> tuple[str, ...]:
    """The two returns that were spoken of last, by number, else the only two that there are; none where "both" may be
    the things of one return or of one order."""
    own = {found.number: found for found in returns}
    spoken = list(dict.fromkeys(each for each in _spoken_of(turn.events) if each in own))
    if len(spoken) >= _PAIR:
        return tuple(sorted(spoken[:_PAIR]))
    in_hand = own.get(turn.number or "")
    if in_hand is None or len(own) != _PAIR or len(in_hand.items) > 1:
        return ()
    held = {(each.order.number, item.id) for each in returns for item in each.items}
    is_of_returns = all((in_hand.order.number, item.id) in held for item in in_hand.order.items)
    return tuple(sorted(own)) if is_of_returns else ()


def _spoken_of(events: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The numbers that were spoken of lately, the newest first: those typed, pressed or found for a thing."""
    turns = 0
    for event in reversed(events):
        turns += event.get("event") == "user"
        if turns > TURNS_LISTED:
            break
        if event.get("event") == "slot" and event.get("name") == "customer_number":
            held = event.get("value")
            yield from reversed([str(each) for each in held] if isinstance(held, list) else [str(held)])


def several_listed(events: Sequence[Mapping[str, Any]]) -> list[str]:
    """The numbers of the newest message that named several, or those that the newest list of buttons looks into."""
    turns = 0
    for event in reversed(events):
        if event.get("event") == "user":
            found = _told_in(event)
            turns += 1
        elif event.get("event") == "bot":
            found = [_number_of(str(each.get("payload"))) for each in (event.get("data") or {}).get("buttons") or ()]
        else:
            continue
        if len(found) > 1 and all(found):
            return found
        if turns > TURNS_LISTED:
            break
    return []


def _number_of(payload: str) -> str:
    """The number that a button looks into; empty where it does something else."""
    if not payload.startswith(_LOOK):
        return ""
    return str(json.loads(payload[_LOOK.index("{") :]).get("customer_number") or "")
