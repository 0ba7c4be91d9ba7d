"""The tables that say who has proven which customer they are, and who was refused."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from actions.store.tables.shop import Base, UtcInstant

LONGEST_GIVEN_NAME = 64


class VerifiedSessionRow(Base):
    """A chat session that has proven to speak for a customer; the session is known by a digest only.

    `live_until` moves on with every use, never beyond `ends_at`, which a signed-in customer's token sets.
    """

    __tablename__ = "verified_sessions"
    __table_args__ = (Index("ix_verified_sessions_live_until", "live_until"),)

    session_key: Mapped[str] = Column(String(64), primary_key=True)
    customer_id: Mapped[str] = Column(
        ForeignKey("customers.id", name="fk_verified_sessions_customer_id"), nullable=False
    )
    proven: Mapped[str] = Column(String(20), nullable=False)
    given_name = Column(String(LONGEST_GIVEN_NAME))
    live_until: Mapped[datetime] = Column(UtcInstant, nullable=False)
    ends_at = Column(UtcInstant)


class RefusedTryRow(Base):
    """A refused attempt to prove who one is, once for each subject it counts for; subjects are digests."""

    __tablename__ = "refused_tries"
    __table_args__ = (Index("ix_refused_tries_subject_key", "subject_key", "at"), Index("ix_refused_tries_at", "at"))

    seq: Mapped[int] = Column(Integer, primary_key=True)
    subject_key: Mapped[str] = Column(String(64), nullable=False)
    at: Mapped[datetime] = Column(UtcInstant, nullable=False)


class MailLinkRow(Base):
    """The last link by which whoever writes the mails of a conversation proves that a record's address is theirs.

    `token_key` is a digest of what the link holds, `address_key` of the address that it went to, `number_key` the
    number that the mail named. `used_at` is null until the button behind the link was pressed.
    """

    __tablename__ = "mail_links"
    __table_args__ = (
        UniqueConstraint("token_key", name="uq_mail_links_token_key"),
        Index("ix_mail_links_customer_id", "customer_id"),
        Index("ix_mail_links_at", "at"),
    )

    conversation_key: Mapped[str] = Column(String(64), primary_key=True)
    conversation: Mapped[str] = Column(String(255), nullable=False)
    token_key: Mapped[str] = Column(String(64), nullable=False)
    customer_id: Mapped[str] = Column(String(64), nullable=False)
    number_key: Mapped[str] = Column(String(64), nullable=False)
    address_key: Mapped[str] = Column(String(64), nullable=False)
    at: Mapped[datetime] = Column(UtcInstant, nullable=False)
    used_at = Column(UtcInstant)
