"""Which dates apply to a return."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from actions.refund_status import when_money_comes
from actions.reply import Phrase, Reply, Utterance
from actions.return_action import Case, ReturnAction
from actions.show import show_instant, show_moment
from actions.turn import Turn
from policy.deadlines import Deadline, DeadlineKind, open_deadlines
from policy.model import EventType

#: Questions about one stage are answered with that stage's dates.
KINDS: Mapping[str, frozenset[DeadlineKind]] = MappingProxyType(
    {
        "ask_deadlines": frozenset(DeadlineKind),
        "ask_processing_time": frozenset({DeadlineKind.PROCESSING}),
        "ask_seller_silent": frozenset({DeadlineKind.SELLER}),
        "ask_ship_by": frozenset({DeadlineKind.SHIP_BY}),
        "ask_inspection_time": frozenset({DeadlineKind.INSPECTION}),
    }
)
#: Spans counted in hours end at an hour; all others hold to the end of a day.
COUNTED_IN_HOURS = frozenset({DeadlineKind.PROCESSING, DeadlineKind.SELLER})


class ActionReturnDeadlines(ReturnAction):
    """Lists every open date of a return, or the one that the question is about."""

    name_ = "action_return_deadlines"
    topics = tuple(KINDS)

    def answer_return(self, topic: str, turn: Turn, case: Case) -> Reply:
        """The dates, soonest first, each with its rule; the general rule where none applies to this return.

        Once a parcel counts as lost its refund starts by itself, and the page it should have changed matters no more.
        """
        deadlines = open_deadlines(case.found, case.customer, case.now, self.services.facts)
        lost = any(each.kind is DeadlineKind.LOST_PARCEL and each.overdue(case.now) for each in deadlines)
        asked = [
            deadline
            for deadline in deadlines
            if deadline.kind in KINDS[topic] and not (lost and deadline.kind is DeadlineKind.DROP_OFF_UPDATE)
        ]
        number = {"return_number": case.found.number}
        if asked:
            lines = [deadline_line(deadline, case) for deadline in asked]
            return Reply((Utterance("utter_deadlines", {**number, "lines": lines}, because=asked[0].because),))
        nothing = Utterance("utter_no_deadline", number)
        if topic == "ask_deadlines":
            return Reply((nothing,))
        return Reply((Utterance("utter_no_such_deadline", number), *self.rule(topic, turn)))


def deadline_line(deadline: Deadline, case: Case) -> Phrase:
    """One date with what it is for, in the customer's time zone."""
    show = show_moment if deadline.kind in COUNTED_IN_HOURS else show_instant
    values: dict[str, Any] = {"due": show(deadline.due, case.customer, case.now)}
    if deadline.kind is DeadlineKind.REFUND:
        values["when"] = when_money_comes(deadline.earliest, deadline.due, case)
    lateness = "_overdue" if deadline.overdue(case.now) else ""
    if lateness and deadline.kind is DeadlineKind.REFUND and not _refund_was_sent(case):
        lateness = "_overdue_not_sent"
    return Phrase(f"line_deadline_{deadline.kind}{lateness}", values)


def _refund_was_sent(case: Case) -> bool:
    return any(event.type is EventType.REFUND_ISSUED and event.at <= case.now for event in case.found.events)
