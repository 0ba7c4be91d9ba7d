"""The tables of returns that the connected shop keeps itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Column, Index, Integer, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped

from actions.store.tables.shop import Base, UtcInstant

LONGEST_SHOP_ID = 100
LONGEST_REFUSAL = 300


class ShopReturnRow(Base):
    """A return that the shop knows, or is to be told of.

    It comes before its return where the shop was asked first, so that two processes don't give it two numbers.
    `shop_id` is null until the shop knows it, `due_at` where the shop need not be told anything. `refused` is why the
    shop would not take what it was told last. `is_open` until it is cancelled, or its money is on the way.
    """

    __tablename__ = "shop_returns"
    __table_args__ = (
        UniqueConstraint("shop_id", name="uq_shop_returns_shop_id"),
        Index("ix_shop_returns_is_open", "is_open", "looked_at"),
        Index("ix_shop_returns_due_at", "due_at"),
    )

    return_key: Mapped[str] = Column(String(64), primary_key=True)
    number: Mapped[str] = Column(String(64), nullable=False)
    shop_id = Column(String(LONGEST_SHOP_ID))
    shop_order = Column(String(LONGEST_SHOP_ID))
    is_open: Mapped[bool] = Column(Boolean, nullable=False)
    cancelled: Mapped[bool] = Column(Boolean, nullable=False, default=False, server_default=false())
    looked_at: Mapped[datetime] = Column(UtcInstant, nullable=False)
    due_at = Column(UtcInstant)
    tries: Mapped[int] = Column(Integer, nullable=False, default=0, server_default="0")
    refused = Column(String(LONGEST_REFUSAL))


class ShopLookRow(Base):
    """How far a shop was read: since when it is, when it was looked at last, and up to which change of its own."""

    __tablename__ = "shop_looks"

    shop: Mapped[str] = Column(String(40), primary_key=True)
    begun_at: Mapped[datetime] = Column(UtcInstant, nullable=False)
    looked_at: Mapped[datetime] = Column(UtcInstant, nullable=False)
    read_to = Column(UtcInstant)
