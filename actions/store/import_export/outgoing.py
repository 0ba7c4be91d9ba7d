"""Reads the store's records as the contract's format has them, a page at a time."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Optional

from sqlalchemy import select
from sqlalchemy.engine import Connection, Row
from sqlalchemy.sql import Select

from actions.store.tables.shop import CustomerRow, EventRow, ItemRow, LabelRow, OrderRow, ReturnItemRow, ReturnRow
from core.clock import format_instant

# Also how many keys one statement asks for: older SQLite takes 999 values at most.
_PAGE = 500


def section_records(
    connection: Connection, section: str, customer_id: Optional[str]
) -> Iterator[Sequence[dict[str, Any]]]:
    """The records of a section in the order of their arrival, some hundred at a time.

    Args:
        connection: One that sees the same state of the store in all of its statements.
        section: `customers`, `orders` or `returns`.
        customer_id: Whose records; None for everybody's.
    """
    read = {"customers": _customers, "orders": _orders, "returns": _returns}[section]
    return read(connection, customer_id)


def _pages(connection: Connection, statement: Select, table: type[Any]) -> Iterator[Sequence[Row]]:
    """The rows that a statement selects, by the order of arrival in a table."""
    last = 0
    while True:
        page = statement.where(table.seq > last).order_by(table.seq).limit(_PAGE)
        rows = connection.execute(page).all()
        if rows:
            yield rows
        if len(rows) < _PAGE:
            return
        last = rows[-1].seq


def _customers(connection: Connection, customer_id: Optional[str]) -> Iterator[Sequence[dict[str, Any]]]:
    statement = select(CustomerRow.__table__)
    if customer_id is not None:
        statement = statement.where(CustomerRow.id == customer_id)
    for rows in _pages(connection, statement, CustomerRow):
        yield [
            {
                "id": row.id,
                "email": row.email,
                "country": row.country,
                "timezone": row.timezone,
                "locale": row.locale,
                **_if_known("region", row.region),
            }
            for row in rows
        ]


def _orders(connection: Connection, customer_id: Optional[str]) -> Iterator[Sequence[dict[str, Any]]]:
    statement = select(OrderRow.__table__)
    if customer_id is not None:
        statement = statement.where(OrderRow.customer_id == customer_id)
    for rows in _pages(connection, statement, OrderRow):
        items: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        of_orders = select(ItemRow.__table__).where(ItemRow.order_key.in_([row.key for row in rows]))
        for row in connection.execute(of_orders.order_by(ItemRow.seq)):
            items[row.order_key].append(
                {
                    "id": row.id,
                    "title": row.title,
                    "category": row.category,
                    "price": row.price,
                    "currency": row.currency,
                    "free_returns": row.free_returns,
                    "return_window_days": row.return_window_days,
                    **_if_several(row.quantity),
                }
            )
        yield [
            {
                "number": row.number,
                "customer": row.customer_id,
                "placed_at": format_instant(row.placed_at),
                "received_at": _optional_instant(row.received_at),
                "ship_from": row.ship_from,
                "ship_to": row.ship_to,
                **_if_known("ship_to_region", row.ship_to_region),
                "items": items[row.key],
            }
            for row in rows
        ]


def _returns(connection: Connection, customer_id: Optional[str]) -> Iterator[Sequence[dict[str, Any]]]:
    # A return names its order as the order names itself.
    named = select(ReturnRow.__table__, OrderRow.number.label("order_number"))
    statement = named.join(OrderRow, OrderRow.key == ReturnRow.order_key)
    if customer_id is not None:
        statement = statement.where(OrderRow.customer_id == customer_id)
    for rows in _pages(connection, statement, ReturnRow):
        keys = [row.key for row in rows]
        items: defaultdict[str, list[Any]] = defaultdict(list)
        sent = select(ReturnItemRow.__table__).where(ReturnItemRow.return_key.in_(keys))
        for row in connection.execute(sent.order_by(ReturnItemRow.return_key, ReturnItemRow.position)):
            several = _if_several(row.quantity)
            items[row.return_key].append({"id": row.item_id, **several} if several else row.item_id)
        events: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
        happened = select(EventRow.__table__).where(EventRow.return_key.in_(keys))
        for row in connection.execute(happened.order_by(EventRow.seq)):
            events[row.return_key].append({"type": row.type, "at": format_instant(row.at)})
        labelled = select(LabelRow.__table__).where(LabelRow.return_key.in_(keys))
        labels = {row.return_key: {"label": _label(row)} for row in connection.execute(labelled)}
        yield [
            {
                "number": row.number,
                "order": row.order_number,
                "items": items[row.key],
                "shipping": row.shipping,
                "tracking_number": row.tracking_number,
                "carrier": row.carrier,
                **_if_any_parcels(row.further_parcels),
                "refund": {"amount": row.refund_amount, "currency": row.refund_currency, "method": row.refund_method},
                **labels.get(row.key, {}),
                "events": events[row.key],
            }
            for row in rows
        ]


def _if_any_parcels(kept: Optional[str]) -> dict[str, Any]:
    """The parcels besides the first, where there are any."""
    if kept is None:
        return {}
    return {
        "further_parcels": [
            {"tracking_number": each["tracking_number"], **_if_known("carrier", each["carrier"])}
            for each in json.loads(kept)
        ]
    }


def _label(row: Row) -> dict[str, str]:
    return {
        **_if_known("file", row.file),
        **_if_known("address", row.address),
        **_if_known("qr", row.qr),
        **_if_known("expires_at", _optional_instant(row.expires_at)),
    }


def _optional_instant(instant: Optional[datetime]) -> Optional[str]:
    return None if instant is None else format_instant(instant)


def _if_several(quantity: int) -> dict[str, int]:
    """A number of pieces, which a shop may leave out where it is one."""
    return {} if quantity == 1 else {"quantity": quantity}


def _if_known(name: str, value: Optional[str]) -> dict[str, str]:
    """A field that a shop may leave out."""
    return {} if value is None else {name: value}
