"""Says what of photos and videos arrived, notes which return they are about, and passes them on to who has the case."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from actions.answers.hand_over import WITH_PERSON, case_of
from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.identity import known_customer
from actions.dialogue.turn import ActionContext
from actions.photos.tickets import lines_for_help_desk
from actions.replies.reply import Reply, Utterance
from actions.store.photos import Photo
from core.database.errors import StoreUnavailable

logger = structlog.get_logger(__name__)


class ActionPhotosReceived(ReplyAction):
    """What the customer hears who has sent photos."""

    name_ = "action_photos_received"

    def respond(self, turn: ActionContext) -> Reply:
        """How many arrived and for which return; that they did not where the store knows of none."""
        if turn.photos_message is None:
            return Reply()
        try:
            sent = self.services.photos.stored.of_message(turn.session, turn.photos_message)
            if not sent:
                return Reply((Utterance("utter_photos_missed"),))
            customer = known_customer(turn, self.services)
            case = case_of(turn, customer, self.services)
            number = case.found.number if case else None
            if customer is not None:
                self.services.photos.stored.are_about(turn.session, turn.photos_message, customer.id, number)
            counts = {"photos": sum(not each.is_video for each in sent), "videos": sum(each.is_video for each in sent)}
            ticket = self._passed_on(turn, sent)
        except StoreUnavailable:
            logger.warning("store.unavailable", action=self.name_)
            return Reply((Utterance("utter_photos_missed"),))
        if ticket is not None:
            return Reply((Utterance("utter_photos_passed_on", {**counts, "ticket": ticket}),), {WITH_PERSON: ticket})
        if number is not None:
            return Reply((Utterance("utter_photos_for_return", {**counts, "return_number": number}),))
        return Reply((Utterance("utter_photos_kept", counts),))

    def _passed_on(self, turn: ActionContext, sent: Sequence[Photo]) -> str | None:
        """The number of the ticket that they were added to, None where no person has the conversation."""
        words = "\n".join(line.words for line in lines_for_help_desk(sent, self.services.photos.links))
        passed = self.services.hand_over.tickets.pass_on(turn.session, turn.message_id, words, turn.now)
        return passed.ticket.number if passed else None
