"""Says what of photos and videos arrived, notes which return they are about, and passes them on to who has the case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import structlog

from actions.answers.hand_over import case_of
from actions.answers.with_person import WITH_PERSON
from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.identity import known_customer
from actions.dialogue.turn import ActionContext
from actions.photos.kinds import Problem
from actions.photos.safe_file import MEGABYTE
from actions.photos.tickets import lines_for_help_desk
from actions.replies.reply import Phrase, Reply, Utterance
from actions.store.photos import Photo
from core.database.errors import StoreUnavailable

logger = structlog.get_logger(__name__)

_MISSED: Final = "line_photos_missed"
#: What is said of a problem; of any other one, that the file did not arrive.
_LINES: Final = {
    Problem.LARGE.value: "line_photos_large",
    Problem.PIXELS.value: "line_photos_large",
    Problem.KIND.value: "line_photos_kind",
    Problem.BROKEN.value: "line_photos_broken",
    Problem.EMPTY.value: "line_photos_broken",
    Problem.MANY.value: "line_photos_many",
}


class ActionPhotosReceived(ReplyAction):
    """What the customer hears who has sent photos."""

    name_ = "action_photos_received"

    def respond(self, turn: ActionContext) -> Reply:
        """How many arrived and for which return, what was not taken and why, or that nothing is open for any.

        Of a mail whose writer has yet to prove who they are, that they wait for that.
        """
        if turn.photos_message is None:
            return Reply()
        if turn.group:
            return Reply((Utterance("utter_write_me_directly"),))
        if turn.photos_unwanted:
            return Reply((Utterance("utter_photos_not_kept"),))
        try:
            if turn.photos_held is not None:
                arrived = _waiting(turn.photos_held)
            else:
                sent = self.services.photos.stored.of_message(turn.session, turn.photos_message)
                arrived = self._arrived(turn, turn.photos_message, sent) if sent else None
        except StoreUnavailable:
            logger.warning("store.unavailable", action=self.name_)
            return Reply((Utterance("utter_photos_missed"),))
        refused = self._refused(turn)
        if arrived is None:
            return Reply((refused or Utterance("utter_photos_missed"),))
        if refused is None:
            return arrived
        # Said at once, as it was sent at once.
        taken = arrived.utterances[0]
        parts = {
            "arrived": Phrase(taken.response.removeprefix("utter_"), taken.values),
            "refused": Phrase(refused.response.removeprefix("utter_"), refused.values),
        }
        return Reply((Utterance("utter_photos_in_part", parts),), arrived.slots)

    def _arrived(self, turn: ActionContext, message: str, sent: Sequence[Photo]) -> Reply:
        """How many arrived and what they are kept with.

        Raises:
            StoreUnavailable: The store can't be asked.
        """
        customer = known_customer(turn, self.services)
        case = case_of(turn, customer, self.services)
        number = case.found.number if case else None
        if customer is not None:
            self.services.photos.stored.are_about(turn.session, message, customer.id, number)
        counts = {"photos": sum(not each.is_video for each in sent), "videos": sum(each.is_video for each in sent)}
        ticket = self._passed_on(turn, sent)
        if ticket is not None:
            return Reply((Utterance("utter_photos_passed_on", {**counts, "ticket": ticket}),), {WITH_PERSON: ticket})
        if number is not None:
            return Reply((Utterance("utter_photos_for_return", {**counts, "return_number": number}),))
        return Reply((Utterance("utter_photos_kept", counts),))

    def _refused(self, turn: ActionContext) -> Utterance | None:
        """What was not taken, a line for each kind of problem; None where all was."""
        counts: Counter[str] = Counter()
        for problem, count in turn.photos_refused.items():
            counts[_LINES.get(problem, _MISSED)] += count
        if not counts:
            return None
        values = {"megabytes": self.services.photos.sizes.picture // MEGABYTE}
        lines = [Phrase(line, {**values, "count": counts[line]}) for line in sorted(counts)]
        return Utterance("utter_photos_refused", {"lines": lines})

    def _passed_on(self, turn: ActionContext, sent: Sequence[Photo]) -> str | None:
        """The number of the ticket that they were added to, None where no person has the conversation."""
        words = "\n".join(line.words for line in lines_for_help_desk(sent, self.services.photos.links))
        passed = self.services.hand_over.tickets.pass_on(turn.session, turn.message_id, words, turn.now)
        return passed.ticket.number if passed else None


def _waiting(files: int) -> Reply | None:
    """That files wait for the button behind the link; None where there was no room for any."""
    return Reply((Utterance("utter_photos_held", {"count": files}),)) if files else None
