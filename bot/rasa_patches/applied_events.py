"""Finds the events of a conversation that count, those taken back left out, by each event's class.

Rasa asks of each event whether it is of one class or another, and its events are abstract classes, where asking is
slow: a turn asks several times for each event that there ever was.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from rasa.shared.core.events import (
    ActionExecuted,
    ActionReverted,
    ActiveLoop,
    Event,
    Restarted,
    SessionStarted,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

_ANEW: Final = (Restarted, SessionStarted)


def install() -> None:
    """Replace a method of Rasa's, for this process; doing so again changes nothing."""
    if DialogueStateTracker.applied_events is not _applied_events:
        DialogueStateTracker._applied_events_by_asking = DialogueStateTracker.applied_events
        DialogueStateTracker.applied_events = _applied_events


@cache
def _kind(of: Any) -> Any:
    """Which of the classes that matter a class of events is or comes from, in the order in which Rasa asks."""
    if issubclass(of, _ANEW):
        return _ANEW
    matter = (ActionReverted, UserUtteranceReverted, ActionExecuted, ActiveLoop)
    return next((each for each in matter if issubclass(of, each)), None)


def _applied_events(tracker: Any) -> list[Event]:
    """The events that are applied, as Rasa's own method gives them."""
    kinds = [(_kind(event.__class__), event) for event in tracker.events]
    loop_names = {event.name for kind, event in kinds if kind is ActiveLoop and event.name}
    applied: list[Event] = []
    for kind, event in kinds:
        if kind is None or kind is ActiveLoop:
            applied.append(event)
        elif kind is _ANEW:
            applied = []
        elif kind is ActionReverted:
            tracker._undo_till_previous(ActionExecuted, applied)
        elif kind is UserUtteranceReverted:
            tracker._undo_till_previous(UserUttered, applied)
            tracker._undo_till_previous(ActionExecuted, applied)
        elif event.action_name in loop_names and not tracker._first_loop_execution_or_unhappy_path(
            event.action_name, applied
        ):
            tracker._undo_till_previous_loop_execution(event.action_name, applied)
        else:
            applied.append(event)
    return applied
