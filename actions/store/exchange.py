"""Loads return data from a file and writes it back, in the store contract's format."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Optional

from sqlalchemy import select, true
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from actions.clock import format_instant
from actions.store.document import Document, ImportFailed, parse, read_file
from actions.store.engine import migrate
from actions.store.intake import add_document
from actions.store.sessions import snapshot, writing_connection
from actions.store.tables import CustomerRow, EventRow, ItemRow, OrderRow, ReturnItemRow, ReturnRow

__all__ = ["ImportFailed", "ImportSummary", "export_document", "export_text", "import_document", "import_file"]


@dataclass(frozen=True)
class ImportSummary:
    """How many records of each kind an import added."""

    customers: int
    orders: int
    returns: int
    events: int


def import_file(engine: Engine, path: Path) -> ImportSummary:
    """Adds a file's customers, orders and returns to the store; a database that does not exist is created.

    All of the file is added or nothing. Orders and returns may refer to records of earlier imports.

    Raises:
        ImportFailed: The file cannot be read, breaks the contract or clashes with what the store holds.
        StoreUnavailable: The database did not answer.
    """
    return _add(engine, read_file(path))


def import_document(engine: Engine, document: Mapping[str, Any]) -> ImportSummary:
    """Adds the records of a document that is already in memory; otherwise the same as `import_file`."""
    return _add(engine, parse(document))


def export_text(engine: Engine) -> str:
    """The whole store in the contract's format, in its canonical layout.

    Records keep the order in which they were imported, amounts keep their digits and instants are written in UTC, so
    importing the text into an empty store and exporting again gives the same bytes.

    Raises:
        StoreUnavailable: The database did not answer.
    """
    return json.dumps(export_document(engine), ensure_ascii=False, indent=2) + "\n"


def export_document(engine: Engine, customer_id: Optional[str] = None) -> dict[str, list[dict[str, Any]]]:
    """What `export_text` writes, as one consistent state of the store.

    Args:
        engine: The store.
        customer_id: Whose records; None for everybody's.
    """
    with snapshot(engine) as connection:
        return {
            "customers": _customers(connection, customer_id),
            "orders": _orders(connection, customer_id),
            "returns": _returns(connection, customer_id),
        }


def _add(engine: Engine, document: Document) -> ImportSummary:
    """Checks a document against the store and adds it, in one transaction."""
    migrate(engine)
    try:
        with writing_connection(engine) as connection:
            add_document(connection, document)
    except IntegrityError as error:
        # Everything was checked, so somebody else added the same record meanwhile.
        raise ImportFailed("a record of this file was added to the store at the same time; try again") from error
    return ImportSummary(
        customers=len(document.customers),
        orders=len(document.orders),
        returns=len(document.returns),
        events=sum(len(record.events) for record in document.returns),
    )


def _customers(connection: Connection, customer_id: Optional[str]) -> list[dict[str, Any]]:
    whose = true() if customer_id is None else CustomerRow.id == customer_id
    rows = connection.execute(select(CustomerRow.__table__).where(whose).order_by(CustomerRow.seq))
    return [
        {
            "id": row.id,
            "email": row.email,
            "country": row.country,
            "timezone": row.timezone,
            "locale": row.locale,
        }
        for row in rows
    ]


def _orders(connection: Connection, customer_id: Optional[str]) -> list[dict[str, Any]]:
    whose = true() if customer_id is None else OrderRow.customer_id == customer_id
    orders = select(OrderRow.key).where(whose)
    items: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    in_orders = true() if customer_id is None else ItemRow.order_key.in_(orders)
    for row in connection.execute(select(ItemRow.__table__).where(in_orders).order_by(ItemRow.seq)):
        items[row.order_key].append(
            {
                "id": row.id,
                "title": row.title,
                "category": row.category,
                "price": row.price,
                "currency": row.currency,
                "free_returns": row.free_returns,
                "return_window_days": row.return_window_days,
            }
        )
    rows = connection.execute(select(OrderRow.__table__).where(whose).order_by(OrderRow.seq))
    return [
        {
            "number": row.number,
            "customer": row.customer_id,
            "placed_at": format_instant(row.placed_at),
            "received_at": _optional_instant(row.received_at),
            "ship_from": row.ship_from,
            "ship_to": row.ship_to,
            "items": items[row.key],
        }
        for row in rows
    ]


def _returns(connection: Connection, customer_id: Optional[str]) -> list[dict[str, Any]]:
    whose = true() if customer_id is None else OrderRow.customer_id == customer_id
    keys = select(ReturnRow.key).join(OrderRow, OrderRow.key == ReturnRow.order_key).where(whose)
    items: defaultdict[str, list[str]] = defaultdict(list)
    sent = true() if customer_id is None else ReturnItemRow.return_key.in_(keys)
    for row in connection.execute(select(ReturnItemRow.__table__).where(sent).order_by(ReturnItemRow.position)):
        items[row.return_key].append(row.item_id)
    events: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    happened = true() if customer_id is None else EventRow.return_key.in_(keys)
    for row in connection.execute(select(EventRow.__table__).where(happened).order_by(EventRow.seq)):
        events[row.return_key].append({"type": row.type, "at": format_instant(row.at)})
    # A return names its order as the order names itself.
    statement = (
        select(ReturnRow.__table__, OrderRow.number.label("order_number"))
        .join(OrderRow, OrderRow.key == ReturnRow.order_key)
        .where(whose)
        .order_by(ReturnRow.seq)
    )
    return [
        {
            "number": row.number,
            "order": row.order_number,
            "items": items[row.key],
            "shipping": row.shipping,
            "tracking_number": row.tracking_number,
            "carrier": row.carrier,
            "refund": {"amount": row.refund_amount, "currency": row.refund_currency, "method": row.refund_method},
            "events": events[row.key],
        }
        for row in connection.execute(statement)
    ]


def _optional_instant(instant: Optional[datetime]) -> Optional[str]:
    return None if instant is None else format_instant(instant)
