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


def waits_for_money(
    ret: ReturnRequest, history: History, logistics: Place, now: datetime, facts: Facts
) -> Optional[datetime]:
    """Since when a refund has been under way that has not arrived.

    From the warehouse's confirmation, with which the guide lets the refund begin (Finalizing the Return and Refund):
    its receipt, or the inspection where that was recorded first. For a parcel that never arrived, from the day on which
    the refund starts by itself, once one was issued: that it has started is not known before. Where neither is recorded
    from the day on which it was issued, as no money is sent before the parcel is confirmed: so none comes later than by
    the days from then on. A failed inspection starts nothing by itself.

    Args:
        ret: The return.
        history: What has happened to it up to `now`.
        logistics: Where the parcel travels, for the span after which it is lost.
        now: An aware instant.
        facts: The rules.
    """
    if is_over(history) or (has_failed(history) and not history.has(EventType.REFUND_ISSUED)):
        return None
    lost = lost_since(ret, history, logistics, now, facts) if history.has(EventType.REFUND_ISSUED) else None
    return history.first(*RECEIVED, *INSPECTED) or lost or history.first(EventType.REFUND_ISSUED)


def lost_since(
    ret: ReturnRequest, history: History, logistics: Place, now: datetime, facts: Facts
) -> Optional[datetime]:
    """When the refund of a free return's parcel that did not arrive starts by itself by the rule; None before that.

    One that was issued before then has another reason.
    """
    handed_in = history.first(*SENT)
    if not ret.is_free or handed_in is None or is_over(history) or history.has(*RECEIVED, *INSPECTED):
        return None
    if not facts["parcel.lost"].is_stated:
        return None
    lost_at = latest(handed_in, facts["parcel.lost"], logistics)
    issued_at = history.first(EventType.REFUND_ISSUED)
    return lost_at if lost_at < min(utc(now), issued_at or utc(now)) else None
