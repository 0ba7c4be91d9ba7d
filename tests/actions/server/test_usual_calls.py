"""A call that a look takes is one that the models take; what the bot sends is such a call."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.server.requests import _ActionCall
from actions.server.usual_calls import is_usual_call, is_usual_event

CALL: dict[str, Any] = {
    "next_action": "action_look",
    "sender_id": "web:ana",
    "tracker": {
        "sender_id": "web:ana",
        "slots": {"topic": None, "customer_number": "R1001"},
        "latest_message": {
            "text": "where is R1001?",
            "intent": {"name": "ask_return_status", "confidence": 0.93},
            "entities": [
                {"entity": "customer_number", "value": "R1001", "start": 9, "end": 14, "well_formed": True},
                {"entity": "day_count", "value": 3, "sense": "not"},
            ],
            "intent_ranking": [{"name": "ask_return_status", "confidence": 1}],
            "questions": ["where is R1001?"],
            "metadata": {"rich": False},
        },
        "events": [
            {"event": "action", "name": "action_listen", "timestamp": 1.5},
            {"event": "slot", "name": "topic", "value": None},
            {
                "event": "user",
                "text": "where is R1001?",
                "parse_data": {"intent": {"name": "x"}, "entities": [{"value": 2}], "intent_ranking": []},
            },
            {"event": "bot", "text": "It is on its way.", "parse_data": None},
        ],
        "active_loop": {"name": None},
    },
    "domain": None,
}

_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3), st.just("slot")),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(st.text(max_size=3), inner, max_size=2)),
    max_leaves=3,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where something stands in a value: everything in it, at any depth."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, each in inside for place in places(each, (*path, key)))]


def changed(place: tuple[Any, ...], new: Any, *, is_left_out: bool) -> Any:
    """The call with another value at one place, or without that place."""
    call = copy.deepcopy(CALL)
    if not place:
        return new
    *way, last = place
    holder = call
    for step in way:
        holder = holder[step]
    if is_left_out:
        del holder[last]
    else:
        holder[last] = new
    return call


def is_taken(call: Any) -> bool:
    try:
        _ActionCall.validate(call)
    except (TypeError, ValueError):
        return False
    return True


def test_what_the_bot_sends_is_a_usual_call():
    assert is_usual_call(json.loads(json.dumps(CALL)))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(places(CALL)), _JSON, st.booleans())
def test_what_a_look_takes_the_models_take(place, new, is_left_out):
    call = changed(place, new, is_left_out=is_left_out)
    assert not is_usual_call(call) or is_taken(call)


@pytest.mark.parametrize("place", [place for place in places(CALL) if place and isinstance(place[-1], str)])
def test_an_object_in_the_place_of_another_thing_is_left_to_the_models_where_they_refuse_it(place):
    call = changed(place, [{}], is_left_out=False)
    assert is_taken(call) or not is_usual_call(call)


@pytest.mark.parametrize(
    "event", [None, [], {}, {"event": 1}, {"event": "slot", "name": "topic"}, {"event": "user", "parse_data": []}]
)
def test_an_event_that_lacks_something_is_not_usual(event):
    assert not is_usual_event(event)
