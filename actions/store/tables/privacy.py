"""The table that says whose conversations there were."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped

from actions.store.tables.shop import Base, UtcInstant


class ConversationLinkRow(Base):
    """A conversation in which somebody has proven to be a customer; it is known by its digest only.

    It outlives the proof, so that what was said can be exported and forgotten with the customer. `signed_in` says that
    the shop has vouched for them there, if only once.
    """

    __tablename__ = "conversation_links"
    __table_args__ = (
        Index("ix_conversation_links_customer_id", "customer_id"),
        Index("ix_conversation_links_last_proven_at", "last_proven_at"),
    )

    session_key: Mapped[str] = Column(String(64), primary_key=True)
    customer_id: Mapped[str] = Column(
        ForeignKey("customers.id", name="fk_conversation_links_customer_id"), primary_key=True
    )
    last_proven_at: Mapped[datetime] = Column(UtcInstant, nullable=False)
    signed_in: Mapped[bool] = Column(Boolean, nullable=False, server_default=false())
