"""Whether a conversation still is that of the customer who asked for a person in it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, case, func, or_, select

from actions.store.tables.help_desk import TicketRow
from actions.store.tables.privacy import ConversationLinkRow


def still_theirs() -> Any:
    """The condition that nobody but the one who opened a ticket has been known in its conversation since.

    Who had proven nothing when they asked may do so afterwards, once: a second customer is another one.
    """
    unknown = TicketRow.customer_id.is_(None)
    came_after = and_(
        ConversationLinkRow.customer_id != TicketRow.customer_id,
        ConversationLinkRow.last_proven_at >= TicketRow.opened_at,
    )
    others = (
        select(func.count())
        .where(ConversationLinkRow.session_key == TicketRow.conversation_key, or_(unknown, came_after))
        .scalar_subquery()
    )
    return others <= case((unknown, 1), else_=0)
