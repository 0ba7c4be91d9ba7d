"""The tables of what customers had the assistant do, and of what they told it on the way."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped

from actions.store.tables.shop import Base, UtcInstant

LONGEST_DESCRIPTION = 1_000
LONGEST_TRACKING_NUMBER = 64


class OperationRow(Base):
    """Something that a customer confirmed and the assistant did. What was confirmed once is done once."""

    __tablename__ = "operations"
    __table_args__ = (
        UniqueConstraint("session_key", "offer", name="uq_operations_offer"),
        Index("ix_operations_customer_id", "customer_id"),
        Index("ix_operations_at", "at"),
    )

    seq: Mapped[int] = Column(Integer, primary_key=True)
    session_key: Mapped[str] = Column(String(64), nullable=False)
    offer: Mapped[str] = Column(String(64), nullable=False)
    customer_id: Mapped[str] = Column(ForeignKey("customers.id", name="fk_operations_customer_id"), nullable=False)
    kind: Mapped[str] = Column(String(20), nullable=False)
    return_number: Mapped[str] = Column(String(64), nullable=False)
    at: Mapped[datetime] = Column(UtcInstant, nullable=False)


class ReturnReasonRow(Base):
    """Why a return was asked for, in the customer's words; the store's file format has no place for it."""

    __tablename__ = "return_reasons"
    __table_args__ = (Index("ix_return_reasons_customer_id", "customer_id"), Index("ix_return_reasons_at", "at"))

    return_key: Mapped[str] = Column(
        ForeignKey("returns.key", name="fk_return_reasons_return_key"), primary_key=True, nullable=False
    )
    customer_id: Mapped[str] = Column(ForeignKey("customers.id", name="fk_return_reasons_customer_id"), nullable=False)
    reason: Mapped[str] = Column(String(40), nullable=False)
    description: Mapped[str] = Column(Text, nullable=False)
    at: Mapped[datetime] = Column(UtcInstant, nullable=False)


class DropOffClaimRow(Base):
    """A customer's word that a parcel was handed in. It is no event: those are what shop and carrier know.

    A later row counts in place of an earlier one; a `withdrawn` one says that the earlier word was wrong.
    """

    __tablename__ = "drop_off_claims"
    __table_args__ = (
        Index("ix_drop_off_claims_return_key", "return_key", "seq"),
        Index("ix_drop_off_claims_customer_id", "customer_id"),
        Index("ix_drop_off_claims_at", "at"),
    )

    seq: Mapped[int] = Column(Integer, primary_key=True)
    return_key: Mapped[str] = Column(ForeignKey("returns.key", name="fk_drop_off_claims_return_key"), nullable=False)
    customer_id: Mapped[str] = Column(ForeignKey("customers.id", name="fk_drop_off_claims_customer_id"), nullable=False)
    dropped_off_at: Mapped[datetime] = Column(UtcInstant, nullable=False)
    tracking_number = Column(String(LONGEST_TRACKING_NUMBER))
    withdrawn: Mapped[bool] = Column(Boolean, nullable=False, default=False, server_default=false())
    at: Mapped[datetime] = Column(UtcInstant, nullable=False)


class ReturnNumberRow(Base):
    """The last number that was given to a return; one row."""

    __tablename__ = "return_numbers"

    id: Mapped[int] = Column(Integer, primary_key=True, autoincrement=False)
    last: Mapped[int] = Column(Integer, nullable=False)
