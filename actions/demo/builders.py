"""Builds records of the store contract's format with dates that are easy to write down."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from actions.demo.one_page_pdf import one_page_pdf
from core.clock import format_instant

Happening = tuple[str, datetime]


@dataclass(frozen=True)
class Days:
    """Counts back from an instant in a customer's own days.

    Args:
        now: The instant everything is relative to, aware; its fraction of a second is dropped.
        timezone: The customer's IANA time zone.
    """

    now: datetime
    timezone: str

    def ago(self, days: int, at: str = "10:00") -> datetime:
        """The local time `at` (`HH:MM`) on the day `days` before today; at least one, so that it has passed."""
        day = self.now.astimezone(ZoneInfo(self.timezone)).date() - timedelta(days=days)
        return datetime.combine(day, time.fromisoformat(at), ZoneInfo(self.timezone))

    def hours_ago(self, hours: int) -> datetime:
        """The instant `hours` before now."""
        return self.now.replace(microsecond=0) - timedelta(hours=hours)

    def ahead(self, days: int, at: str = "23:00") -> datetime:
        """The local time `at` on the day `days` after today."""
        return self.ago(-days, at)

    def month_began(self) -> datetime:
        """The local midnight with which the current calendar month began."""
        local = self.now.astimezone(ZoneInfo(self.timezone))
        return datetime.combine(local.date().replace(day=1), time(), ZoneInfo(self.timezone))


@dataclass
class Part:
    """The records of one customer, and what the carrier knows about their parcels."""

    customer: dict[str, Any]
    currency: str
    orders: list[dict[str, Any]] = field(default_factory=list)
    returns: list[dict[str, Any]] = field(default_factory=list)
    scans: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def order(
        self, number: str, *items: dict[str, Any], placed: datetime, received: datetime | None, ship_from: str = "CN"
    ) -> None:
        """Add an order; its items get the ids I1, I2 and so on, and the customer's currency."""
        self.orders.append(
            {
                "number": number,
                "customer": self.customer["id"],
                "placed_at": format_instant(placed),
                "received_at": None if received is None else format_instant(received),
                "ship_from": ship_from,
                "ship_to": self.customer["country"],
                "items": [
                    {"id": f"I{position}", **line, "currency": self.currency}
                    for position, line in enumerate(items, start=1)
                ],
            }
        )

    def sent_back(
        self,
        number: str,
        *happenings: Happening,
        items: tuple[str, ...] = ("I1",),
        shipping: str = "free_label",
        tracking: str | None = None,
        carrier: str | None = None,
        method: str = "card",
        label: dict[str, str] | None = None,
    ) -> None:
        """Add a return of items of the order that was added last; it pays back their prices."""
        order = self.orders[-1]
        total = sum((Decimal(item["price"]) for item in order["items"] if item["id"] in items), Decimal(0))
        self.returns.append(
            {
                "number": number,
                "order": order["number"],
                "items": list(items),
                "shipping": shipping,
                "tracking_number": tracking,
                "carrier": carrier,
                "refund": {"amount": str(total), "currency": self.currency, "method": method},
                **({"label": label} if label else {}),
                "events": [{"type": kind, "at": format_instant(at)} for kind, at in happenings],
            }
        )

    def scanned(self, tracking: str, *scans: tuple[str, datetime, str]) -> None:
        """Add what the carrier knows about a parcel: kind, instant and place of each scan."""
        self.scans[tracking] = [{"kind": kind, "at": format_instant(at), "place": place} for kind, at, place in scans]


def label(number: str, tracking: str, expires: datetime) -> dict[str, str]:
    """A label to print, and a code to show in its place.

    Args:
        number: The return.
        tracking: The parcel.
        expires: Until when it is good.
    """
    file = base64.b64encode(one_page_pdf((f"Return {number}", f"Parcel {tracking}", "Demo label, good for nothing")))
    return {"file": file.decode(), "qr": f"RETURN:{number}:{tracking}", "expires_at": format_instant(expires)}


def customer(customer_id: str, email: str, country: str, timezone: str) -> dict[str, Any]:
    """A customer who writes English."""
    return {"id": customer_id, "email": email, "country": country, "timezone": timezone, "locale": "en"}


def item(title: str, category: str, price: str, window: int | None, *, free_returns: bool = True) -> dict[str, Any]:
    """An order's line, without what its order adds.

    Args:
        title: What the shop calls it.
        category: Its first-level category.
        price: The amount, as text.
        window: 7, 15 or 30 days after reception, None for the rule that counts from the order.
        free_returns: Whether the shop marks it "Free returns".
    """
    return {
        "title": title,
        "category": category,
        "price": price,
        "free_returns": free_returns,
        "return_window_days": window,
    }
