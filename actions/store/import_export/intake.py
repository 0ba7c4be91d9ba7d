"""Adds the records of a document to the store, once its numbers and references fit together and fit what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Optional

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import InstrumentedAttribute

from actions.store.import_export.document import SECTIONS, AnyRecord
from actions.store.import_export.failure import ImportFailed
from actions.store.import_export.rows import NAMES, place_of, repeated_item, rows_of, with_instants
from actions.store.import_export.staging import BATCH, Staged, Staging
from actions.store.return_numbers import raise_last_number
from actions.store.tables.shop import CustomerRow, EventRow, ItemRow, LabelRow, OrderRow, ReturnItemRow, ReturnRow

_KEYS = {"customers": CustomerRow.id, "orders": OrderRow.key, "returns": ReturnRow.key}


@dataclass(frozen=True)
class ImportSummary:
    """How many records of each kind an import added."""

    customers: int
    orders: int
    returns: int
    events: int


def stage(staging: Staging, records: Iterable[tuple[str, int, AnyRecord]]) -> ImportSummary:
    """Take in all records of a document and check that they fit together as far as the document alone tells.

    Returns:
        How many there are.

    Raises:
        ImportFailed: A number or an item stands twice. Also whatever reading the records raises.
    """
    events = 0
    for section, index, record in records:
        rows = rows_of(record)
        trouble = repeated_item(record)
        if trouble is not None:
            raise ImportFailed(f"{place_of(section, index, rows.body)}: {trouble}")
        staging.add(section, index, rows.key, rows.refers, rows.body)
        events += len(rows.body["events"]) if section == "returns" else 0
    staging.all_added()
    for section in SECTIONS:
        repeated = staging.repeated(section)
        if repeated is not None:
            (later, body), (earlier, its_body) = repeated
            here, other = place_of(section, later, body), place_of(section, earlier, its_body)
            raise ImportFailed(f"{here}: {NAMES[section]} is already that of {other}")
    return ImportSummary(**{section: staging.count(section) for section in SECTIONS}, events=events)


def add_staged(
    connection: Connection, staging: Staging, progress: Callable[[str], None], as_of: Optional[datetime] = None
) -> None:
    """Add every staged record within the connection's transaction.

    Args:
        connection: One that may write.
        staging: What `stage` has filled.
        progress: Is told now and then what is being done.
        as_of: When the shop's systems had the records so; None where nobody says.

    Raises:
        ImportFailed: A number is taken, or a record refers to one that is neither in the document nor in the store.
            Nothing has been written by then.
    """
    for section, check in (("customers", _check_free), ("orders", _check_orders), ("returns", _check_returns)):
        of = {"orders": "customers", "returns": "orders"}.get(section, "")
        for batch in _told(staging, section, of, "checking", progress):
            check(connection, section, batch)
    last_number = raise_last_number(connection, ())
    for batch in _told(staging, "customers", "", "adding", progress):
        _insert(connection, CustomerRow, [{**each.body, "as_of": as_of} for each in batch])
    for batch in _told(staging, "orders", "", "adding", progress):
        _insert(connection, OrderRow, [{**with_instants(each.body["order"]), "as_of": as_of} for each in batch])
        _insert(connection, ItemRow, [item for each in batch for item in each.body["items"]])
    for batch in _told(staging, "returns", "", "adding", progress):
        _insert(connection, ReturnRow, [{**each.body["return"], "as_of": as_of} for each in batch])
        _insert(connection, ReturnItemRow, [item for each in batch for item in each.body["items"]])
        _insert(connection, LabelRow, [with_instants(each.body["label"]) for each in batch if each.body.get("label")])
        _insert(connection, EventRow, [with_instants(event) for each in batch for event in each.body["events"]])
        last_number = raise_last_number(connection, [each.key for each in batch], last_number)


def _told(
    staging: Staging, section: str, of: str, doing: str, progress: Callable[[str], None]
) -> Iterable[Sequence[Staged]]:
    """The batches of a section, with what is done to them told."""
    count, done = staging.count(section), 0
    for batch in staging.batches(section, of):
        progress(f"{doing} {section}: {done:,} of {count:,}")
        yield batch
        done += len(batch)


def _check_free(connection: Connection, section: str, batch: Sequence[Staged]) -> None:
    """Refuse what is called like something in the store."""
    taken = _stored(connection, _KEYS[section], {each.key for each in batch})
    for each in batch:
        if each.key in taken:
            raise ImportFailed(f"{place_of(section, each.place, each.body)}: {NAMES[section]} is already in the store")


def _check_orders(connection: Connection, section: str, batch: Sequence[Staged]) -> None:
    """Refuse an order whose number is taken or whose customer nobody knows."""
    _check_free(connection, section, batch)
    elsewhere = {str(each.refers) for each in batch if each.referred is None}
    known = _stored(connection, CustomerRow.id, elsewhere)
    for each in batch:
        if each.referred is None and each.refers not in known:
            here = place_of(section, each.place, each.body)
            raise ImportFailed(f"{here}: customer {each.refers} is not in this file or in the store")


def _check_returns(connection: Connection, section: str, batch: Sequence[Staged]) -> None:
    """Refuse a return whose number is taken, or that sends back what its order does not hold."""
    _check_free(connection, section, batch)
    stored = _stored_items(connection, {str(each.refers) for each in batch if each.referred is None})
    for each in batch:
        here = place_of(section, each.place, each.body)
        if each.referred is not None:
            items: Optional[dict[str, int]] = {item["id"]: item["quantity"] for item in each.referred["items"]}
        else:
            items = stored.get(str(each.refers))
        if items is None:
            raise ImportFailed(f"{here}: order {each.body['order']} is not in this file or in the store")
        for item in each.body["items"]:
            if item["item_id"] not in items:
                raise ImportFailed(f"{here}: item {item['item_id']} is not one of order {each.body['order']}")
            if item["quantity"] > items[item["item_id"]]:
                pieces = f"{item['quantity']} pieces of item {item['item_id']}"
                raise ImportFailed(f"{here}: {pieces} are more than order {each.body['order']} holds")


def _stored(connection: Connection, column: InstrumentedAttribute, keys: set[str]) -> set[str]:
    """Which of the keys, of one batch, the store holds in a column."""
    assert len(keys) <= BATCH  # noqa: S101  # more is too much for one statement
    return set(connection.execute(select(column).where(column.in_(keys))).scalars()) if keys else set()


def _stored_items(connection: Connection, order_keys: set[str]) -> dict[str, dict[str, int]]:
    """The items of those of the orders, of one batch, that the store holds: how many pieces of each, by id."""
    items: dict[str, dict[str, int]] = {}
    if order_keys:
        statement = select(ItemRow.order_key, ItemRow.id, ItemRow.quantity).where(ItemRow.order_key.in_(order_keys))
        for order_key, item, quantity in connection.execute(statement):
            items.setdefault(order_key, {})[item] = quantity
    return items


def _insert(connection: Connection, table: type[Any], rows: list[dict[str, Any]]) -> None:
    """Insert the rows in their order, if there are any."""
    if rows:
        connection.execute(insert(table), rows)
