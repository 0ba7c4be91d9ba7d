"""Whether this return can still be cancelled or changed, and how."""

from __future__ import annotations

import json

from actions.dialogue.base_actions import OFFER_AMEND, OFFER_CANCEL, Case, ReturnAction
from actions.dialogue.identity import records_of
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Choice, Phrase, Reply, Utterance
from policy.eligibility import EligibilityReason, can_amend, can_cancel


class ActionCancelOrChange(ReturnAction):
    """Answers for one return whether cancelling or amending is still possible, and offers to do it."""

    name_ = "action_cancel_or_change"
    topics = ("ask_cancel_return", "ask_amend_return")

    def answer_return(self, topic: str, turn: ActionContext, case: Case) -> Reply:
        """Yes and how, or no and why."""
        wish, rule = ("amend", can_amend) if topic == "ask_amend_return" else ("cancel", can_cancel)
        verdict = rule(case.found, case.now, self.services.facts)
        values = {"return_number": case.found.number}
        reason = verdict.reason
        if verdict.allowed and records_of(turn, self.services).drop_off_claim(case.found.number):
            reason = EligibilityReason.ALREADY_SENT
        if reason is not EligibilityReason.NOT_SENT:
            return Reply((Utterance(f"utter_{wish}_refused_{reason}", values, because=verdict.because),))
        about = json.dumps({"customer_number": case.found.number})
        offer = OFFER_CANCEL if wish == "cancel" else OFFER_AMEND
        choices = (
            Choice(Phrase(f"choice_{wish}_for_me", values), f"/{offer}{about}"),
            Choice(Phrase("choice_no_thanks"), "/deny"),
        )
        return Reply((Utterance(f"utter_{wish}_allowed", values, verdict.because, choices),), {"offer": offer})
