"""Which events of a return are new, and which contradict what is recorded.

Recorded events never change, so an event that says otherwise than a recorded one can't be taken in place of it. The
order in which events arrive makes no difference, and one that is there already is no error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Optional, Union

from core.clock import format_instant
from policy.model import EventType

Recorded = tuple[str, datetime]

#: At one and the same instant only one of these can have been said.
_VERDICTS: Final = (
    (EventType.APPROVED.value, EventType.REJECTED.value),
    (EventType.INSPECTION_PASSED.value, EventType.INSPECTION_FAILED.value),
)
#: A carrier reuses its numbers, so that it may tell of an earlier journey; the rules know how to pass over those.
_MAY_BE_EARLIER: Final = EventType.CARRIER_SCAN.value


def new_events(
    events: Sequence[Mapping[str, Any]], recorded: Iterable[Recorded], placed_at: datetime
) -> Union[list[Mapping[str, Any]], str]:
    """The events that are not recorded yet, or what is wrong with the first that contradicts.

    Args:
        events: Those of a record, with their instants.
        recorded: What the store holds of the same return.
        placed_at: When its order was placed.
    """
    known = set(recorded)
    found = []
    for index, event in enumerate(events):
        kind, at = event["type"], event["at"]
        if (kind, at) in known:
            continue
        trouble = _trouble(kind, at, known, placed_at)
        if trouble is not None:
            return f"events[{index}]{trouble}"
        known.add((kind, at))
        found.append(event)
    return found


def _trouble(kind: str, at: datetime, known: set[Recorded], placed_at: datetime) -> Optional[str]:
    """What a new event contradicts, after the place of the event."""
    if at < placed_at and kind != _MAY_BE_EARLIER:
        return f".at: {kind} is before the order was placed; send the time at which it happened"
    if kind == EventType.REQUESTED.value:
        asked = next((when for what, when in known if what == kind), None)
        if asked is not None:
            said = f"the return was requested at {format_instant(asked)}, and recorded events never change"
            return f".at: {said}; send that time, or leave the event out"
    for pair in _VERDICTS:
        other = next((what for what in pair if kind in pair and what != kind and (what, at) in known), None)
        if other is not None:
            return f".type: {kind} contradicts {other}, which is recorded at the same time; send the time of each"
    return None
