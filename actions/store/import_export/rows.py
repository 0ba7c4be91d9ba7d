"""What becomes of a record in the store: its rows, as JSON has them, with the keys that they are found by."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, NamedTuple, Optional

from actions.store.import_export.document import AnyRecord, CustomerRecord, OrderRecord, ReturnRecord, place
from core.identifiers import email_key, number_key

#: What a record of each section is called by.
NAMES = {"customers": "id", "orders": "number", "returns": "number"}


class Rows(NamedTuple):
    """A record as rows.

    Args:
        key: What the record is found by.
        refers: The key of the record that it refers to, which is of another section.
        body: The rows.
    """

    key: str
    refers: Optional[str]
    body: dict[str, Any]


def rows_of(record: AnyRecord) -> Rows:
    """A record's rows."""
    if isinstance(record, CustomerRecord):
        return Rows(record.id, None, {**record.dict(), "email_key": email_key(record.email)})
    if isinstance(record, OrderRecord):
        return Rows(number_key(record.number), record.customer, _order(record))
    return Rows(number_key(record.number), number_key(record.order), _return(record))


def repeated_item(record: AnyRecord) -> Optional[str]:
    """What is wrong where a record names an item twice, None where it doesn't."""
    if isinstance(record, CustomerRecord):
        return None
    item_ids = [item.id for item in record.items]
    if len(set(item_ids)) < len(item_ids):
        for index, item in enumerate(item_ids):
            if item in item_ids[:index]:
                return f"items[{index}]: item {item} stands twice"
    return None


def name_of(section: str, body: dict[str, Any]) -> str:
    """What a record is called, after its rows."""
    own = body if section == "customers" else body[section.removesuffix("s")]
    return str(own[NAMES[section]])


def place_of(section: str, index: int, body: dict[str, Any]) -> str:
    """How an error names a record, after its rows."""
    return place(section, index, name_of(section, body))


def with_instants(row: dict[str, Any]) -> dict[str, Any]:
    """A row whose instants are instants again."""
    found = {
        name: datetime.fromisoformat(row[name])
        for name in ("placed_at", "received_at", "at", "expires_at")
        if row.get(name)
    }
    return {**row, **found}


def _order(record: OrderRecord) -> dict[str, Any]:
    key = number_key(record.number)
    row = {**record.dict(exclude={"customer", "items"}), "key": key, "customer_id": record.customer}
    return {"order": row, "items": [{**item.dict(), "order_key": key} for item in record.items]}


def _return(record: ReturnRecord) -> dict[str, Any]:
    keys = {"return_key": number_key(record.number), "order_key": number_key(record.order)}
    row = {
        **record.dict(include={"number", "shipping", "tracking_number", "carrier"}),
        "further_parcels": _parcels(record),
        "key": keys["return_key"],
        "order_key": keys["order_key"],
        **{f"refund_{name}": value for name, value in record.refund.dict().items()},
    }
    items = [
        {**keys, "position": position, "item_id": item.id, "quantity": item.quantity}
        for position, item in enumerate(record.items)
    ]
    events = [{**event.dict(), "return_key": keys["return_key"]} for event in record.events]
    label = None if record.label is None else {**record.label.dict(), "return_key": keys["return_key"]}
    return {"return": row, "order": record.order, "items": items, "events": events, "label": label}


def _parcels(record: ReturnRecord) -> Optional[str]:
    """The parcels besides the first, as the store keeps them."""
    if not record.further_parcels:
        return None
    return json.dumps([each.dict() for each in record.further_parcels], ensure_ascii=False)
