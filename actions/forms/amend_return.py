"""Begins to change the items of a return: it is cancelled and asked for anew, in one go."""

from __future__ import annotations

from actions.answers.cancel_or_change import refused
from actions.answers.return_fee import fee_told
from actions.dialogue.base_actions import Case, ReturnAction
from actions.dialogue.identity import records_of
from actions.dialogue.turn import ActionContext
from actions.forms.draft import AMEND_FORM, begun
from actions.forms.return_draft import possible_return
from actions.replies.item_names import item_names
from actions.replies.item_windows import windows_told
from actions.replies.reply import Reply, Utterance
from policy.eligibility import can_amend


class ActionBeginAmendReturn(ReturnAction):
    """Tells what the new request could hold and cost, and goes on to ask which items."""

    name_ = "action_begin_amend_return"
    topics = ("button_amend_return",)

    def rule(self, topic: str, turn: ActionContext) -> tuple[Utterance, ...]:
        """Nothing: whoever gets here has read the rule."""
        return ()

    def answer_return(self, topic: str, turn: ActionContext, case: Case) -> Reply:
        """The form; or why the return stays as it is."""
        found, facts = case.found, self.services.facts
        records = records_of(turn, self.services)
        verdict = can_amend(found, turn.now, facts)
        if not verdict.allowed:
            return Reply((refused(verdict, case, amends=True),))
        asked = possible_return(found.order, found, records.returns(), case.customer, turn.now, facts)
        windows = windows_told(found.order, asked.items, case.customer, turn.now)
        lost = asked.lost_by_replacing()
        if lost:
            titles = item_names([each.item for each in lost], found.order)
            told = {"return_number": found.number, "titles": titles}
            return Reply((windows, Utterance("utter_change_would_lose", told)))
        slots = {**begun(turn, AMEND_FORM, found.number), "offer": None}
        return Reply((windows, fee_told(asked.fee, found.order, case.customer, turn.now)), slots, form=AMEND_FORM)
