"""Whether this return can still be cancelled or changed, and how."""

from __future__ import annotations

from actions.reply import Reply, Utterance
from actions.return_action import Case, ReturnAction
from actions.turn import Turn
from policy.eligibility import can_amend, can_cancel


class ActionCanChangeReturn(ReturnAction):
    """Answers for one return whether cancelling or amending is still possible."""

    name_ = "action_can_change_return"
    topics = ("ask_cancel_return", "ask_amend_return")

    def answer_return(self, topic: str, turn: Turn, case: Case) -> Reply:
        """Yes and how, or no and why."""
        wish, rule = ("amend", can_amend) if topic == "ask_amend_return" else ("cancel", can_cancel)
        verdict = rule(case.found, case.now, self.services.facts)
        response = f"utter_{wish}_allowed" if verdict.allowed else f"utter_{wish}_refused_{verdict.reason}"
        return Reply((Utterance(response, {"return_number": case.found.number}, because=verdict.because),))
