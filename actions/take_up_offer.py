"""Does what the bot offered in its last message, when the customer says yes."""

from __future__ import annotations

from collections.abc import Callable

from actions.reply import Reply, Utterance
from actions.resume_topic import ActionResumeTopic
from actions.services import Services
from actions.talk_to_person import ActionTalkToPerson
from actions.topic_action import OFFER_LOOK_UP, OFFER_PERSON, ReplyAction
from actions.turn import Turn


class ActionTakeUpOffer(ReplyAction):
    """A "yes" means the last offer; where there was none, it asks what the customer would like to know."""

    name_ = "action_take_up_offer"

    def __init__(self, services: Services, resume: ActionResumeTopic, person: ActionTalkToPerson) -> None:
        super().__init__(services)
        self._takers: dict[str, Callable[[Turn], Reply]] = {
            OFFER_LOOK_UP: resume.respond,
            OFFER_PERSON: person.hand_over,
        }

    def respond(self, turn: Turn) -> Reply:
        """The reply of the offered action."""
        taker = self._takers.get(turn.offer or "")
        if taker is None:
            return Reply((Utterance("utter_yes_to_what"),))
        return taker(turn)
