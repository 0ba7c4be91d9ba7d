"""Finds out what a conversation was like before each of its actions, without beginning anew each time.

A policy looks at a conversation as a list of states, one before each action. Rasa 3.6 copies the conversation and
replays it from its first event for each prediction, and a turn asks for three or four of them. `install()` has it go on
from where the last prediction stopped.

Once a policy has decided by a message's intent, an event says so, and with it the message's words go out of all states
that it is in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from operator import is_
from types import SimpleNamespace
from typing import Any, Final, Optional

from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import (
    ActionExecuted,
    DefinePrevUserUtteredFeaturization,
    EntitiesAdded,
    Event,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

_WALKED: Final = "states_walked"
#: On a conversation of which only so many of the last states are looked at.
_WANTED: Final = "states_wanted"
_USER: Final = "user"


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
    if omit_unset_slots or ignore_rule_only_turns or _has_later_word(tracker.events):
        states: list[State] = tracker._past_states_from_the_start(
            domain, omit_unset_slots, ignore_rule_only_turns, rule_only_data
        )
        return states
    walk = vars(tracker).get(_WALKED)
    events = tracker.applied_events()
    if walk is None or not walk.leads_to(domain, events):
        walk = Walk(tracker, domain)
        setattr(tracker, _WALKED, walk)
    return list(walk.states(events, vars(tracker).get(_WANTED)))


@contextmanager
def last_states(tracker: DialogueStateTracker, most: int) -> Iterator[None]:
    """Have the states of a conversation be no more than so many of the last, for the time of a block.

    Args:
        tracker: The conversation.
        most: How many; at least 1.
    """
    setattr(tracker, _WANTED, most)
    try:
        yield
    finally:
        delattr(tracker, _WANTED)


def _has_later_word(events: Collection[Event]) -> bool:
    """Whether an event changes the last message in a way that has to be replayed, also where it is taken back.

    Only policies that read the words themselves send them.
    """
    # By their classes first, which is quick for a long conversation.
    return any(_is_later_word(event) for event in events if _may_change_words(event.__class__))


@cache
def _may_change_words(kind: type[Event]) -> bool:
    return issubclass(kind, (DefinePrevUserUtteredFeaturization, EntitiesAdded))


def _is_later_word(event: Event) -> bool:
    if isinstance(event, DefinePrevUserUtteredFeaturization):
        return bool(event.use_text_for_featurization)
    return isinstance(event, EntitiesAdded)


@dataclass
class _Seen:
    """A state, the message that was the last one then, and whether its words were to be looked at."""

    state: State
    message: Optional[UserUttered]
    by_text: Optional[bool]


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
        self._seen: list[_Seen] = []

    def leads_to(self, domain: Domain, events: Sequence[Event]) -> bool:
        """Whether the conversation only went on since: nothing that was gone through was taken back or changed."""
        if domain is not self._domain or len(events) < len(self._events):
            return False
        return all(map(is_, events, self._events))

    def states(self, events: Sequence[Event], most: Optional[int] = None) -> list[State]:
        """The states, after going on to the last of the events. Whoever gets them may change them.

        Args:
            events: What was applied so far.
            most: How many of the last states; all where it is None.
        """
        for event in events[len(self._events) :]:
            if isinstance(event, ActionExecuted):
                self._seen.append(self._now())
            self._at.update(event)
        self._events = events
        before = self._seen if most is None else self._seen[max(0, len(self._seen) + 1 - most) :]
        return [_copied(self._as_it_is(seen)) for seen in (*before, self._now())]

    def _now(self) -> _Seen:
        state = self._domain._clean_state(self._domain.get_active_state(self._at))
        message = self._at.latest_message
        return _Seen(state, message, message.use_text_for_featurization if message else None)

    def _as_it_is(self, seen: _Seen) -> State:
        """The state with its message as it is by now."""
        message = seen.message
        if message and message.use_text_for_featurization != seen.by_text:
            part = self._domain._get_user_sub_state(SimpleNamespace(latest_message=message))
            others = {kind: each for kind, each in seen.state.items() if kind != _USER}
            seen.state = self._domain._clean_state({_USER: part, **others})
            seen.by_text = message.use_text_for_featurization
        return seen.state


def _copied(state: State) -> State:
    return {kind: dict(part) for kind, part in state.items() if part is not None}
