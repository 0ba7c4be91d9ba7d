"""Numbers for new tickets: the next one after every ticket that there ever was."""

from __future__ import annotations

from typing import Optional

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from actions.store.tables.help_desk import TicketNumberRow, TicketRow

_ONLY = 1


def next_ticket_row(session: Session) -> Optional[int]:
    """The row of the next ticket; None where the database counts by itself.

    SQLite goes on from the highest row that is there, so that it would give the number of a deleted ticket again.
    PostgreSQL's sequences never do, and the version before this one, which may run beside it, counts by them.

    Args:
        session: A writing one, in which the ticket will be added.
    """
    if session.connection().dialect.name != "sqlite":
        return None
    # Where something else has opened tickets, as the version before this one did, they count as well.
    highest = select(func.coalesce(func.max(TicketRow.seq), 0)).scalar_subquery()
    following = func.max(TicketNumberRow.last, highest) + 1
    only = TicketNumberRow.id == _ONLY
    session.connection().execute(update(TicketNumberRow).where(only).values(last=following))
    return int(session.execute(select(TicketNumberRow.last).where(only)).scalar_one())
