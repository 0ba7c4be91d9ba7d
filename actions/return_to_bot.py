"""Back from a person to the assistant, because the customer wants to."""

from __future__ import annotations

from actions.help_desk.wording import WENT_BACK
from actions.reply import Reply, Utterance
from actions.store.errors import StoreUnavailable
from actions.talk_to_person import WITH_PERSON
from actions.topic_action import ReplyAction
from actions.turn import Turn


class ActionReturnToBot(ReplyAction):
    """Lets the assistant speak again. The ticket stays open: whoever asked for a person still gets their answer."""

    name_ = "action_return_to_bot"

    def respond(self, turn: Turn) -> Reply:
        """That the assistant is there, and that the ticket still is."""
        try:
            ticket = self.services.hand_over.tickets.go_back(turn.session, WENT_BACK, turn.now)
        except StoreUnavailable:
            ticket = None
        if ticket is None:
            return Reply((Utterance("utter_back"),), {WITH_PERSON: None})
        return Reply((Utterance("utter_back_with_ticket", {"ticket": ticket.number}),), {WITH_PERSON: None})
