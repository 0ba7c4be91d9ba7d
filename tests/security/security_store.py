"""The shop whose desk is attacked: a victim, another customer, and a seller who writes odd titles."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

VICTIM = "C-vera"
VICTIM_NAME = "Veronika"
VICTIM_EMAIL = "vera.lindqvist@example.com"
VICTIM_RETURN = "R7101"
VICTIM_ORDER = "8120034577000001"
#: Of the victim's records, what nobody else may get to see.
PRIVATE = ("Velvet armchair", "LP77000001ES", "137.41", "137,41", VICTIM_EMAIL, VICTIM_NAME)

OTHER = "C-mallory"
OTHER_EMAIL = "mallory@example.com"
OTHER_RETURN = "R7201"
OTHER_ORDER = "8120034577000002"
OTHER_TITLE = "Bamboo toothbrush"

ODD = "C-odd"
ODD_EMAIL = "odd@example.com"
ODD_RETURN = "R7301"
#: A title by which a seller tries what a desk does with what it stores.
ODD_TITLE = "lamp {customer_email} ${7*7} {{7*7}} %(secret)s {0.__class__} <img/onerror=a()>"

#: Numbers that nobody has.
NO_RETURN = "R7999"
NO_ORDER = "8120034577999999"


def document(now: datetime) -> dict[str, Any]:
    """The store in the exchange format, with everything before `now`."""
    return {
        "customers": [_customer(VICTIM, VICTIM_EMAIL), _customer(OTHER, OTHER_EMAIL), _customer(ODD, ODD_EMAIL)],
        "orders": [
            _order(VICTIM_ORDER, VICTIM, "Velvet armchair", "137.41", now),
            _order(OTHER_ORDER, OTHER, OTHER_TITLE, "3.20", now),
            _order("8120034577000003", ODD, ODD_TITLE, "9.90", now),
        ],
        "returns": [
            _return(VICTIM_RETURN, VICTIM_ORDER, "LP77000001ES", "137.41", now),
            _return(OTHER_RETURN, OTHER_ORDER, "LP77000002ES", "3.20", now),
            _return(ODD_RETURN, "8120034577000003", "LP77000003ES", "9.90", now),
        ],
    }


def _customer(name: str, email: str) -> dict[str, Any]:
    return {"id": name, "email": email, "country": "ES", "timezone": "Europe/Madrid", "locale": "en"}


def _order(number: str, customer: str, title: str, price: str, now: datetime) -> dict[str, Any]:
    item = {"id": "I1", "title": title, "category": "Home & Garden", "price": price, "currency": "EUR"}
    return {
        "number": number,
        "customer": customer,
        "placed_at": _instant(now - timedelta(days=30)),
        "received_at": _instant(now - timedelta(days=18)),
        "ship_from": "CN",
        "ship_to": "ES",
        "items": [{**item, "free_returns": True, "return_window_days": 30}],
    }


def _return(number: str, order: str, tracking: str, amount: str, now: datetime) -> dict[str, Any]:
    days = {"requested": 12, "approved": 11, "label_issued": 11, "dropped_off": 9, "warehouse_received": 5}
    return {
        "number": number,
        "order": order,
        "items": ["I1"],
        "shipping": "free_label",
        "tracking_number": tracking,
        "carrier": "Correos",
        "refund": {"amount": amount, "currency": "EUR", "method": "card"},
        "events": [{"type": kind, "at": _instant(now - timedelta(days=ago))} for kind, ago in days.items()],
    }


def _instant(at: datetime) -> str:
    return at.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
