"""The mapping of a plain sheet, and its headings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: A plain sheet: a row an item, a customer beside each order.
PLAIN: Mapping[str, Any] = {
    "timezone": "Europe/Madrid",
    "dates": ["%d/%m/%Y", "%d/%m/%Y %H:%M"],
    "tables": [
        {
            "customer": {
                "id": "Client",
                "email": "Mail",
                "country": "Land",
                "timezone": {"value": "Europe/Madrid"},
                "locale": {"value": "en"},
            },
            "order": {
                "number": "Order",
                "placed_at": "Bought",
                "received_at": "Arrived",
                "ship_from": {"value": "CN"},
                "ship_to": "Land",
            },
            "item": {
                "id": "SKU",
                "title": "Thing",
                "category": {"value": "Home"},
                "price": "Price",
                "currency": {"value": "EUR"},
                "quantity": "Pieces",
                "free_returns": {"value": True},
                "return_window_days": {"value": 15},
            },
        }
    ],
}
HEADINGS = ["Order", "Client", "Mail", "Land", "Bought", "Arrived", "SKU", "Thing", "Price", "Pieces"]
