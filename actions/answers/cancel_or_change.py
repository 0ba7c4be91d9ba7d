"""Whether this return can still be cancelled or changed, and how."""

from __future__ import annotations

import json
from typing import Final

from actions.dialogue.base_actions import OFFER_AMEND, OFFER_CANCEL, Case, ReturnAction
from actions.dialogue.identity import records_of
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Choice, Phrase, Reply, Utterance
from policy.eligibility import EligibilityReason, can_amend, can_cancel

#: What is said where it is possible, what the button says, and what it begins; by whether the customer wants a change.
_ALLOWED: Final = {
    False: ("utter_cancel_allowed", "choice_cancel_for_me", OFFER_CANCEL),
    True: ("utter_amend_allowed", "choice_amend_for_me", OFFER_AMEND),
}


class ActionCancelOrChange(ReturnAction):
    """Answers for one return whether cancelling or amending is still possible, and offers to do it."""

    name_ = "action_cancel_or_change"
    topics = ("ask_cancel_return", "ask_amend_return")

    def answer_return(self, topic: str, turn: ActionContext, case: Case) -> Reply:
        """Yes and how, or no and why."""
        amends = topic == "ask_amend_return"
        verdict = (can_amend if amends else can_cancel)(case.found, case.now, self.services.facts)
        values = {"return_number": case.found.number}
        reason = verdict.reason
        if verdict.allowed and records_of(turn, self.services).drop_off_claim(case.found.number):
            reason = EligibilityReason.ALREADY_SENT
        if reason is not EligibilityReason.NOT_SENT:
            refused = f"utter_amend_refused_{reason}" if amends else f"utter_cancel_refused_{reason}"
            return Reply((Utterance(refused, values, because=verdict.because),))
        allowed, choice, offer = _ALLOWED[amends]
        about = json.dumps({"customer_number": case.found.number})
        choices = (Choice(Phrase(choice, values), f"/{offer}{about}"), Choice(Phrase("choice_no_thanks"), "/deny"))
        return Reply((Utterance(allowed, values, verdict.because, choices),), {"offer": offer})
