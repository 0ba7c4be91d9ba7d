"""Asks for the return that the customer has confirmed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from actions.doing.asked_return import AskedReturn, Told, asked_return, told
from actions.doing.draft import Draft
from actions.doing.finish import FinishAction, NotPossible, unchanged
from actions.reply import Utterance
from actions.store.changes import Change, Deed, Done, Holdings, NewReturn
from actions.turn import Turn
from policy.eligibility import EligibilityReason, can_amend
from policy.facts import Facts
from policy.model import RefundTerms

#: An order does not tell how it was paid; refunds go back the same way.
REFUND_METHOD = "original"


class ActionStartReturn(FinishAction):
    """The end of the form that starts a return."""

    name_ = "action_start_return"
    topic = "start_return"
    said = "utter_return_started"
    said_before = "utter_already_start"

    def decide(self, turn: Turn, draft: Draft, confirmed: str) -> Callable[[Holdings], Change]:
        """The request, where all that was confirmed is still possible."""

        def change(held: Holdings) -> Change:
            asked = asked_return(held, draft, turn.now, self.services.facts)
            what = told(turn.slots, asked) if asked else None
            if asked is None or what is None:
                raise NotPossible(Utterance("utter_offer_changed_nothing_done"))
            unchanged(confirmed, what.key(draft, asked))
            require_changeable(asked, held, turn.now, self.services.facts)
            return _change(asked, what)

        return change

    def told(self, turn: Turn, draft: Draft, done: Done) -> tuple[Utterance, ...]:
        """The number, and what comes next."""
        values = {"return_number": done.return_number}
        if done.earlier:
            return (Utterance(self.said_before, values),)
        return (Utterance(self.said, {**values, "replaced": draft.about}, because="request.processing"),)


class ActionAmendReturn(ActionStartReturn):
    """The end of the form that changes a return."""

    name_ = "action_amend_return"
    topic = "amend_return"
    said = "utter_return_amended"
    said_before = "utter_already_amend"


def require_changeable(asked: AskedReturn, held: Holdings, now: datetime, facts: Facts) -> None:
    """Refuses to replace a return whose parcel has left.

    Raises:
        NotPossible: It has, or the return is over.
    """
    if asked.replaced is None:
        return
    verdict = can_amend(asked.replaced, now, facts)
    if verdict.allowed and asked.replaced.number not in held.claims:
        return
    reason = EligibilityReason.ALREADY_SENT if verdict.allowed else verdict.reason
    values = {"return_number": asked.replaced.number}
    raise NotPossible(Utterance(f"utter_amend_refused_{reason}", values, because=verdict.because))


def _change(asked: AskedReturn, what: Told) -> Change:
    new = NewReturn(
        order_number=asked.order.number,
        item_ids=tuple(item.id for item in what.items),
        shipping=what.service,
        refund=RefundTerms(what.amount, REFUND_METHOD),
        reason=what.reason,
        description=what.description,
    )
    if asked.replaced is None:
        return Change(Deed.START, ask_for=new)
    return Change(Deed.AMEND, cancel=asked.replaced.number, ask_for=new)
