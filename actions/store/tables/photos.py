"""Photos and videos that customers sent: whose they are, what they are about, and where the files lie."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped

from actions.store.tables.shop import Base, UtcInstant


class PhotoRow(Base):
    """A file, from when it is begun to be sent.

    `name` is that of the file. `media_type` is null until all of it is there and safe, `sent_in` until the customer has
    sent it with a message: the id of that message. `size` is that of what is
    kept, and until then of what is sent. `held_until` is set while it waits for a proof of who sent it: when it goes
    without one.
    """

    __tablename__ = "photos"
    __table_args__ = (
        UniqueConstraint("name", name="uq_photos_name"),
        Index("ix_photos_conversation_key", "conversation_key", "seq"),
        Index("ix_photos_customer_id", "customer_id"),
        Index("ix_photos_return_key", "return_key"),
        Index("ix_photos_at", "at"),
        Index("ix_photos_held_until", "held_until"),
        Index("ix_photos_sent_in", "sent_in", "at"),
    )

    seq: Mapped[int] = Column(Integer, primary_key=True)
    name: Mapped[str] = Column(String(64), nullable=False)
    conversation_key: Mapped[str] = Column(String(64), nullable=False)
    customer_id = Column(String(64))
    return_key = Column(String(64))
    media_type = Column(String(20))
    size: Mapped[int] = Column(Integer, nullable=False)
    caption = Column(Text)
    sent_in = Column(String(64))
    at: Mapped[datetime] = Column(UtcInstant, nullable=False)
    held_until = Column(UtcInstant)
