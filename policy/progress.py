"""What a return is waiting for: the instants that deadlines count from, while nobody has answered them.

Deadlines, next steps, drop-off and refund outlooks all read these, so that they can't tell a customer different
dates. Each is None where the wait has not begun or is over.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Optional

from policy.calendars import Place, latest, utc
from policy.facts import Facts
from policy.model import EventType, ReturnRequest
from policy.own_cost import follows_times
from policy.status import (
    AT_WAREHOUSE,
    DECIDED,
    INSPECTED,
    RECEIVED,
    REFUNDED,
    SENT,
    History,
    Status,
    has_failed,
    is_rejected,
    standing,
)

ANSWERED: Final = (EventType.SELLER_RESPONDED, EventType.ESCALATED)


def is_over(history: History) -> bool:
    """Whether nothing more is due: cancelled, rejected, or the money has arrived."""
    status, _ = standing(history)
    return status in (Status.CANCELLED, Status.REFUND_SETTLED) or is_rejected(history)


def waits_for_answer(history: History) -> Optional[datetime]:
    """Since when a request has had no answer at all, neither from the seller nor from the platform."""
    answered = history.has(*ANSWERED, *DECIDED, *SENT, *AT_WAREHOUSE)
    return None if answered or is_over(history) else history.first(EventType.REQUESTED)


def waits_for_parcel(history: History) -> Optional[datetime]:
    """Since when the customer could have sent the items: the label's issue, or the approval where there is none."""
    if is_over(history) or history.has(*SENT, *AT_WAREHOUSE):
        return None
    return history.first(EventType.LABEL_ISSUED) or history.first(EventType.APPROVED)


def waits_for_warehouse(history: History) -> Optional[datetime]:
    """Since when a parcel has been handed in that the warehouse has not received.

    The first scan proves the hand-in where nobody recorded it. A scan alone does not end the wait: it says where the
    parcel is, not that the page shows the return as received.
    """
    return None if is_over(history) or history.has(*AT_WAREHOUSE) else history.first(*SENT)


def waits_for_inspection(history: History) -> Optional[datetime]:
    """Since when a parcel has been at the warehouse without being inspected or refunded; one of a cancelled return
    waits for nothing that the rules promise."""
    answered = history.has(EventType.CANCELLED, *INSPECTED, *REFUNDED)
    return None if answered or is_over(history) else history.first(*RECEIVED)


def waits_for_money(history: History, logistics: Place, facts: Facts) -> Optional[datetime]:
    """From when the days of a refund count that has not arrived; it may lie ahead.

    The guide lets the refund begin once the check is completed and all is in order (Reception and Inspection), and says
    so once more where the warehouse confirms the return (Finalizing the Return and Refund). So the days count from the
    passed check; while nothing is recorded of one, from the day by which it should be done; and from the issue of the
    refund once there is one. For a parcel that never arrived, or whose arrival nobody recorded, nothing is
    known before that, although it may start by itself. A failed inspection starts nothing by itself.

    Args:
        history: What has happened to it up to `now`.
        logistics: Where the parcel travels and is checked.
        facts: The rules.
    """
    issued = history.first(EventType.REFUND_ISSUED)
    if is_over(history) or (has_failed(history) and issued is None):
        return None
    if issued is not None:
        return issued
    passed, received = history.first(EventType.INSPECTION_PASSED), history.first(*RECEIVED)
    if passed is not None or received is None:
        return passed
    return latest(received, facts["inspection"], logistics) if facts["inspection"].is_stated else received


def lost_since(
    ret: ReturnRequest, history: History, logistics: Place, now: datetime, facts: Facts
) -> Optional[datetime]:
    """When the refund of a parcel that did not arrive starts by itself by the rule; None before that.

    None too where the rule is about free returns and this is none.

    One that was issued before then has another reason.
    """
    handed_in = history.first(*SENT)
    if not follows_times(ret, facts) or handed_in is None or is_over(history) or history.has(*RECEIVED, *INSPECTED):
        return None
    if not facts["parcel.lost"].is_stated:
        return None
    lost_at = latest(handed_in, facts["parcel.lost"], logistics)
    issued_at = history.first(EventType.REFUND_ISSUED)
    return lost_at if lost_at < min(utc(now), issued_at or utc(now)) else None
