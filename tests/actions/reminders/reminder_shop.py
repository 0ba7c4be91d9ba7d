"""The shop of these tests: Ana in Madrid and Ben in London, each with a return whose parcel was not handed in yet."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

#: Sunday 11 October 2026, noon in Madrid. Handing in is advised until Wednesday the 14th, 14:00 there.
ASKED_AT = datetime(2026, 10, 11, 10, tzinfo=timezone.utc)
SHIP_BY_KEY = "ship_by:R1001:2026-10-14"
#: Tuesday at 15:00 in Madrid, within the day before.
REMIND_AT = datetime(2026, 10, 13, 13, tzinfo=timezone.utc)


def _order(number: str, customer: str, country: str) -> dict[str, Any]:
    item = {"id": "I1", "title": "Desk lamp", "category": "Home & Garden", "price": "12.50", "currency": "EUR"}
    return {
        "number": number,
        "customer": customer,
        "placed_at": "2026-10-01T09:00:00Z",
        "received_at": None,
        "ship_from": "CN",
        "ship_to": country,
        "items": [{**item, "free_returns": True, "return_window_days": None}],
    }


def _return(number: str, order: str) -> dict[str, Any]:
    return {
        "number": number,
        "order": order,
        "items": ["I1"],
        "shipping": "free_label",
        "tracking_number": None,
        "carrier": None,
        "refund": {"amount": "12.50", "currency": "EUR", "method": "card"},
        "events": [
            {"type": "requested", "at": "2026-10-08T09:00:00Z"},
            {"type": "approved", "at": "2026-10-09T11:00:00Z"},
            {"type": "label_issued", "at": "2026-10-09T12:00:00Z"},
        ],
    }


def document(more_returns: int = 0) -> dict[str, Any]:
    """The shop in the store contract's format.

    Args:
        more_returns: How many returns of Ana there are besides R1001: R3000, R3001 …
    """
    numbers = ["R1001", *(f"R{3000 + count}" for count in range(more_returns))]
    orders = [_order(f"81200345000{10001 + count}", "ana", "ES") for count in range(len(numbers))]
    return {
        "customers": [
            {"id": "ana", "email": "ana@example.com", "country": "ES", "timezone": "Europe/Madrid", "locale": "en"},
            {"id": "ben", "email": "ben@example.com", "country": "GB", "timezone": "Europe/London", "locale": "en"},
        ],
        "orders": [*orders, _order("8120034500020001", "ben", "GB")],
        "returns": [
            *(_return(number, order["number"]) for number, order in zip(numbers, orders, strict=True)),
            _return("R2001", "8120034500020001"),
        ],
    }
