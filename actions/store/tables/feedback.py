"""The table of what customers think of answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, String, Text
from sqlalchemy.orm import Mapped

from actions.store.tables.shop import Base, UtcInstant

LONGEST_MESSAGE_ID = 128
LONGEST_RESPONSE = 100
LONGEST_WORDS = 300


class FeedbackRow(Base):
    """A thumb on one message of a conversation, which is known by a digest only. `facts` is a JSON list of ids."""

    __tablename__ = "feedback"
    __table_args__ = (Index("ix_feedback_response", "response", "value"), Index("ix_feedback_at", "at"))

    session_key: Mapped[str] = Column(String(64), primary_key=True)
    message_id: Mapped[str] = Column(String(LONGEST_MESSAGE_ID), primary_key=True)
    value: Mapped[str] = Column(String(4), nullable=False)
    response: Mapped[str] = Column(String(LONGEST_RESPONSE), nullable=False)
    facts: Mapped[str] = Column(Text, nullable=False)
    reason: Mapped[str] = Column(String(20))
    words: Mapped[str] = Column(String(LONGEST_WORDS))
    at: Mapped[datetime] = Column(UtcInstant, nullable=False)
