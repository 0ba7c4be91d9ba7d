"""The day of a hand-in that the last few turns were about: planned, supposed, asked about or told."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from actions.dialogue.turn import AHEAD, LATELY, LONGEST_CONVERSATION, NOT, PAST, ActionContext, SaidDate, said_in
from core.database.remembered_reads import remembered
from core.follow_ups import asks_in_time
from core.hand_in_words import tells_of_another_event
from core.identifiers import number_key

#: So many messages back a hand-in that was told still counts.
_TOLD_LATELY = 40
#: What a message that tells of a hand-in is understood as.
_OF_A_HAND_IN = frozenset({"report_not_marked_returned", "report_parcel_lost", "button_report_drop_off"})
#: What is said where somebody leaves off noting a hand-in: what they told before is open again.
_GIVEN_UP = "utter_doing_stopped"
#: What is said of a return whose hand-in counts no more.
_TAKEN_BACK = "utter_hand_in_taken_back"
#: What is said of a day that can be none of a hand-in.
_REFUSED = ("utter_hand_in_day_too_early", "utter_hand_in_day_to_come")
#: What answers begin with that reckon with the day of a message.
_RECKONS = (
    *("utter_drop_off_", "utter_hand_in_", "utter_rule_hand_in_", "utter_lost_on"),
    *("utter_rule_report_not_marked_returned", "utter_late_update_dropoff", "utter_late_parcel_lost"),
)

_Event = Mapping[str, Any]


def hand_in_reckoned(turn: ActionContext) -> SaidDate | None:
    """The newest day of a hand-in in the messages shortly before this one, with when it was said.

    None where none of them names one, where the customer has denied it since, and where it was that of another return.

    Args:
        turn: The turn, with the whole conversation.
    """
    for before, event, after in _messages(turn.events):
        if any(_response(each) in (_GIVEN_UP, _TAKEN_BACK, *_REFUSED) for each in after):
            return None
        said = _said(turn, before, event, after)
        if said is None or (said.sense == AHEAD and not said.phrase):
            continue
        if said.sense == NOT or not _is_of_this_return(turn, before, after):
            return None
        return said if turn.now - said.said_at <= LONGEST_CONVERSATION else None
    return None


def hand_in_told(turn: ActionContext, number: str) -> SaidDate | None:
    """The newest day on which the customer says in this conversation that they handed in a return, before this message.

    None where they have told of none, or have taken it back.

    Args:
        turn: The turn, with the whole conversation.
        number: The return's number.
    """
    later: Sequence[_Event] = ()
    for before, event, after in _messages(turn.events, _TOLD_LATELY):
        if any(_leaves_untold(each, number) for each in after):
            return None
        said = _read_once(turn, before, event, after)
        answered, later = later, (*after, *later)
        if said is None or said.sense not in (PAST, NOT):
            continue
        # Few messages tell of a hand-in, and looking through the conversation is what the others would cost.
        around = (*reversed(after), *reversed(before), *answered)
        about = next((found for each in around if _is_number(each) and (found := _number(each))), None)
        if about is None or number_key(about) != number_key(number):
            continue
        is_fresh = said.sense == PAST and turn.now - said.said_at <= LONGEST_CONVERSATION
        return said if is_fresh else None
    return None


def dated(turn: ActionContext, goes_on: bool) -> ActionContext:
    """A turn with the day of a hand-in that was named before, where it names none itself.

    Args:
        turn: The turn, with the whole conversation.
        goes_on: Whether its words follow on what was said; any others take a told day only, and no plan.
    """
    held = turn.slots.get("said_date")
    is_own = turn.date is not None and turn.date.said_at == turn.now and turn.date.as_slot() != held
    if is_own or turn.asked_day is not None or turn.waited is not None or turn.loop is not None or turn.is_press:
        return turn
    reckoned = hand_in_reckoned(turn)
    return replace(turn, date=reckoned) if reckoned and (goes_on or reckoned.sense == PAST) else turn


def _messages(
    events: Sequence[_Event], most: int = LATELY
) -> Iterator[tuple[Sequence[_Event], _Event, Sequence[_Event]]]:
    """The customer's messages shortly before this one, the newest first, each with what was before and what was
    answered."""
    places = [place for place, event in enumerate(events) if event.get("event") == "user"]
    for place, following in list(itertools.pairwise(places))[: -most - 1 : -1]:
        yield events[:place], events[place], events[place + 1 : following]


def _read_once(
    turn: ActionContext, before: Sequence[_Event], event: _Event, after: Sequence[_Event]
) -> SaidDate | None:
    """What a message says, read where it was not while this turn was answered: it is asked for each return."""
    # By the conversation itself, which is held so that no other has its place in memory meanwhile.
    question = (_said, id(turn.events), len(before), turn.now)
    _, said = remembered(question, lambda: (turn.events, _said(turn, before, event, after)))
    return said


def _said(turn: ActionContext, before: Sequence[_Event], event: _Event, after: Sequence[_Event]) -> SaidDate | None:
    parsed = event.get("parse_data") or {}
    text, entities = str(event.get("text") or ""), parsed.get("entities") or ()
    if not entities:
        # No words tell of a day that is not there.
        return None
    told_at = said_at(turn, event)
    day = next((each.get("value") for each in entities if each.get("entity") == "date"), None)
    if day and asks_in_time(text):
        return SaidDate(str(day), told_at, AHEAD)
    said = None if tells_of_another_event(text) else said_in(text, entities, (*before, event), told_at)
    if said is None or said.sense != PAST or (parsed.get("intent") or {}).get("name") in _OF_A_HAND_IN:
        return said
    return said if any(_response(each).startswith(_RECKONS) for each in after) else None


def said_at(turn: ActionContext, event: _Event) -> datetime:
    """When a message of this conversation was written, by the clock of the turn."""
    return turn.now - timedelta(seconds=max(0.0, _time(turn.events[-1:] or [event]) - _time([event])))


def _is_of_this_return(turn: ActionContext, before: Sequence[_Event], after: Sequence[_Event]) -> bool:
    """Whether the number that was in hand then is in hand now, or was not known then or is not now."""
    then = next((_number(each) for each in (*reversed(after), *reversed(before)) if _is_number(each)), None)
    return then is None or turn.number is None or then == turn.number


def _is_number(event: _Event) -> bool:
    return event.get("event") == "slot" and event.get("name") == "customer_number"


def _number(event: _Event) -> str | None:
    value = event.get("value")
    if isinstance(value, list):
        value = value[-1] if value else None
    return str(value) if value else None


def _response(event: _Event) -> str:
    about = event.get("metadata")
    return str(about.get("utter_action") or "") if about else ""


def _leaves_untold(event: _Event, number: str) -> bool:
    """Whether an answer leaves nothing of what was told before of a return's hand-in."""
    response = _response(event)
    if response != _TAKEN_BACK:
        return response == _GIVEN_UP
    about = (event.get("metadata") or {}).get("return_number")
    return about is not None and number_key(str(about)) == number_key(number)


def _time(events: Sequence[_Event]) -> float:
    """When the last of these events was, in seconds; 0 where it does not say."""
    try:
        return float(events[-1].get("timestamp") or 0)
    except (TypeError, ValueError):
        return 0.0
