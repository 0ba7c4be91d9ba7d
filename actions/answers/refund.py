"""Where the money of a return is, and when to expect it."""

from __future__ import annotations

from datetime import datetime

from actions.answers.return_status import status_phrase
from actions.dialogue.base_actions import OFFER_PERSON, Case, ReturnAction
from actions.dialogue.turn import ActionContext
from actions.replies.formatting import show_instant, show_money
from actions.replies.reply import Phrase, Reply, Utterance
from policy.facts import Facts
from policy.next_step import StepKind, next_step
from policy.refund import RefundKind, refund_outlook
from policy.status import return_state

#: Where only a person can go on.
NEEDS_PERSON = frozenset({RefundKind.LATE, RefundKind.REFUSED})


class ActionRefund(ReturnAction):
    """Tells where the refund of a return stands, with the dates between which it should arrive."""

    name_ = "action_refund"
    topics = ("ask_refund_time", "ask_track_refund")

    def answer_return(self, topic: str, turn: ActionContext, case: Case) -> Reply:
        """The refund's state; the rule is its reason."""
        outlook = refund_outlook(case.found, case.customer, case.now, self.services.facts)
        values = {
            "return_number": case.found.number,
            "status": status_phrase(return_state(case.found.events, case.now), case),
            "amount": show_money(outlook.amount, case.customer),
            "method": Phrase("method_card" if outlook.method == "card" else "method_other", {"name": outlook.method}),
        }
        for name in ("issued_at", "latest"):
            instant = getattr(outlook, name)
            values[name] = show_instant(instant, case.customer, case.now) if instant else None
        if outlook.latest is not None:
            values["when"] = when_money_comes(outlook.earliest, outlook.latest, case)
        kind: str = outlook.kind
        if outlook.kind is RefundKind.LATE:
            kind = "late_issued" if outlook.issued_at else "late_not_issued"
        elif outlook.kind is RefundKind.EXPECTED and outlook.because == "parcel.lost":
            kind = "expected_lost"
        elif outlook.kind is RefundKind.NONE and sent_after_cancelling(case, self.services.facts):
            kind = "none_sent"
        offer = OFFER_PERSON if kind == "none_sent" or outlook.kind in NEEDS_PERSON else None
        return Reply((Utterance(f"utter_refund_{kind}", values, because=outlook.because),), {"offer": offer})


def when_money_comes(earliest: datetime | None, latest: datetime, case: Case) -> Phrase:
    """Between which days the money should arrive; only until when, once the first of them has passed."""
    values = {"latest": show_instant(latest, case.customer, case.now)}
    if earliest is None or earliest <= case.now:
        return Phrase("money_by", values)
    return Phrase("money_between", {**values, "earliest": show_instant(earliest, case.customer, case.now)})


def sent_after_cancelling(case: Case, facts: Facts) -> bool:
    """Whether a parcel travels although its return was cancelled."""
    return next_step(case.found, case.customer, case.now, facts).kind is StepKind.TALK_TO_PERSON
