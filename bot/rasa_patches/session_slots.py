"""Keeps a conversation with its person, and in its language, when Rasa begins a new session.

After an hour of silence Rasa drops every slot. A person may answer later than that, a reminder comes days later, and
what the customer says then is still for them or in the same language. This is Rasa's own action with two slots added;
the store still decides whether a person has the conversation.
"""

from __future__ import annotations

from typing import Any, Final

from rasa.core.actions.action import ActionSessionStart
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.hand_over_policy import WITH_PERSON
from core.languages import SPOKEN

_KEPT: Final = (WITH_PERSON, SPOKEN)


def keep_slots() -> None:
    """Replace the method of Rasa's, for this process; doing so again changes nothing."""
    if ActionSessionStart.run is not _run:
        ActionSessionStart.run_alone = ActionSessionStart.run
        ActionSessionStart.run = _run


async def _run(
    action: ActionSessionStart, output_channel: Any, nlg: Any, tracker: DialogueStateTracker, domain: Domain
) -> list[Event]:
    """The events that begin a session; the slots come right behind the first."""
    events: list[Event] = await action.run_alone(output_channel, nlg, tracker, domain)
    kept = [SlotSet(name, value) for name in _KEPT if (value := tracker.get_slot(name))]
    return [events[0], *kept, *events[1:]]
