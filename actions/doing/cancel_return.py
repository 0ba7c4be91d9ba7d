"""Cancels a return that the customer has confirmed to cancel."""

from __future__ import annotations

from collections.abc import Callable

from actions.doing.cancelling import cancel_key, refusal
from actions.doing.draft import Draft
from actions.doing.finish import FinishAction, NotPossible, unchanged
from actions.reply import Utterance
from actions.return_case import Case
from actions.store.changes import Change, Deed, Done, Holdings
from actions.turn import Turn


class ActionCancelReturn(FinishAction):
    """The end of the form that cancels."""

    name_ = "action_cancel_return"
    topic = "cancel_return"

    def decide(self, turn: Turn, draft: Draft, confirmed: str) -> Callable[[Holdings], Change]:
        """The cancellation, where nothing has been sent by then."""

        def change(held: Holdings) -> Change:
            found = held.return_request(draft.about)
            if found is None:
                raise NotPossible(Utterance("utter_offer_over"))
            refused = refusal(Case(found, held.customer, turn.now), held.claims.get(found.number), self.services.facts)
            if refused is not None:
                raise NotPossible(refused)
            unchanged(confirmed, cancel_key(draft, found))
            return Change(Deed.CANCEL, cancel=found.number)

        return change

    def told(self, turn: Turn, draft: Draft, done: Done) -> tuple[Utterance, ...]:
        """That it is cancelled."""
        said = "utter_already_cancel" if done.earlier else "utter_cancelled"
        return (Utterance(said, {"return_number": done.return_number}),)
