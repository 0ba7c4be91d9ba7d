"""The card that shows dates: what is due, until when, and how many days are left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from actions.replies.card import Card, Part
from actions.replies.due_phrases import expected, time_left
from actions.replies.formatting import show_instant
from actions.replies.reply import Phrase
from actions.replies.return_case import Case
from policy.deadlines import Deadline, DeadlineKind
from policy.model import EventType
from policy.status import History


@dataclass(frozen=True)
class ShownDeadline(Part):
    """A date with its words; `due` is an instant, `days_left` counts on the customer's calendar."""

    kind: str
    return_number: str
    label: Phrase
    due: datetime
    when: Phrase
    days_left: int
    left: Phrase
    overdue: bool
    advice: Phrase

    def as_line(self, say: str) -> Phrase:
        """The date as a line of text, worded by the phrase `say`."""
        values = ("return_number", "label", "when", "left", "advice")
        return Phrase(say, {name: getattr(self, name) for name in values})


@dataclass(frozen=True)
class Deadlines(Card):
    """The dates of one return, the soonest first."""

    card: ClassVar[str] = "deadlines"

    title: Phrase
    deadlines: tuple[ShownDeadline, ...]

    def lines(self) -> list[Phrase]:
        """The dates as lines of text."""
        return [each.as_line("line_date_overdue" if each.overdue else "line_date") for each in self.deadlines]


@dataclass(frozen=True)
class Notice(Deadlines):
    """Dates so near that they are worth showing before the chat is opened."""

    def lines(self) -> list[Phrase]:
        """The dates as lines of text, each with its return."""
        return [each.as_line("line_near_date") for each in self.deadlines]

    def as_json(self) -> dict[str, Any]:
        """The card, marked, with when to stop showing it and a line for the launcher."""
        card = super().as_json()
        line = self.deadlines[0].as_line("card_notice").as_json()
        return {**card, "notice": True, "due": card["deadlines"][0]["due"], "notice_text": line}


def shown_deadline(deadline: Deadline, case: Case) -> ShownDeadline:
    """A deadline of a return with its words."""
    days = deadline.days_left(case.now, case.customer.timezone)
    overdue = deadline.overdue(case.now)
    return ShownDeadline(
        kind=str(deadline.kind),
        return_number=case.found.number,
        label=Phrase(f"deadline_{deadline.kind}"),
        due=deadline.due,
        when=expected(deadline, case),
        days_left=days,
        left=time_left(days),
        overdue=overdue,
        advice=Phrase(f"advice_{deadline.kind}{lateness(deadline, case)}"),
    )


def lateness(deadline: Deadline, case: Case) -> str:
    """The ending of a phrase about a deadline: nothing while it holds, then that it is late, and how."""
    if not deadline.overdue(case.now):
        return ""
    if deadline.kind is DeadlineKind.REFUND and not _refund_was_sent(case):
        return "_overdue_not_sent"
    return "_overdue"


def _refund_was_sent(case: Case) -> bool:
    return any(event.type is EventType.REFUND_ISSUED and event.at <= case.now for event in case.found.events)


def deadlines_heading(case: Case) -> Phrase:
    """Which return dates are of, and from which word of the customer they count where they do."""
    values = {"return_number": case.found.number}
    told = History.until(case.found.events, case.now).told
    if told is None:
        return Phrase("card_deadlines", values)
    return Phrase("card_deadlines_told", {**values, "on": show_instant(told, case.customer, case.now)})


def deadlines_card(deadlines: Sequence[Deadline], case: Case) -> Deadlines:
    """The card for the dates of one return; there is at least one."""
    values = {"return_number": case.found.number}
    return Deadlines(
        text=deadlines_heading(case),
        title=Phrase("card_return", values),
        deadlines=tuple(shown_deadline(deadline, case) for deadline in deadlines),
    )


def due_soon(text: Phrase, dates: Sequence[tuple[Deadline, Case]]) -> Notice:
    """The card for near dates of any returns of a customer, the soonest first; there is at least one."""
    shown = tuple(shown_deadline(deadline, case) for deadline, case in dates)
    return Notice(text=text, title=Phrase("card_due_soon"), deadlines=shown)
