"""Synthetic customers: each with one order and one return whose number, amount and parcel nobody else has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from actions.demo.builders import Days, Part, customer, item

_TIMEZONE: Final = "Europe/Madrid"
_FIRST_NUMBER: Final = 500_000
#: How far the return is, in turns.
_STAGES: Final = ("handed_in", "refunded", "label", "arrived")


@dataclass(frozen=True)
class Customer:
    """One of them.

    Args:
        number: From 0 on; everything else follows from it.
    """

    number: int

    @property
    def email(self) -> str:
        """The address on the order."""
        return f"load{self.number}@example.com"

    @property
    def return_number(self) -> str:
        """The only return."""
        return f"R{_FIRST_NUMBER + self.number}"

    @property
    def order_number(self) -> str:
        """The only order."""
        return f"81200345{self.number:08d}"

    @property
    def tracking_number(self) -> str:
        """The parcel of the return."""
        return f"LP{self.number:08d}ES"

    @property
    def amount(self) -> str:
        """What the return pays back, in euros."""
        return f"{10 + self.number // 100}.{self.number % 100:02d}"

    @property
    def stage(self) -> str:
        """How far the return is: `handed_in`, `refunded`, `label` or `arrived`."""
        return _STAGES[self.number % len(_STAGES)]

    @property
    def can_cancel(self) -> bool:
        """Whether the return can still be cancelled."""
        return self.stage == "label"

    def identifiers(self) -> frozenset[str]:
        """What an answer may name of this customer and of no other."""
        return frozenset(
            (self.email, self.return_number, self.order_number, self.tracking_number, f"€{self.amount}")
        )  # fmt: skip


def customers(count: int) -> tuple[Customer, ...]:
    """The first `count` customers."""
    return tuple(Customer(number) for number in range(count))


def store_document(everyone: Iterable[Customer], now: datetime) -> dict[str, Any]:
    """Their records in the store contract's format.

    Args:
        everyone: The customers.
        now: Up to when all of it has happened, aware.
    """
    parts = [_part(each, now) for each in everyone]
    return {
        "customers": [part.customer for part in parts],
        "orders": [order for part in parts for order in part.orders],
        "returns": [request for part in parts for request in part.returns],
    }


def carrier_scans(everyone: Sequence[Customer], now: datetime) -> dict[str, list[dict[str, str]]]:
    """What the carrier knows about their parcels, by tracking number."""
    return {tracking: scans for each in everyone for tracking, scans in _part(each, now).scans.items()}


def _part(who: Customer, now: datetime) -> Part:
    days = Days(now, _TIMEZONE)
    # Neighbours in number have other days, so that one customer's dates at another's shows.
    shift = who.number // len(_STAGES) % 5
    part = Part(customer(f"load-{who.number}", who.email, "ES", _TIMEZONE), "EUR")
    part.order(
        who.order_number,
        item("Desk lamp", "Home & Garden", who.amount, 30),
        placed=days.ago(40 + shift, "09:00"),
        received=days.ago(28 + shift, "12:00"),
    )
    happenings = [
        ("requested", days.ago(24 + shift, "08:30")),
        ("seller_responded", days.ago(23 + shift, "09:15")),
        ("approved", days.ago(23 + shift, "09:20")),
        ("label_issued", days.ago(23 + shift, "09:25")),
    ]
    if who.stage == "handed_in":
        happenings.append(("dropped_off", days.ago(1 + shift, "17:40")))
        part.scanned(who.tracking_number, ("accepted", days.ago(1 + shift, "18:05"), "Madrid, post office"))
    elif who.stage in ("refunded", "arrived"):
        happenings += [
            ("dropped_off", days.ago(18 + shift, "11:30")),
            ("carrier_scan", days.ago(17 + shift, "07:45")),
            ("warehouse_received", days.ago(11 + shift, "09:00")),
        ]
    if who.stage == "refunded":
        happenings += [
            ("inspection_passed", days.ago(9 + shift, "15:00")),
            ("refund_issued", days.ago(2 + shift, "10:00")),
        ]
    part.sent_back(who.return_number, *happenings, tracking=who.tracking_number, carrier="Correos")
    return part
