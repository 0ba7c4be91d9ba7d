"""Turns rows into the frozen values that the rules look at."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Optional

from actions.store.tables.shop import CustomerRow, ItemRow, OrderRow, ReturnRow
from core.outside_text import NAMELESS, plain
from policy.model import (
    Customer,
    EventType,
    Item,
    Money,
    Order,
    Parcel,
    RefundTerms,
    ReturnEvent,
    ReturnRequest,
    Shipping,
)


def customer_value(row: CustomerRow) -> Customer:
    """A customer's row as a value."""
    return Customer(
        id=row.id, email=row.email, country=row.country, timezone=row.timezone, locale=row.locale, region=row.region
    )


def item_value(row: ItemRow) -> Item:
    """An order line's row as a value; what a seller may write into its title is bounded."""
    return Item(
        id=row.id,
        title=plain(row.title) or NAMELESS,
        category=row.category,
        price=Money(Decimal(row.price), row.currency),
        free_returns=row.free_returns,
        return_window_days=row.return_window_days,
        quantity=row.quantity,
    )


def order_value(row: OrderRow) -> Order:
    """An order's row, with its items loaded, as a value."""
    return order_with(row, row.items)


def order_with(row: Any, items: Iterable[Any]) -> Order:
    """An order's columns with the rows of its items, as a value."""
    return Order(
        number=row.number,
        customer_id=row.customer_id,
        placed_at=row.placed_at,
        received_at=row.received_at,
        ship_from=row.ship_from,
        ship_to=row.ship_to,
        items=tuple(item_value(item) for item in items),
        ship_to_region=row.ship_to_region,
    )


def return_value(row: ReturnRow, told: Optional[datetime] = None) -> ReturnRequest:
    """A return's row, with its order, items and events loaded, as a value; events in their order of arrival.

    Args:
        row: The return.
        told: When its customer says that they handed it in.
    """
    return return_with(row, order_value(row.order), row.item_links, row.events, told)


def return_with(
    row: Any, order: Order, links: Iterable[Any], events: Iterable[Any], told: Optional[datetime]
) -> ReturnRequest:
    """The same of a return's columns.

    Args:
        row: The return.
        order: The order that it is of.
        links: Its items, in their order.
        events: Its events, in their order.
        told: When its customer says that they handed it in.
    """
    by_word = () if told is None else (ReturnEvent(EventType.DROPPED_OFF, told, told=True),)
    items = {item.id: item for item in order.items}
    return ReturnRequest(
        number=row.number,
        order=order,
        items=tuple(replace(items[link.item_id], quantity=link.quantity) for link in links),
        shipping=Shipping(row.shipping),
        tracking_number=row.tracking_number,
        carrier=plain(row.carrier) if row.carrier else None,
        refund=RefundTerms(Money(Decimal(row.refund_amount), row.refund_currency), row.refund_method),
        further_parcels=parcels_of(row.further_parcels),
        events=(*(ReturnEvent(EventType(event.type), event.at) for event in events), *by_word),
    )


def parcels_of(kept: Optional[str]) -> tuple[Parcel, ...]:
    """The parcels of a return besides its first, out of what its row holds."""
    if kept is None:
        return ()
    return tuple(
        Parcel(each["tracking_number"], plain(each["carrier"]) if each["carrier"] else None)
        for each in json.loads(kept)
    )
