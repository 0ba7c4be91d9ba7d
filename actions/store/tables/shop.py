"""The tables of the return store.

Records refer to each other by the keys people know (a customer's id, a number in its normalised form), so that a whole
file can be inserted in bulk. `seq` is the order of arrival, which an export keeps. Amounts stay text: "12.50" must not
come back as 12.5. `as_of` is when the shop's systems had a record as it is here, null where nobody said; an older state
of it changes nothing.
"""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Optional

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, declarative_base, relationship
from sqlalchemy.types import TypeDecorator

from core.identifiers import LONGEST_EMAIL, LONGEST_EMAIL_KEY


class UtcInstant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC with its microseconds on every database, read back aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: Optional[datetime], dialect: Dialect) -> Optional[datetime]:
        """Convert to UTC; SQLite drops the time zone, so it must be the right one."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"{value.isoformat()} has no time zone")
        return value.astimezone(timezone.utc)

    def process_result_value(self, value: Optional[datetime], dialect: Dialect) -> Optional[datetime]:
        """Give SQLite's naive value its time zone back, and turn PostgreSQL's session time into UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)


Base = declarative_base()


class CustomerRow(Base):
    """A customer.

    `email_key` is the address as look-ups compare it, `forget_asked_at` since when the shop wants them forgotten.
    """

    __tablename__ = "customers"
    __table_args__ = (
        UniqueConstraint("id", name="uq_customers_id"),
        Index("ix_customers_email_key", "email_key"),
        Index("ix_customers_forget_asked_at", "forget_asked_at"),
    )

    seq: Mapped[int] = Column(Integer, primary_key=True)
    id: Mapped[str] = Column(String(64), nullable=False)
    email: Mapped[str] = Column(String(LONGEST_EMAIL), nullable=False)
    email_key: Mapped[str] = Column(String(LONGEST_EMAIL_KEY), nullable=False)
    country: Mapped[str] = Column(String(2), nullable=False)
    timezone: Mapped[str] = Column(String(64), nullable=False)
    locale: Mapped[str] = Column(String(35), nullable=False)
    region = Column(String(6))
    as_of = Column(UtcInstant)
    forget_asked_at = Column(UtcInstant)


class OrderRow(Base):
    """An order; `key` is its number without spaces, dashes and case."""

    __tablename__ = "orders"
    __table_args__ = (
        UniqueConstraint("key", name="uq_orders_key"),
        Index("ix_orders_customer_id", "customer_id", "placed_at"),
    )

    seq: Mapped[int] = Column(Integer, primary_key=True)
    key: Mapped[str] = Column(String(64), nullable=False)
    number: Mapped[str] = Column(String(64), nullable=False)
    customer_id: Mapped[str] = Column(ForeignKey("customers.id", name="fk_orders_customer_id"), nullable=False)
    placed_at: Mapped[datetime] = Column(UtcInstant, nullable=False)
    received_at = Column(UtcInstant)
    ship_from: Mapped[str] = Column(String(2), nullable=False)
    ship_to: Mapped[str] = Column(String(2), nullable=False)
    ship_to_region = Column(String(6))
    as_of = Column(UtcInstant)

    items: Mapped[list[ItemRow]] = relationship("ItemRow", order_by="ItemRow.seq", lazy="raise", viewonly=True)


class ItemRow(Base):
    """A line of an order; its id is unique within the order only."""

    __tablename__ = "items"
    __table_args__ = (UniqueConstraint("order_key", "id", name="uq_items_order_key_id"),)

    seq: Mapped[int] = Column(Integer, primary_key=True)
    order_key: Mapped[str] = Column(ForeignKey("orders.key", name="fk_items_order_key"), nullable=False)
    id: Mapped[str] = Column(String(64), nullable=False)
    title: Mapped[str] = Column(String(500), nullable=False)
    category: Mapped[str] = Column(String(200), nullable=False)
    price: Mapped[str] = Column(String(20), nullable=False)
    currency: Mapped[str] = Column(String(3), nullable=False)
    free_returns: Mapped[bool] = Column(Boolean, nullable=False)
    return_window_days = Column(Integer)
    quantity: Mapped[int] = Column(Integer, nullable=False, server_default="1")


class ReturnRow(Base):
    """A return request; its status is not here, it follows from the events."""

    __tablename__ = "returns"
    __table_args__ = (UniqueConstraint("key", name="uq_returns_key"), Index("ix_returns_order_key", "order_key"))

    seq: Mapped[int] = Column(Integer, primary_key=True)
    key: Mapped[str] = Column(String(64), nullable=False)
    number: Mapped[str] = Column(String(64), nullable=False)
    order_key: Mapped[str] = Column(ForeignKey("orders.key", name="fk_returns_order_key"), nullable=False)
    shipping: Mapped[str] = Column(String(20), nullable=False)
    tracking_number = Column(String(64))
    carrier = Column(String(100))
    #: The parcels besides the first, as JSON: they are read and written with their return, and with nothing else.
    further_parcels = Column(Text)
    refund_amount: Mapped[str] = Column(String(20), nullable=False)
    refund_currency: Mapped[str] = Column(String(3), nullable=False)
    refund_method: Mapped[str] = Column(String(50), nullable=False)
    as_of = Column(UtcInstant)

    order: Mapped[OrderRow] = relationship("OrderRow", lazy="raise", viewonly=True)
    item_links: Mapped[list[ReturnItemRow]] = relationship(
        "ReturnItemRow", order_by="ReturnItemRow.position", lazy="raise", viewonly=True
    )
    events: Mapped[list[EventRow]] = relationship("EventRow", order_by="EventRow.seq", lazy="raise", viewonly=True)


class ReturnItemRow(Base):
    """An item that a return request sends back; the database itself refuses one of another order's items."""

    __tablename__ = "return_items"
    __table_args__ = (
        ForeignKeyConstraint(["order_key", "item_id"], ["items.order_key", "items.id"], name="fk_return_items_item"),
        UniqueConstraint("return_key", "item_id", name="uq_return_items_item"),
        Index("ix_return_items_item", "order_key", "item_id"),
    )

    return_key: Mapped[str] = Column(
        ForeignKey("returns.key", name="fk_return_items_return_key"), primary_key=True, nullable=False
    )
    position: Mapped[int] = Column(Integer, primary_key=True, autoincrement=False)
    order_key: Mapped[str] = Column(String(64), nullable=False)
    item_id: Mapped[str] = Column(String(64), nullable=False)
    quantity: Mapped[int] = Column(Integer, nullable=False, server_default="1")


class LabelRow(Base):
    """A return's label: the file itself in base64 or where it lies, what stands in its QR code, until when it is good.

    A table of its own, so that nobody reads a file who wants to know where a return stands.
    """

    __tablename__ = "return_labels"
    __table_args__ = (Index("ix_return_labels_expires_at", "expires_at"),)

    return_key: Mapped[str] = Column(
        ForeignKey("returns.key", name="fk_return_labels_return_key"), primary_key=True, nullable=False
    )
    file = Column(Text)
    address = Column(Text)
    qr = Column(Text)
    expires_at = Column(UtcInstant)


class EventRow(Base):
    """Something that happened to a return request. Append-only: triggers refuse changes and deletions."""

    __tablename__ = "return_events"
    __table_args__ = (Index("ix_return_events_return_key", "return_key", "seq"),)

    seq: Mapped[int] = Column(Integer, primary_key=True)
    return_key: Mapped[str] = Column(ForeignKey("returns.key", name="fk_return_events_return_key"), nullable=False)
    type: Mapped[str] = Column(String(40), nullable=False)
    at: Mapped[datetime] = Column(UtcInstant, nullable=False)
