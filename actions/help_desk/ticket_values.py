"""Turns rows of the hand-over into the values that everybody else works with."""

from __future__ import annotations

from actions.help_desk.ticket import Author, Priority, Ticket, TicketContent, TicketMessage, ticket_number
from actions.store.help_desk_tables import TicketMessageRow, TicketRow


def ticket_value(row: TicketRow) -> Ticket:
    """A ticket's row as a value."""
    return Ticket(
        number=ticket_number(row.seq),
        token=row.token,
        conversation=row.conversation,
        desk=row.desk,
        reference=row.reference,
        priority=Priority(row.priority),
        content=TicketContent.from_text(row.content),
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        listening=row.listening,
    )


def message_value(row: TicketMessageRow) -> TicketMessage:
    """A message's row as a value."""
    return TicketMessage(id=row.seq, author=Author(row.author), words=row.words, at=row.at)
