"""The case that a ticket brings: who asks, about which return, what happened, and what was said."""

from __future__ import annotations

from dataclasses import replace

from actions.dialogue.turn import ActionContext
from actions.help_desk.ticket import Line, Priority, TicketContent
from actions.help_desk.transcript import rules_of, topic_of, transcript_of
from actions.replies.return_case import Case
from core.clock import format_instant
from policy.deadlines import open_deadlines
from policy.facts import Facts
from policy.model import Customer, Item, Order
from policy.status import return_state


def ticket_content(turn: ActionContext, customer: Customer | None, case: Case | None, facts: Facts) -> TicketContent:
    """What a person needs in order to take over.

    Args:
        turn: The turn that the customer asked for a person in.
        customer: Who they are, where they have proven it. Nothing that they only claim is passed on as theirs.
        case: The return that it is about, where one is known.
        facts: The rules, for the return's dates.
    """
    told = TicketContent(
        customer_id=customer.id if customer else None,
        email=customer.email if customer else None,
        rules=rules_of(turn.events),
        transcript=transcript_of(turn.events, verified=customer is not None, language=turn.spoken),
        language=turn.spoken,
        topic=topic_of(turn.events),
    )
    if case is None:
        return told
    state = return_state(case.found.events, case.now)
    deadlines = open_deadlines(case.found, case.customer, case.now, facts)
    return replace(
        told,
        return_number=case.found.number,
        order_number=case.found.order.number,
        items=tuple(_named(item, case.found.order) for item in case.found.items),
        status=str(state.status),
        events=tuple(
            Line(format_instant(entry.at), entry.type.value, "the customer's word" if entry.told else "")
            for entry in state.timeline
        ),
        deadlines=tuple(
            Line(format_instant(each.due), str(each.kind), "has passed" if each.overdue(case.now) else "")
            for each in deadlines
        ),
        rules=tuple(dict.fromkeys((*told.rules, *(each.because for each in deadlines)))),
    )


def _named(item: Item, order: Order) -> str:
    """An item with its pieces where not one or not all, for an agent."""
    bought = next((each.quantity for each in order.items if each.id == item.id), item.quantity)
    return item.title if bought == 1 else f"{item.title} ({item.quantity} of {bought} pieces)"


def ticket_priority(case: Case | None, facts: Facts) -> Priority:
    """High where a date of the return has passed."""
    if case is None:
        return Priority.NORMAL
    deadlines = open_deadlines(case.found, case.customer, case.now, facts)
    return Priority.HIGH if any(each.overdue(case.now) for each in deadlines) else Priority.NORMAL
