"""Whom a visitor of the demo page can be: the demo shop's customers, with what they sent back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from actions.demo.demo_data import demo_document


@dataclass(frozen=True)
class DemoReturn:
    """A return to ask about; `last_event` is the type of its newest event, in words."""

    number: str
    last_event: str


@dataclass(frozen=True)
class DemoCustomer:
    """A customer of the demo shop."""

    name: str
    email: str
    country: str
    orders: tuple[str, ...]
    returns: tuple[DemoReturn, ...]


def demo_customers() -> tuple[DemoCustomer, ...]:
    """Every customer of the demo shop. Their numbers and e-mails are the same at any time, only dates move."""
    document = demo_document(datetime.now(timezone.utc))
    return tuple(_customer(customer, document) for customer in document["customers"])


def _customer(customer: Mapping[str, Any], document: Mapping[str, Any]) -> DemoCustomer:
    orders = tuple(order["number"] for order in document["orders"] if order["customer"] == customer["id"])
    returns = (entry for entry in document["returns"] if entry["order"] in orders)
    return DemoCustomer(
        name=customer["email"].partition("@")[0].title(),
        email=customer["email"],
        country=customer["country"],
        orders=orders,
        returns=tuple(DemoReturn(entry["number"], _last_event(entry)) for entry in returns),
    )


def _last_event(entry: Mapping[str, Any]) -> str:
    newest = max(entry["events"], key=lambda event: str(event["at"]))
    return str(newest["type"]).replace("_", " ")
