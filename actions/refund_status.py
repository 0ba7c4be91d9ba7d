"""Where the money of a return is, and when to expect it."""

from __future__ import annotations

from actions.reply import Phrase, Reply, Utterance
from actions.return_action import Case, ReturnAction
from actions.show import show_instant, show_money
from actions.topic_action import OFFER_PERSON
from actions.turn import Turn
from policy.refund import RefundKind, refund_outlook


class ActionRefundStatus(ReturnAction):
    """Tells where the refund of a return stands, with the dates between which it should arrive."""

    name_ = "action_refund_status"
    topics = ("ask_refund_time", "ask_track_refund")

    def answer_return(self, topic: str, turn: Turn, case: Case) -> Reply:
        """The refund's state; the rule is its reason."""
        outlook = refund_outlook(case.found, case.customer, case.now, self.services.facts)
        values = {
            "return_number": case.found.number,
            "amount": show_money(outlook.amount, case.customer),
            "method": Phrase("method_card" if outlook.method == "card" else "method_other", {"name": outlook.method}),
        }
        for name in ("issued_at", "earliest", "latest"):
            instant = getattr(outlook, name)
            values[name] = show_instant(instant, case.customer, case.now) if instant else None
        kind: str = outlook.kind
        if outlook.kind is RefundKind.LATE:
            kind = "late_issued" if outlook.issued_at else "late_not_issued"
        elif outlook.kind is RefundKind.EXPECTED and outlook.because == "parcel.lost":
            kind = "expected_lost"
        offer = OFFER_PERSON if outlook.kind in (RefundKind.LATE, RefundKind.REFUSED) else None
        return Reply((Utterance(f"utter_refund_{kind}", values, because=outlook.because),), {"offer": offer})
