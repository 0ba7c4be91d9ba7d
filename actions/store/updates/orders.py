"""Brings orders and their items up to date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Optional

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from actions.store.import_export.rows import with_instants
from actions.store.pseudonyms import PSEUDONYM
from actions.store.tables.shop import CustomerRow, ItemRow, OrderRow, ReturnItemRow, ReturnRow
from actions.store.updates.candidates import (
    ADDED,
    Candidate,
    Outcome,
    insert_rows,
    refused,
    update_rows,
    updated,
    waits,
)

_ORDERS, _ITEMS = OrderRow.__table__, ItemRow.__table__
_FIELDS = ("number", "placed_at", "received_at", "ship_from", "ship_to", "ship_to_region")
_OF_ITEMS = ("title", "category", "price", "currency", "free_returns", "return_window_days", "quantity")

Row = Mapping[str, Any]


def update_orders(connection: Connection, candidates: Sequence[Candidate]) -> list[Outcome]:
    """Bring some orders up to date, of which none is named twice.

    All of an order may change but whose it is, and that it holds what its returns send back.
    """
    keys = [each.key for each in candidates]
    stored = {row["key"]: row for row in connection.execute(select(_ORDERS).where(_ORDERS.c.key.in_(keys))).mappings()}
    items, sent_back = _items(connection, list(stored)), _sent_back(connection, list(stored))
    customers = select(CustomerRow.id).where(CustomerRow.id.in_({str(each.refers) for each in candidates}))
    known_customers = set(connection.execute(customers).scalars())
    writes = _Writes()
    outcomes = []
    for each in candidates:
        known = stored.get(each.key)
        if known is not None:
            outcomes.append(_updated(each, known, items[each.key], sent_back[each.key], writes))
        elif each.refers not in known_customers:
            reason = f"customer: {each.refers} is not in the store; send that customer too"
            outcomes.append(waits("customers", str(each.refers), reason))
        else:
            writes.new_orders.append(_row(each))
            writes.new_items += each.body["items"]
            outcomes.append(ADDED)
    writes.write(connection)
    return outcomes


class _Writes:
    """What is to be written for all of them."""

    def __init__(self) -> None:
        self.new_orders: list[Row] = []
        self.orders: list[Row] = []
        self.new_items: list[Row] = []
        self.items: list[Row] = []
        self.gone: list[tuple[str, str]] = []

    def write(self, connection: Connection) -> None:
        """Write it."""
        insert_rows(connection, _ORDERS, self.new_orders)
        insert_rows(connection, _ITEMS, self.new_items)
        update_rows(connection, _ORDERS, ("key",), (*_FIELDS, "as_of"), self.orders)
        update_rows(connection, _ITEMS, ("order_key", "id"), _OF_ITEMS, self.items)
        for order_key, item in self.gone:
            connection.execute(delete(_ITEMS).where(_ITEMS.c.order_key == order_key, _ITEMS.c.id == item))


def _updated(
    candidate: Candidate, known: Row, items: Mapping[str, Row], sent_back: Mapping[str, int], writes: _Writes
) -> Outcome:
    """Note what is to be written of an order that the store holds, unless it contradicts what is there."""
    if known["customer_id"] != candidate.refers:
        if str(known["customer_id"]).startswith(PSEUDONYM):
            return refused("customer: whoever placed this order was forgotten; leave the order out")
        return refused("customer: the order is another customer's in the store and stays so; send it with their id")
    if not candidate.counts_against(known):
        return updated(())
    row = _row(candidate)
    new_items = {item["id"]: item for item in candidate.body["items"]}
    trouble = _missing(list(candidate.body["items"]), sent_back)
    if trouble is not None:
        return refused(trouble)
    changed_items = [
        item for name, item in new_items.items() if name in items and any(item[f] != items[name][f] for f in _OF_ITEMS)
    ]
    added_items = [item for name, item in new_items.items() if name not in items]
    gone = [(candidate.key, name) for name in items if name not in new_items]
    writes.orders.append(row)
    writes.items += changed_items
    writes.new_items += added_items
    writes.gone += gone
    changed = [name for name in _FIELDS if row[name] != known[name]]
    return updated([*changed, *(["items"] if changed_items or added_items or gone else [])])


def _missing(items: Sequence[Row], sent_back: Mapping[str, int]) -> Optional[str]:
    """What an order lacks of what its returns send back, None where it lacks nothing."""
    pieces = {item["id"]: (index, item["quantity"]) for index, item in enumerate(items)}
    for item, quantity in sent_back.items():
        if item not in pieces:
            return f"items: item {item} is left out, and a return sends it back; send the order with it"
        index, held = pieces[item]
        if held < quantity:
            where = f"items[{index}].quantity: of item {item}"
            return f"{where} a return sends back {quantity} pieces; send the order with as many at least"
    return None


def _row(candidate: Candidate) -> dict[str, Any]:
    return {**with_instants(candidate.body["order"]), "as_of": candidate.as_of}


def _items(connection: Connection, keys: Sequence[str]) -> defaultdict[str, dict[str, Row]]:
    """The items of orders, by the order's key and the item's id."""
    found: defaultdict[str, dict[str, Row]] = defaultdict(dict)
    for row in connection.execute(select(_ITEMS).where(_ITEMS.c.order_key.in_(keys))).mappings() if keys else ():
        found[row["order_key"]][row["id"]] = row
    return found


def _sent_back(connection: Connection, keys: Sequence[str]) -> defaultdict[str, dict[str, int]]:
    """How many pieces of an item the return sends back that sends back most of it, by the order's key and the item."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    statement = (
        select(ReturnItemRow.order_key, ReturnItemRow.item_id, ReturnItemRow.quantity)
        .join(ReturnRow, ReturnRow.key == ReturnItemRow.return_key)
        .where(ReturnRow.order_key.in_(keys))
    )
    for order_key, item, quantity in connection.execute(statement) if keys else ():
        found[order_key][item] = max(quantity, found[order_key].get(item, 0))
    return found
