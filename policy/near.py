"""Which of a customer's returns are still open, and which of their dates are near."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from policy.calendars import utc
from policy.deadlines import Deadline, open_deadlines
from policy.facts import Facts
from policy.model import Customer, ReturnRequest
from policy.status import Status, return_state

NEAR: Final = timedelta(hours=48)
"""How soon a date is worth telling before anybody asks."""

OVER: Final = (Status.CANCELLED, Status.REJECTED, Status.REFUND_SETTLED)
"""Where nothing more happens with a return."""


def is_open(ret: ReturnRequest, now: datetime) -> bool:
    """Whether a return still goes on at `now`, an aware instant."""
    return return_state(ret.events, now).status not in OVER


def near_deadlines(
    returns: Iterable[ReturnRequest], customer: Customer, now: datetime, facts: Facts
) -> tuple[tuple[ReturnRequest, Deadline], ...]:
    """What falls due next of each open return, where that is within `NEAR`, the soonest first. What was missed is not.

    Args:
        returns: Returns of one customer.
        customer: Whose they are.
        now: An aware instant.
        facts: The rules.
    """
    found = []
    for ret in returns:
        ahead = (each for each in open_deadlines(ret, customer, now, facts) if not each.overdue(now))
        soonest = next(ahead, None) if is_open(ret, now) else None
        if soonest is not None and soonest.due - utc(now) <= NEAR:
            found.append((ret, soonest))
    return tuple(sorted(found, key=lambda each: (each[1].due, each[0].number)))
