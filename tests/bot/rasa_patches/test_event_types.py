"""Events found by name are the events that Rasa's own search finds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rasa.shared.core.events import ActionExecuted, Event, SlotSet, UserUttered, deserialise_events
from rasa.shared.utils.common import all_subclasses

from bot.rasa_patches.event_types import install

NAMES = sorted({kind.type_name for kind in all_subclasses(Event)})


@pytest.fixture(autouse=True)
def rasa_as_it_was() -> Iterator[None]:
    """Rasa's own search, and again after each test."""
    own = Event.resolve_by_type
    yield
    Event.resolve_by_type = staticmethod(own)


def found(name: str, default: type | None = None) -> object:
    try:
        return Event.resolve_by_type(name, default)
    except ValueError as error:
        return str(error)


@pytest.mark.parametrize("name", [*NAMES, "topic", "no such event"])
@pytest.mark.parametrize("default", [None, SlotSet])
def test_a_name_finds_the_class_that_rasa_finds(name, default):
    of_rasa = found(name, default)
    install()
    assert found(name, default) is of_rasa or found(name, default) == of_rasa


def test_an_event_that_is_defined_later_is_found_too():
    install()

    class LateEvent(SlotSet):
        type_name = "late"

    assert Event.resolve_by_type("late") is LateEvent


def test_a_conversation_is_read_as_before():
    events = [
        ActionExecuted("action_listen"),
        UserUttered("hi", {"name": "greet"}),
        SlotSet("topic", "ask_refund_time"),
    ]
    written = [event.as_dict() for event in events]
    install()
    assert deserialise_events(written) == events


def test_names_are_not_searched_for_again(monkeypatch):
    install()
    monkeypatch.setattr("rasa.shared.utils.common.all_subclasses", lambda kind: pytest.fail("searched"))
    assert [found(name) is not None for name in NAMES] == [True] * len(NAMES)


def test_being_made_known_twice_changes_nothing_more():
    install()
    once = Event.resolve_by_type
    install()
    assert Event.resolve_by_type is once
