"""What all forms share: asking a question, reading its answer, and doing in the end what the customer confirmed."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answers.reminders import reminders_stopped
from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.belongings import BELONGINGS
from actions.dialogue.identity import known_customer
from actions.dialogue.repeated import with_way_out
from actions.dialogue.turn import IDENTITY_FORM, ActionContext
from actions.forms.confirmation import says_yes
from actions.forms.draft import (
    AMOUNT,
    CONFIRMED,
    DESCRIPTION,
    DOING,
    ITEMS,
    REASON,
    REFUSED,
    SERVICE,
    SLOTS,
    Draft,
    FormUpdate,
    asks,
    is_aside,
)
from actions.forms.way_out import bids_farewell, leaves
from actions.replies.reply import Reply, Utterance
from actions.services import Services
from actions.store.changes import Change, CustomerState, Done
from core.agreeing import agrees_to_send
from core.aspects import OF_RULES, aspect_asked
from core.database.errors import NotProven, StoreUnavailable
from core.intents import FALLBACK
from policy.model import Customer

logger = structlog.get_logger(__name__)


class AskAction(ReplyAction):
    """Asks for a slot of a form with what is in the store."""

    def respond(self, turn: ActionContext) -> Reply:
        """The question; nothing where the proof has run out, which the form notices with the next message."""
        draft = Draft.of(turn)
        if turn.intent == _THANK and not turn.is_press and "?" not in turn.said:
            # Thanks are answered; the question waits.
            return Reply()
        try:
            customer = known_customer(turn, self.services)
            if draft is None or customer is None:
                return Reply((Utterance("utter_offer_over"),))
            return self.ask(turn, draft, customer)
        except StoreUnavailable:
            logger.warning("store.unavailable", action=self.name_)
            return Reply((Utterance("utter_store_down"),))

    @abstractmethod
    def ask(self, turn: ActionContext, draft: Draft, customer: Customer) -> Reply:
        """The question.

        Args:
            turn: The turn.
            draft: What is being prepared.
            customer: For whom.
        """


_THANK = "thank"
#: What a form leaves behind: nothing that a later one could take for its own.
_LEFT = dict.fromkeys((DOING, BELONGINGS, *SLOTS))


class NotPossible(Exception):
    """What was confirmed can't be done any more; `said` tells why."""

    def __init__(self, said: Utterance) -> None:
        super().__init__(said.response)
        self.said = said


class FinishAction(ReplyAction):
    """Ends a form: does what was confirmed, or says that nothing was done."""

    #: The topic that is taken up again once the customer has proven anew who they are.
    topic: ClassVar[str]

    def respond(self, turn: ActionContext) -> Reply:
        """What was done, or why nothing was."""
        draft, confirmed = Draft.of(turn), turn.slots.get(CONFIRMED)
        if draft is None:
            return Reply((Utterance("utter_doing_stopped"),), _LEFT)
        if confirmed == REFUSED:
            said = "utter_left_for_now" if bids_farewell(turn) else "utter_doing_stopped"
            return Reply((Utterance(said), *reminders_stopped(turn, self.services)), _LEFT)
        try:
            if not isinstance(confirmed, str):
                return self._lapsed(draft)
            doing = self.services.store.doing_of_session(turn.session, turn.now)
            done = doing.perform(confirmed, self.decide(turn, draft, confirmed))
            return Reply(self.told(turn, draft, done), {**_LEFT, "offer": None, "topic": None})
        except NotProven:
            return self._lapsed(draft)
        except NotPossible as refused:
            return Reply((refused.said,), _LEFT)
        except StoreUnavailable:
            logger.warning("store.unavailable", action=self.name_)
            return Reply((Utterance("utter_doing_store_down"),), _LEFT)

    @abstractmethod
    def decide(self, turn: ActionContext, draft: Draft, confirmed: str) -> Callable[[CustomerState], Change]:
        """What makes the change out of what the customer has by then. It raises `NotPossible` where nothing does.

        Args:
            turn: The turn in which it was confirmed.
            draft: What is being prepared.
            confirmed: The key of what was confirmed.
        """

    @abstractmethod
    def told(self, turn: ActionContext, draft: Draft, done: Done) -> tuple[Utterance, ...]:
        """What to say once it is done."""

    def _lapsed(self, draft: Draft) -> Reply:
        """The customer has to prove anew who they are; then it begins again."""
        slots = {**_LEFT, "topic": self.topic, "customer_number": draft.about, "customer_email": None}
        return Reply((Utterance("utter_proof_ran_out"),), slots, form=IDENTITY_FORM)


def unchanged(confirmed: str, key: str) -> None:
    """Refuse to do anything but what was confirmed.

    Raises:
        NotPossible: It would be something else by now.
    """
    if confirmed != key:
        raise NotPossible(Utterance("utter_offer_changed_nothing_done"))


Read = Callable[[ActionContext, Draft, Services], FormUpdate | None]
#: Messages of these intents were meant for the form, though it can't read them.
_MEANT_FOR_FORM = frozenset({"affirm", "give_details", "button_choose"})
#: What a new return needs before there is anything to confirm.
_ASKED_BEFORE_SENDING = frozenset({ITEMS, REASON, AMOUNT, SERVICE, DESCRIPTION})


class ValidateForm(Action):
    """Takes what a message answers, corrections of earlier answers included. What answers nothing is left to the rules.

    Args:
        services: What actions work with.
        form: The form.
        reads: How to read the answer for each slot that it asks for.
        corrects: How to read a correction, whatever was asked for.
        first: The same of one that no other meaning can take away, not even a wish to leave the form.
    """

    def __init__(
        self,
        services: Services,
        form: str,
        reads: Mapping[str, Read],
        corrects: Sequence[Read],
        first: Sequence[Read] = (),
    ) -> None:
        self.services = services
        self._name = f"validate_{form}"
        self._reads = reads
        self._corrects = corrects
        self._first = first

    def name(self) -> str:
        return self._name

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        """The slots that the message fills; none where it is for the rules to answer."""
        if not is_answer(tracker.events):
            return []
        turn = ActionContext.from_tracker(tracker, self.services.clock.now())
        understood = await asyncio.to_thread(self.understand, turn)
        if understood is None:
            return []
        for utterance in with_way_out(turn, understood.said):
            dispatcher.utter_message(**utterance.as_arguments())
        # Rasa lets the rules answer where no slot was set; that nothing is confirmed is true of every answer but one.
        slots = {CONFIRMED: None, **understood.slots}
        ended = [SlotSet("requested_slot", None)] if understood.over else []
        return [*(SlotSet(name, value) for name, value in slots.items()), *ended]

    def understand(self, turn: ActionContext) -> FormUpdate | None:
        """What the message means to the form, None where nothing."""
        draft = Draft.of(turn)
        try:
            if draft is None or known_customer(turn, self.services) is None:
                return FormUpdate({}, over=True)
            corrected = _first_of(self._first, turn, draft, self.services)
            if corrected is not None:
                return corrected
            if leaves(turn, draft):
                return FormUpdate({CONFIRMED: REFUSED}, over=True)
            free_text = turn.requested == DESCRIPTION
            is_yes = says_yes(turn) if turn.requested == CONFIRMED else agrees_to_send(turn.said)
            if is_aside(turn, free_text=free_text) and not is_yes:
                return None
            return self._read(turn, draft)
        except StoreUnavailable:
            logger.warning("store.unavailable", action=self._name)
            return FormUpdate({}, (Utterance("utter_store_down"),))

    def _read(self, turn: ActionContext, draft: Draft) -> FormUpdate | None:
        asked = self._reads.get(turn.requested or "")
        # "No, on Thursday" corrects, and only then refuses.
        reads = [*self._corrects, asked] if turn.requested == CONFIRMED else [asked, *self._corrects]
        understood = _first_of([read for read in reads if read], turn, draft, self.services)
        if turn.requested in _ASKED_BEFORE_SENDING and not turn.is_press and agrees_to_send(turn.said):
            # "Yes, send it" may agree to the amount; it is no description.
            slots = understood.slots if understood is not None and turn.requested == AMOUNT else {}
            return FormUpdate(slots, (Utterance("utter_nothing_sent_yet"),))
        if understood is not None:
            return understood
        if turn.requested != DESCRIPTION and not turn.is_press and aspect_asked(turn.said) in OF_RULES:
            return None
        # What is no question is no wish for any of the topics that it sounds like.
        is_unclear = turn.intent == FALLBACK and (turn.requested == REASON or not asks(turn.said))
        if turn.intent in _MEANT_FOR_FORM or is_unclear:
            return FormUpdate({}, (Utterance("utter_not_an_answer"),))
        return None


def _first_of(reads: Sequence[Read], turn: ActionContext, draft: Draft, services: Services) -> FormUpdate | None:
    """What the first of several ways to read a message makes of it that makes anything of it."""
    return next((found for read in reads if (found := read(turn, draft, services)) is not None), None)


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
