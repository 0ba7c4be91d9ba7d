"""What all actions share that ask a form's questions."""

from __future__ import annotations

from abc import abstractmethod

import structlog

from actions.doing.draft import Draft
from actions.identity import known_customer
from actions.reply import Reply, Utterance
from actions.store.errors import StoreUnavailable
from actions.topic_action import ReplyAction
from actions.turn import Turn
from policy.model import Customer

logger = structlog.get_logger(__name__)


class AskAction(ReplyAction):
    """Asks for a slot of a form with what is in the store."""

    def respond(self, turn: Turn) -> Reply:
        """The question; nothing where the proof has run out, which the form notices with the next message."""
        draft = Draft.of(turn)
        try:
            customer = known_customer(turn, self.services)
            if draft is None or customer is None:
                return Reply((Utterance("utter_offer_over"),))
            return self.ask(turn, draft, customer)
        except StoreUnavailable:
            logger.warning("store.unavailable", action=self.name_)
            return Reply((Utterance("utter_store_down"),))

    @abstractmethod
    def ask(self, turn: Turn, draft: Draft, customer: Customer) -> Reply:
        """The question.

        Args:
            turn: The turn.
            draft: What is being prepared.
            customer: For whom.
        """
