"""What all actions share that do, in the end, what a customer confirmed."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import ClassVar

import structlog

from actions.doing.draft import CONFIRMED, DOING, REFUSED, SLOTS, Draft
from actions.reply import Reply, Utterance
from actions.store.changes import Change, Done, Holdings
from actions.store.errors import NotProven, StoreUnavailable
from actions.topic_action import ReplyAction
from actions.turn import IDENTITY_FORM, Turn

logger = structlog.get_logger(__name__)

#: What a form leaves behind: nothing that a later one could take for its own.
_LEFT = dict.fromkeys((DOING, *SLOTS))


class NotPossible(Exception):
    """What was confirmed can't be done any more; `said` tells why."""

    def __init__(self, said: Utterance) -> None:
        super().__init__(said.response)
        self.said = said


class FinishAction(ReplyAction):
    """Ends a form: does what was confirmed, or says that nothing was done."""

    #: The topic that is taken up again once the customer has proven anew who they are.
    topic: ClassVar[str]

    def respond(self, turn: Turn) -> Reply:
        """What was done, or why nothing was."""
        draft, confirmed = Draft.of(turn), turn.slots.get(CONFIRMED)
        if draft is None:
            return Reply((Utterance("utter_doing_stopped"),), _LEFT)
        if confirmed == REFUSED:
            return Reply((Utterance("utter_doing_stopped"),), _LEFT)
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
    def decide(self, turn: Turn, draft: Draft, confirmed: str) -> Callable[[Holdings], Change]:
        """What makes the change out of what the customer has by then. It raises `NotPossible` where nothing does.

        Args:
            turn: The turn in which it was confirmed.
            draft: What is being prepared.
            confirmed: The key of what was confirmed.
        """

    @abstractmethod
    def told(self, turn: Turn, draft: Draft, done: Done) -> tuple[Utterance, ...]:
        """What to say once it is done."""

    def _lapsed(self, draft: Draft) -> Reply:
        """The customer has to prove anew who they are; then it begins again."""
        slots = {**_LEFT, "topic": self.topic, "customer_number": draft.about, "customer_email": None}
        return Reply((Utterance("utter_proof_ran_out"),), slots, form=IDENTITY_FORM)


def unchanged(confirmed: str, key: str) -> None:
    """Refuses to do anything but what was confirmed.

    Raises:
        NotPossible: It would be something else by now.
    """
    if confirmed != key:
        raise NotPossible(Utterance("utter_offer_changed_nothing_done"))
