"""Adds a document that fits the format to the store, once its numbers and references fit what is there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import InstrumentedAttribute

from actions.store.document import (
    CustomerRecord,
    Document,
    ImportFailed,
    ItemRecord,
    OrderRecord,
    ReturnRecord,
    place,
)
from actions.store.keys import email_key, number_key
from actions.store.tables import CustomerRow, EventRow, ItemRow, OrderRow, ReturnItemRow, ReturnRow

# How many keys one statement asks for: older SQLite takes 999 values at most.
_KEYS_A_STATEMENT = 500


def add_document(connection: Connection, document: Document) -> None:
    """Adds every record of a document within the connection's transaction.

    Raises:
        ImportFailed: A number is taken, or a record refers to one that is neither in the document nor in the store.
            Nothing has been written by then.
    """
    _check_customers(connection, document.customers)
    _check_orders(connection, document)
    _check_returns(connection, document)

    _insert(connection, CustomerRow, map(_customer_row, document.customers))
    _insert(connection, OrderRow, map(_order_row, document.orders))
    _insert(connection, ItemRow, (_item_row(order, item) for order in document.orders for item in order.items))
    _insert(connection, ReturnRow, map(_return_row, document.returns))
    _insert(connection, ReturnItemRow, (row for record in document.returns for row in _return_item_rows(record)))
    _insert(connection, EventRow, (row for record in document.returns for row in _event_rows(record)))


def _check_customers(connection: Connection, customers: Sequence[CustomerRecord]) -> None:
    """Refuses a customer's id that is taken."""
    ids = [record.id for record in customers]
    _check_free(connection, "customers", "id", CustomerRow.id, keys=ids, names=ids)


def _check_orders(connection: Connection, document: Document) -> None:
    """Refuses an order whose number is taken, whose customer nobody knows or whose items can't be told apart."""
    orders = document.orders
    keys = [number_key(record.number) for record in orders]
    _check_free(connection, "orders", "number", OrderRow.key, keys=keys, names=[record.number for record in orders])

    known = {record.id for record in document.customers}
    known |= _stored(connection, CustomerRow.id, {record.customer for record in orders} - known)
    for index, record in enumerate(orders):
        here = place("orders", index, record.number)
        if record.customer not in known:
            raise ImportFailed(f"{here}: customer {record.customer} is not in this file or in the store")
        _check_distinct(here, [item.id for item in record.items])


def _check_returns(connection: Connection, document: Document) -> None:
    """Refuses a return whose number is taken, or that sends back what its order does not hold."""
    returns = document.returns
    keys = [number_key(record.number) for record in returns]
    _check_free(connection, "returns", "number", ReturnRow.key, keys=keys, names=[record.number for record in returns])

    items = {number_key(order.number): {item.id for item in order.items} for order in document.orders}
    items.update(_stored_items(connection, {number_key(record.order) for record in returns} - items.keys()))
    for index, record in enumerate(returns):
        here = place("returns", index, record.number)
        of_order = items.get(number_key(record.order))
        if of_order is None:
            raise ImportFailed(f"{here}: order {record.order} is not in this file or in the store")
        for item in record.items:
            if item not in of_order:
                raise ImportFailed(f"{here}: item {item} is not one of order {record.order}")
        _check_distinct(here, record.items)


def _check_free(
    connection: Connection,
    section: str,
    field: str,
    column: InstrumentedAttribute,
    *,
    keys: Sequence[str],
    names: Sequence[str],
) -> None:
    """Refuses a key that stands twice in a section or is in the store already."""
    first: dict[str, int] = {}
    for index, key in enumerate(keys):
        if key in first:
            other = place(section, first[key], names[first[key]])
            raise ImportFailed(f"{place(section, index, names[index])}: {field} is already that of {other}")
        first[key] = index
    taken = _stored(connection, column, first.keys())
    for key, index in first.items():
        if key in taken:
            raise ImportFailed(f"{place(section, index, names[index])}: {field} is already in the store")


def _check_distinct(here: str, item_ids: Sequence[str]) -> None:
    """Refuses an item that a record names twice."""
    for index, item in enumerate(item_ids):
        if item in item_ids[:index]:
            raise ImportFailed(f"{here}: items[{index}]: item {item} stands twice")


def _stored(connection: Connection, column: InstrumentedAttribute, keys: Iterable[str]) -> set[str]:
    """Which of the keys the store holds in a column."""
    found: set[str] = set()
    for some in _in_parts(keys):
        found.update(connection.execute(select(column).where(column.in_(some))).scalars())
    return found


def _stored_items(connection: Connection, order_keys: Iterable[str]) -> dict[str, set[str]]:
    """The item ids of those of the orders that the store holds."""
    items: dict[str, set[str]] = {}
    for some in _in_parts(order_keys):
        statement = select(ItemRow.order_key, ItemRow.id).where(ItemRow.order_key.in_(some))
        for order_key, item in connection.execute(statement):
            items.setdefault(order_key, set()).add(item)
    return items


def _in_parts(keys: Iterable[str]) -> Iterable[list[str]]:
    """The keys in lists that a statement can take."""
    rest = iter(keys)
    while some := list(islice(rest, _KEYS_A_STATEMENT)):
        yield some


def _insert(connection: Connection, table: type[Any], rows: Iterable[dict[str, Any]]) -> None:
    """Inserts the rows in their order, if there are any."""
    if values := list(rows):
        connection.execute(insert(table), values)


def _customer_row(record: CustomerRecord) -> dict[str, Any]:
    return {**record.dict(), "email_key": email_key(record.email)}


def _order_row(record: OrderRecord) -> dict[str, Any]:
    return {
        **record.dict(exclude={"customer", "items"}),
        "key": number_key(record.number),
        "customer_id": record.customer,
    }


def _item_row(order: OrderRecord, item: ItemRecord) -> dict[str, Any]:
    return {**item.dict(), "order_key": number_key(order.number)}


def _return_row(record: ReturnRecord) -> dict[str, Any]:
    return {
        **record.dict(include={"number", "shipping", "tracking_number", "carrier"}),
        "key": number_key(record.number),
        "order_key": number_key(record.order),
        **{f"refund_{name}": value for name, value in record.refund.dict().items()},
    }


def _return_item_rows(record: ReturnRecord) -> Iterable[dict[str, Any]]:
    keys = {"return_key": number_key(record.number), "order_key": number_key(record.order)}
    return ({**keys, "position": position, "item_id": item} for position, item in enumerate(record.items))


def _event_rows(record: ReturnRecord) -> Iterable[dict[str, Any]]:
    return ({**event.dict(), "return_key": number_key(record.number)} for event in record.events)
