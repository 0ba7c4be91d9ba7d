"""Asks whether to note a hand-in, and repeats which and when."""

from __future__ import annotations

from actions.doing.asking import AskAction
from actions.doing.confirmation import confirmation
from actions.doing.draft import Draft
from actions.doing.dropping_off import claim_of, drop_off_key
from actions.identity import records_of
from actions.reply import Phrase, Reply, Utterance
from actions.show import show_instant
from actions.turn import Turn
from policy.model import Customer


class ActionAskDropOff(AskAction):
    """The last question before a hand-in is noted."""

    name_ = "action_ask_drop_off_form_confirmed"

    def ask(self, turn: Turn, draft: Draft, customer: Customer) -> Reply:
        """The return, the day, the tracking number, and what the note is worth."""
        found = records_of(turn, self.services).return_request(draft.about)
        claim = claim_of(turn)
        if found is None or claim is None:
            return Reply((Utterance("utter_offer_over"),))
        number = claim.tracking_number or found.tracking_number
        values = {
            "return_number": found.number,
            "on": show_instant(claim.dropped_off_at, customer, turn.now),
            "tracking": Phrase("tracking_given", {"tracking_number": number}) if number else Phrase("tracking_none"),
        }
        return confirmation(
            Utterance("utter_confirm_drop_off", values, because="update.dropoff"),
            drop_off_key(draft, found.number, claim),
            Phrase("choice_note_it"),
            Phrase("choice_do_not_note_it"),
        )
