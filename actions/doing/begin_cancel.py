"""Begins to cancel a return."""

from __future__ import annotations

from actions.doing.cancelling import refusal
from actions.doing.draft import CANCEL_FORM, begun
from actions.identity import records_of
from actions.reply import Reply, Utterance
from actions.return_action import Case, ReturnAction
from actions.turn import Turn


class ActionBeginCancel(ReturnAction):
    """Goes on to the question whether to cancel, where that is still possible."""

    name_ = "action_begin_cancel"
    topics = ("cancel_return",)

    def rule(self, topic: str, turn: Turn) -> tuple[Utterance, ...]:
        """Nothing: whoever gets here has read the rule."""
        return ()

    def answer_return(self, topic: str, turn: Turn, case: Case) -> Reply:
        """The form, or why not."""
        claim = records_of(turn, self.services).drop_off_claim(case.found.number)
        refused = refusal(case, claim, self.services.facts)
        if refused is not None:
            return Reply((refused,))
        return Reply((), begun(turn, CANCEL_FORM, case.found.number), form=CANCEL_FORM)
