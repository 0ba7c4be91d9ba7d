"""Until when something should happen, in the words of a card."""

from __future__ import annotations

from datetime import datetime

from actions.replies.formatting import show_days, show_instant, show_moment
from actions.replies.reply import Phrase, Shown
from actions.replies.return_case import Case
from policy.deadlines import Deadline, DeadlineKind
from policy.model import Customer

#: Spans counted in hours end at an hour; all others hold to the end of a day.
COUNTED_IN_HOURS = frozenset({DeadlineKind.PROCESSING, DeadlineKind.SELLER})


def show_due(deadline: Deadline, customer: Customer, now: datetime) -> Shown:
    """The end of a deadline in the customer's time zone, with the hour where it is counted in hours."""
    show = show_moment if deadline.kind in COUNTED_IN_HOURS else show_instant
    return show(deadline.due, customer, now)


def expected(deadline: Deadline, case: Case) -> Phrase:
    """Until when, or between which days: "by Wednesday 14 October"."""
    values = {"due": show_due(deadline, case.customer, case.now)}
    if deadline.overdue(case.now):
        return Phrase(f"when_{deadline.kind}_overdue", values)
    if deadline.earliest is not None and deadline.kind is DeadlineKind.REFUND and deadline.earliest > case.now:
        values["earliest"] = show_instant(deadline.earliest, case.customer, case.now)
        return Phrase("when_refund_between", values)
    return Phrase(f"when_{deadline.kind}", values)


def time_left(days: int) -> Phrase:
    """How far away a day is: "2 days left", "today", "3 days ago".

    Args:
        days: From today to that day, below 0 where it is over.
    """
    if days == 0:
        return Phrase("days_left_none")
    return Phrase("days_left" if days > 0 else "days_ago", {"days": show_days(abs(days))})
