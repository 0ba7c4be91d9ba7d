"""Returns as the store keeps them, for the pages that show their dates."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.engine import Engine

from actions.store.tables.shop import CustomerRow, EventRow, ItemRow, OrderRow, ReturnItemRow, ReturnRow
from core.database.sessions import writing_connection

_KINDS = ("requested", "approved", "dropped_off", "warehouse_received", "inspection_passed")
_DAY = timedelta(days=1)


def keep_return(engine: Engine, number: str, at: datetime, last: str) -> None:
    """A return with its customer and order.

    Args:
        engine: The return store.
        number: Its number.
        at: When its last event was, to some minutes.
        last: What happened last; what comes before that has happened.
    """
    customer, order = f"c-{number}", f"o-{number}"
    price = {"price": "12.50", "currency": "EUR"}
    refund = {"refund_amount": "12.50", "refund_currency": "EUR", "refund_method": "original"}
    home = {"country": "ES", "timezone": "Europe/Madrid", "locale": "en"}
    placed = {"placed_at": at - 9 * _DAY, "received_at": at - 5 * _DAY, "ship_from": "CN", "ship_to": "ES"}
    rows = [
        (CustomerRow, {"id": customer, "email": customer, "email_key": customer, **home}),
        (OrderRow, {"key": order, "number": order, "customer_id": customer, **placed}),
        (ItemRow, {"order_key": order, "id": "1", "title": "Lamp", "category": "home", "free_returns": True, **price}),
        (ReturnRow, {"key": number, "number": number, "order_key": order, "shipping": "free_label", **refund}),
        (ReturnItemRow, {"return_key": number, "position": 0, "order_key": order, "item_id": "1"}),
        *(
            (EventRow, {"return_key": number, "type": kind, "at": at - timedelta(minutes=9 - place)})
            for place, kind in enumerate(_KINDS[: _KINDS.index(last) + 1])
        ),
    ]
    with writing_connection(engine) as connection:
        for table, row in rows:
            connection.execute(insert(table), row)
