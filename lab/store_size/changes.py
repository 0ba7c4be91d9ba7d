"""A delivery of changes about somebody's order and return, as the shop's systems would send it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from actions.store.import_export.document import parsed
from actions.store.import_export.rows import rows_of
from actions.store.updates.candidates import Candidate
from actions.store.updates.deliveries import Change
from core.clock import format_instant
from lab.store_size.desk import Case, Desk
from lab.store_size.shop import NOW
from policy.model import Item, Order, ReturnRequest

_SOON = timedelta(minutes=1)


def changes_of(desk: Desk, case: Case, more: bool) -> list[Change]:
    """A later state of all that belongs to them, beside a return of an order that nobody knows.

    Args:
        desk: The store.
        case: Who.
        more: Whether their order has one item more.
    """
    customer, found = desk.records(case).customer(), desk.records(case).return_request(case.return_)
    if customer is None or found is None:
        raise LookupError(f"{case.customer} has not proven who they are, or has no return {case.return_}")
    who = {name: getattr(customer, name) for name in ("id", "email", "country", "timezone", "locale", "region")}
    return [
        change_of("customers", who, NOW),
        change_of("orders", _order(found.order, more), NOW),
        change_of("returns", _return(found), NOW),
        change_of("returns", {**_return(found), "number": f"W{case.number}", "order": f"W{case.number}"}, NOW),
    ]


def change_of(section: str, record: Mapping[str, Any], as_of: datetime) -> Change:
    """A record as a change."""
    rows = rows_of(parsed(section, record))
    body = json.loads(json.dumps(rows.body, default=datetime.isoformat))
    return Change(section, Candidate(rows.key, rows.refers, body, as_of))


def _order(order: Order, more: bool) -> dict[str, Any]:
    items = [_item(item) for item in order.items]
    return {
        "number": order.number,
        "customer": order.customer_id,
        "placed_at": format_instant(order.placed_at),
        "received_at": None if order.received_at is None else format_instant(order.received_at),
        "ship_from": order.ship_from,
        "ship_to": order.ship_to,
        "items": [*items, {**items[0], "id": "one-more"}] if more else items,
    }


def _item(item: Item) -> dict[str, Any]:
    same = ("id", "title", "category", "free_returns", "return_window_days", "quantity")
    price = {"price": f"{item.price.amount}", "currency": item.price.currency}
    return {**{name: getattr(item, name) for name in same}, **price}


def _return(found: ReturnRequest) -> dict[str, Any]:
    refund = found.refund
    return {
        "number": found.number,
        "order": found.order.number,
        "items": [{"id": item.id, "quantity": item.quantity} for item in found.items],
        "shipping": found.shipping.value,
        "tracking_number": found.tracking_number,
        "carrier": found.carrier,
        "refund": {"amount": f"{refund.total.amount}", "currency": refund.total.currency, "method": refund.method},
        "events": [{"type": "carrier_scan", "at": format_instant(NOW + _SOON)}],
    }
