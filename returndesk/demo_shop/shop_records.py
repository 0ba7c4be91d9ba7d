"""Orders and returns as a shop's page shows them.

A shop learns of a parcel when it is scanned, not when it is handed in. Until then its page says "Not returned", which
is what customers ask about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_currency

from core.clock import parse_instant

NOT_RETURNED: Final = "Not returned"
REFUNDED: Final = "Refunded"

#: What the page calls a return whose newest event is this; what is not here changes nothing on the page.
_STATUS: Final = {
    "requested": "Waiting for the seller",
    "seller_responded": "Waiting for the seller",
    "escalated": "With our team",
    "approved": "Approved",
    "label_issued": NOT_RETURNED,
    "carrier_scan": "On its way back",
    "warehouse_received": "Received",
    "inspection_passed": "Checked",
    "inspection_failed": "Check failed",
    "refund_issued": REFUNDED,
    "refund_settled": REFUNDED,
    "rejected": "Declined",
    "cancelled": "Cancelled",
}
#: While nothing was sent back.
_UNSENT: Final = {"Waiting for the seller", "Approved", NOT_RETURNED}
_OVER: Final = {REFUNDED, "Declined", "Cancelled"}
_STEPS: Final = (
    ("Requested", ("requested",)),
    ("Approved", ("approved",)),
    ("Label", ("label_issued",)),
    ("Returned", ("carrier_scan", "warehouse_received")),
    ("Checked", ("inspection_passed", "inspection_failed")),
    (REFUNDED, ("refund_issued", "refund_settled")),
)
_ICONS: Final = {
    "Apparel": "clothes",
    "Consumer Electronics": "electronics",
    "Home Appliances": "appliances",
    "Toys & Games": "toys",
}


@dataclass(frozen=True)
class Step:
    """A step of a return: `state` is done, now or later; `day` is when it was done."""

    name: str
    state: str
    day: str


@dataclass(frozen=True)
class ShopItem:
    """A line of an order; `back_in` is the number of the return it goes back in, `icon` a picture of the sprite."""

    title: str
    price: str
    icon: str
    back_in: str = ""


@dataclass(frozen=True)
class ShopReturn:
    """A return as its page shows it.

    Args:
        number: The return's number.
        order: The number of its order.
        items: What goes back.
        status: What the page calls it.
        open: Whether anything is still to come.
        steps: Its way; empty where it was declined or cancelled.
        carrier: Who carries the parcel, with the tracking number; empty before there is a label.
        refund: The amount.
    """

    number: str
    order: str
    items: tuple[ShopItem, ...]
    status: str
    open: bool
    steps: tuple[Step, ...]
    carrier: str
    refund: str

    @property
    def not_returned(self) -> bool:
        """Whether the shop waits for the parcel."""
        return self.status == NOT_RETURNED

    @property
    def unsent(self) -> bool:
        """Whether it can still be taken back as far as the shop knows."""
        return self.status in _UNSENT


@dataclass(frozen=True)
class ShopOrder:
    """An order; days are written out, `delivered` is empty while it is on its way."""

    number: str
    placed: str
    delivered: str
    total: str
    items: tuple[ShopItem, ...]
    returns: tuple[ShopReturn, ...]


@dataclass(frozen=True)
class ShopAccount:
    """What the shop knows of a customer; the newest order comes first."""

    email: str
    orders: tuple[ShopOrder, ...]

    @property
    def returns(self) -> tuple[ShopReturn, ...]:
        """What goes back, or went."""
        return tuple(entry for order in self.orders for entry in order.returns)

    @property
    def not_returned(self) -> tuple[ShopReturn, ...]:
        """The returns whose parcel the shop waits for."""
        return tuple(entry for entry in self.returns if entry.not_returned)

    @property
    def refunded(self) -> tuple[ShopReturn, ...]:
        """The returns whose money is sent."""
        return tuple(entry for entry in self.returns if entry.status == REFUNDED)


def account_from(document: Mapping[str, Sequence[Mapping[str, Any]]], now: datetime) -> ShopAccount:
    """What the pages show of one customer.

    Args:
        document: The customer's records in the store contract's format; empty where they were forgotten.
        now: What is later has not happened, an aware instant.
    """
    customer = next(iter(document["customers"]), None)
    if customer is None:
        return ShopAccount("", ())
    zone = ZoneInfo(customer["timezone"])
    newest_first = sorted(document["orders"], key=lambda order: parse_instant(order["placed_at"]), reverse=True)
    orders = tuple(_order(order, document["returns"], zone, now) for order in newest_first)
    return ShopAccount(customer["email"], orders)


def _order(order: Mapping[str, Any], returns: Sequence[Mapping[str, Any]], zone: ZoneInfo, now: datetime) -> ShopOrder:
    own = [entry for entry in returns if entry["order"] == order["number"]]
    back_in = {_id(item): entry["number"] for entry in own for item in entry["items"]}
    items = {
        line["id"]: ShopItem(
            title=line["title"],
            price=_money(line["price"], line["currency"]),
            icon=_ICONS.get(line["category"], "home"),
            back_in=back_in.get(line["id"], ""),
        )
        for line in order["items"]
    }
    currency = order["items"][0]["currency"]
    received = order.get("received_at")
    return ShopOrder(
        number=order["number"],
        placed=_day(order["placed_at"], zone),
        delivered=_day(received, zone) if received else "",
        total=_money(sum(Decimal(line["price"]) * line.get("quantity", 1) for line in order["items"]), currency),
        items=tuple(items.values()),
        returns=tuple(_return(entry, items, zone, now) for entry in own),
    )


def _id(item: Any) -> str:
    """The id of an item that a return sends back, which names the number of pieces where that is not one."""
    return str(item["id"] if isinstance(item, dict) else item)


def _return(entry: Mapping[str, Any], items: Mapping[str, ShopItem], zone: ZoneInfo, now: datetime) -> ShopReturn:
    events = [event for event in entry["events"] if parse_instant(event["at"]) <= now]
    events.sort(key=lambda event: parse_instant(event["at"]))
    known = [_STATUS[event["type"]] for event in events if event["type"] in _STATUS]
    status = known[-1] if known else "Requested"
    carrier = " · ".join(part for part in (entry["carrier"], entry["tracking_number"]) if part)
    return ShopReturn(
        number=entry["number"],
        order=entry["order"],
        items=tuple(items[_id(item)] for item in entry["items"]),
        status=status,
        open=status not in _OVER,
        steps=() if status in ("Declined", "Cancelled") else _steps(events, zone),
        carrier=carrier,
        refund=_money(entry["refund"]["amount"], entry["refund"]["currency"]),
    )


def _steps(events: Sequence[Mapping[str, str]], zone: ZoneInfo) -> tuple[Step, ...]:
    first: dict[str, str] = {}
    for event in events:
        first.setdefault(event["type"], _day(event["at"], zone, "d MMM"))
    days = [next((first[kind] for kind in kinds if kind in first), "") for _, kinds in _STEPS]
    # A step that the store has no event of is over once a later one is.
    done = max((place for place, day in enumerate(days) if day), default=-1)
    states = ["done" if place <= done else "now" if place == done + 1 else "later" for place in range(len(_STEPS))]
    return tuple(Step(name, state, day) for (name, _), state, day in zip(_STEPS, states, days, strict=True))


def _day(instant: str, zone: ZoneInfo, form: str = "d MMM y") -> str:
    return format_date(parse_instant(instant).astimezone(zone).date(), form, locale="en_GB")


def _money(amount: str | Decimal | int, currency: str) -> str:
    return format_currency(Decimal(amount), currency, locale="en_GB")
