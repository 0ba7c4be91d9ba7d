"""Begins to note that a parcel was handed in."""

from __future__ import annotations

from actions.doing.draft import DROP_OFF_FORM
from actions.doing.dropping_off import begun_drop_off, nothing_to_tell
from actions.reply import Reply, Utterance
from actions.return_action import Case, ReturnAction
from actions.turn import Turn


class ActionBeginDropOffReport(ReturnAction):
    """Goes on to ask for day and tracking number, where nobody else knows of the hand-in yet."""

    name_ = "action_begin_drop_off_report"
    topics = ("tell_drop_off",)

    def rule(self, topic: str, turn: Turn) -> tuple[Utterance, ...]:
        """Nothing: whoever gets here has read the rule."""
        return ()

    def answer_return(self, topic: str, turn: Turn, case: Case) -> Reply:
        """The form, or what is known already."""
        known = nothing_to_tell(case, self.services.facts)
        if known is not None:
            return Reply((known,))
        begins = begun_drop_off(turn, case)
        return Reply(begins.said, {**begins.slots, "said_date": None}, form=DROP_OFF_FORM)
