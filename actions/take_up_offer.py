"""Does what the bot offered in its last message, when the customer says yes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from actions.manage_reminders import OFFER_REMINDERS
from actions.reply import Reply, Utterance
from actions.resume_topic import ActionResumeTopic
from actions.services import Services
from actions.store.errors import StoreUnavailable
from actions.talk_to_person import ActionTalkToPerson
from actions.topic_action import BEGINNINGS, OFFER_LOOK_UP, OFFER_PERSON, ReplyAction, TopicAction
from actions.turn import SaidDate, Turn


class ActionTakeUpOffer(ReplyAction):
    """A "yes" means the last offer; where there was none, it asks what the customer would like to know."""

    name_ = "action_take_up_offer"

    def __init__(
        self, services: Services, resume: ActionResumeTopic, person: ActionTalkToPerson, reminders: TopicAction
    ) -> None:
        super().__init__(services)
        self._resume = resume
        self._takers: dict[str, Callable[[Turn], Reply]] = {
            OFFER_LOOK_UP: resume.respond,
            OFFER_PERSON: person.hand_over,
            OFFER_REMINDERS: reminders.respond,
        }

    def respond(self, turn: Turn) -> Reply:
        """The reply of the offered action."""
        if turn.offer_key is not None:
            return self._late(turn, turn.offer_key)
        offer, _, day = (turn.offer or "").partition(" ")
        if offer in BEGINNINGS:
            date = SaidDate(day, turn.now) if day else turn.date
            return self._resume.respond(replace(turn, topic=offer, date=date))
        taker = self._takers.get(offer)
        if taker is None:
            return Reply((Utterance("utter_yes_to_what"),))
        return taker(turn)

    def _late(self, turn: Turn, offer_key: str) -> Reply:
        """A button that confirms what is done or was given up: a second tap changes nothing."""
        try:
            done = self.services.store.doing_of_session(turn.session, turn.now).done(offer_key)
        except StoreUnavailable:
            return Reply((Utterance("utter_store_down"),))
        if done is None:
            return Reply((Utterance("utter_offer_over"),))
        return Reply((Utterance(f"utter_already_{done.deed.value}", {"return_number": done.return_number}),))
