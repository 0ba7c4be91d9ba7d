"""Reads the answers to a form's questions."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.doing.confirmation import says_yes
from actions.doing.draft import CONFIRMED, DESCRIPTION, Draft
from actions.doing.understood import Understood, is_aside
from actions.identity import known_customer
from actions.reply import Utterance
from actions.services import Services
from actions.store.errors import StoreUnavailable
from actions.turn import Turn

logger = structlog.get_logger(__name__)

Read = Callable[[Turn, Draft, Services], Understood | None]
#: Messages of these intents were meant for the form, though it can't read them.
_MEANT_FOR_FORM = frozenset({"affirm", "give_details", "choose"})


class ValidateForm(Action):
    """Takes what a message answers, corrections of earlier answers included. What answers nothing is left to the rules.

    Args:
        services: What actions work with.
        form: The form.
        reads: How to read the answer for each slot that it asks for.
        corrects: How to read a correction, whatever was asked for.
    """

    def __init__(self, services: Services, form: str, reads: Mapping[str, Read], corrects: Sequence[Read]) -> None:
        self.services = services
        self._name = f"validate_{form}"
        self._reads = reads
        self._corrects = corrects

    def name(self) -> str:
        """The name that the domain knows this action by."""
        return self._name

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        """The slots that the message fills; none where it is for the rules to answer."""
        if not is_answer(tracker.events):
            return []
        turn = Turn.from_tracker(tracker, self.services.clock.now())
        understood = await asyncio.to_thread(self.understand, turn)
        if understood is None:
            return []
        for utterance in understood.said:
            dispatcher.utter_message(**utterance.as_arguments())
        # Rasa lets the rules answer where no slot was set; that nothing is confirmed is true of every answer but one.
        slots = {CONFIRMED: None, **understood.slots}
        ended = [SlotSet("requested_slot", None)] if understood.over else []
        return [*(SlotSet(name, value) for name, value in slots.items()), *ended]

    def understand(self, turn: Turn) -> Understood | None:
        """What the message means to the form, None where nothing."""
        draft = Draft.of(turn)
        try:
            if draft is None or known_customer(turn, self.services) is None:
                return Understood({}, over=True)
            free_text = turn.requested == DESCRIPTION
            if is_aside(turn, free_text=free_text) and not (turn.requested == CONFIRMED and says_yes(turn)):
                return None
            return self._read(turn, draft)
        except StoreUnavailable:
            logger.warning("store.unavailable", action=self._name)
            return Understood({}, (Utterance("utter_store_down"),))

    def _read(self, turn: Turn, draft: Draft) -> Understood | None:
        asked = self._reads.get(turn.requested or "")
        # "No, on Thursday" corrects, and only then refuses.
        reads = [*self._corrects, asked] if turn.requested == CONFIRMED else [asked, *self._corrects]
        for read in reads:
            understood = read(turn, draft, self.services) if read else None
            if understood is not None:
                return understood
        if turn.intent in _MEANT_FOR_FORM:
            return Understood({}, (Utterance("utter_not_an_answer"),))
        return None


def is_answer(events: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the form runs because of a message, rather than when it begins or goes on after an aside.

    Args:
        events: The conversation, the running of the form last.
    """
    acted = 0
    for event in reversed(events):
        if event.get("event") == "user":
            return acted == 1
        if event.get("event") == "action_execution_rejected":
            return False
        acted += event.get("event") == "action"
    return False
