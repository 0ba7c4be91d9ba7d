"""Whether a return request can still be cancelled or changed.

Both hang on one thing: the items have not been sent back yet. Changing a request means cancelling it and applying
again with all the items ticked, so what can't be cancelled can't be changed either.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from policy.facts import Facts
from policy.model import ReturnRequest, Word
from policy.status import INSPECTED, RECEIVED, REFUNDED, SENT, History, Status, is_rejected, standing


class EligibilityReason(Word):
    """Why a request can be cancelled or changed, or can't."""

    NOT_SENT = "not_sent"
    ALREADY_SENT = "already_sent"
    TOLD_SENT = "told_sent"
    """Sent by the customer's word alone, which they can take back."""
    ALREADY_CANCELLED = "already_cancelled"
    FINISHED = "finished"
    """The refund is issued or has arrived."""
    REJECTED = "rejected"


@dataclass(frozen=True)
class Eligibility:
    """Whether something is allowed, why, and the fact that says so."""

    allowed: bool
    reason: EligibilityReason
    because: str


def can_cancel(ret: ReturnRequest, now: datetime, facts: Facts) -> Eligibility:
    """Whether a return request can be cancelled at `now` (an aware instant).

    Source of the rule: fact `request.cancel`.
    """
    return _before_sending(ret, now, facts["request.cancel"].id)


def can_amend(ret: ReturnRequest, now: datetime, facts: Facts) -> Eligibility:
    """Whether items can be added to or taken off a return request at `now` (an aware instant).

    Source of the rule: fact `request.amend`.
    """
    return _before_sending(ret, now, facts["request.amend"].id)


def _before_sending(ret: ReturnRequest, now: datetime, because: str) -> Eligibility:
    reason = _reason(History.until(ret.events, now))
    return Eligibility(reason is EligibilityReason.NOT_SENT, reason, because)


def _reason(history: History) -> EligibilityReason:
    status, _ = standing(history)
    if status is Status.CANCELLED:
        return EligibilityReason.ALREADY_CANCELLED
    if history.has(*REFUNDED):
        return EligibilityReason.FINISHED
    if is_rejected(history):
        return EligibilityReason.REJECTED
    if history.told is not None:
        return EligibilityReason.TOLD_SENT
    if history.has(*SENT, *RECEIVED, *INSPECTED):
        return EligibilityReason.ALREADY_SENT
    return EligibilityReason.NOT_SENT
