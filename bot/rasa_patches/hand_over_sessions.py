"""Keeps a conversation with its person when Rasa begins a new session.

After an hour of silence Rasa drops every slot. A person may answer later than that, and what the customer says then is
still for them. This is Rasa's own action with the one slot added; the store still decides whether it is true.
"""

from __future__ import annotations

from typing import Any

from rasa.core.actions.action import ActionSessionStart
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.hand_over_policy import WITH_PERSON


def keep_hand_over() -> None:
    """Replace the method of Rasa's, for this process; doing so again changes nothing."""
    if ActionSessionStart.run is not _run:
        ActionSessionStart.run_alone = ActionSessionStart.run
        ActionSessionStart.run = _run


async def _run(
    action: ActionSessionStart, output_channel: Any, nlg: Any, tracker: DialogueStateTracker, domain: Domain
) -> list[Event]:
    """The events that begin a session; the slot comes right behind the first."""
    events: list[Event] = await action.run_alone(output_channel, nlg, tracker, domain)
    number = tracker.get_slot(WITH_PERSON)
    return [events[0], SlotSet(WITH_PERSON, number), *events[1:]] if number else events
