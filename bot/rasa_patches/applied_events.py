"""Finds the events of a conversation that count, those taken back left out, by each event's class.

Rasa asks of each event whether it is of one class or another, and its events are abstract classes, where asking is
slow: a turn asks several times for each event that there ever was. Here only the events since the last time are gone
through.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any, Final, Optional

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
_GONE: Final = "events_applied"


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


@dataclass
class _Gone:
    """How far the events of a conversation were gone through.

    Args:
        count: How many were.
        last: The last of them.
        loop_names: The loops that they begin.
        applied: Those that count.
    """

    count: int = 0
    last: Optional[Event] = None
    loop_names: set[str] = field(default_factory=set)
    applied: list[Event] = field(default_factory=list)

    def leads_to(self, events: Sequence[Event]) -> bool:
        """Whether the conversation only went on since."""
        return self.count <= len(events) and (self.count == 0 or events[self.count - 1] is self.last)


def _applied_events(tracker: Any) -> list[Event]:
    """The events that are applied, as Rasa's own method gives them."""
    gone = vars(tracker).get(_GONE)
    if gone is None or not gone.leads_to(tracker.events):
        gone = _Gone()
    if not _go_on(gone, tracker):
        # An action is a loop's for all of the conversation, from before the loop began.
        gone = _Gone(loop_names=gone.loop_names)
        _go_on(gone, tracker)
    setattr(tracker, _GONE, gone)
    return list(gone.applied)


def _go_on(gone: _Gone, tracker: Any) -> bool:
    """Go on to the last event; False where a new loop makes another thing of what was gone through."""
    kinds = [(_kind(event.__class__), event) for event in islice(tracker.events, gone.count, None)]
    begun = {event.name for kind, event in kinds if kind is ActiveLoop and event.name} - gone.loop_names
    gone.loop_names |= begun
    if begun and gone.count:
        return False
    applied = gone.applied
    for kind, event in kinds:
        if kind is None or kind is ActiveLoop:
            applied.append(event)
        elif kind is _ANEW:
            applied.clear()
        elif kind is ActionReverted:
            tracker._undo_till_previous(ActionExecuted, applied)
        elif kind is UserUtteranceReverted:
            tracker._undo_till_previous(UserUttered, applied)
            tracker._undo_till_previous(ActionExecuted, applied)
        elif event.action_name in gone.loop_names and not tracker._first_loop_execution_or_unhappy_path(
            event.action_name, applied
        ):
            tracker._undo_till_previous_loop_execution(event.action_name, applied)
        else:
            applied.append(event)
    gone.count, gone.last = len(tracker.events), kinds[-1][1] if kinds else gone.last
    return True
