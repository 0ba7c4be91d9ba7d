"""Remembers in which conversations somebody has proven to be which customer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from actions.store.privacy_tables import ConversationLinkRow


def remember_link(session: Session, session_key: str, customer_id: str, now: datetime) -> None:
    """Notes that a conversation was a customer's, within the transaction in which they have proven it.

    Args:
        session: One that `writing` opened.
        session_key: The conversation's digest.
        customer_id: Who it was.
        now: The current instant, aware.
    """
    upsert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert
    statement = upsert(ConversationLinkRow).values(session_key=session_key, customer_id=customer_id, last_proven_at=now)
    session.execute(
        statement.on_conflict_do_update(index_elements=["session_key", "customer_id"], set_={"last_proven_at": now})
    )
