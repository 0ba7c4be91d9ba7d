"""Finds out what a conversation was like before each of its actions, without beginning anew each time.

A policy looks at a conversation as a list of states, one before each action. Rasa 3.6 copies the conversation and
replays it from its first event for each prediction, and a turn asks for three or four of them. `make_walked()` goes on
from where the last prediction of the turn stopped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import ActionExecuted, DefinePrevUserUtteredFeaturization, EntitiesAdded, Event
from rasa.shared.core.trackers import DialogueStateTracker

_WALKED: Final = "states_walked"
#: Events that change the customer's last message, also where they are taken back, and with it states that it is in
#: already. Only policies that read the words themselves send them.
_LATER_WORD: Final = (DefinePrevUserUtteredFeaturization, EntitiesAdded)


def install() -> None:
    """Replace a method of Rasa's, for this process; doing so again changes nothing."""
    if DialogueStateTracker.past_states is not _past_states:
        DialogueStateTracker._past_states_from_the_start = DialogueStateTracker.past_states
        DialogueStateTracker.past_states = _past_states


def _past_states(
    tracker: Any,
    domain: Domain,
    omit_unset_slots: bool = False,
    ignore_rule_only_turns: bool = False,
    rule_only_data: dict[str, Any] | None = None,
) -> list[State]:
    """The states before each action of a conversation and after the last, as Rasa's own method gives them."""
    if omit_unset_slots or ignore_rule_only_turns or any(isinstance(event, _LATER_WORD) for event in tracker.events):
        states: list[State] = tracker._past_states_from_the_start(
            domain, omit_unset_slots, ignore_rule_only_turns, rule_only_data
        )
        return states
    walk = vars(tracker).get(_WALKED)
    events = tracker.applied_events()
    if walk is None or not walk.leads_to(domain, events):
        walk = Walk(tracker, domain)
        setattr(tracker, _WALKED, walk)
    return list(walk.states(events))


class Walk:
    """How far a conversation was gone through.

    Args:
        tracker: The conversation.
        domain: What makes states of it.
    """

    def __init__(self, tracker: DialogueStateTracker, domain: Domain) -> None:
        self._domain = domain
        self._at = tracker.init_copy()
        self._events: Sequence[Event] = ()
        self._states: list[State] = []

    def leads_to(self, domain: Domain, events: Sequence[Event]) -> bool:
        """Whether the conversation only went on since: nothing that was gone through was taken back or changed."""
        if domain is not self._domain or len(events) < len(self._events):
            return False
        return all(event is gone for event, gone in zip(events, self._events, strict=False))

    def states(self, events: Sequence[Event]) -> list[State]:
        """The states, after going on to the last of the events. Whoever gets them may change them."""
        for event in events[len(self._events) :]:
            if isinstance(event, ActionExecuted):
                self._states.append(self._state())
            self._at.update(event)
        self._events = events
        return [_copied(state) for state in (*self._states, self._state())]

    def _state(self) -> State:
        return self._domain._clean_state(self._domain.get_active_state(self._at))


def _copied(state: State) -> State:
    return {kind: dict(part) for kind, part in state.items() if part is not None}
