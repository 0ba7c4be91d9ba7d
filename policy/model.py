"""What the rules look at: customers, orders, return requests and their events, and their closed lists of words.

Plain frozen values without any storage behind them. Every instant is timezone-aware; the functions of this package
convert to a customer's or a country's local time where a rule needs a date.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Optional


class EventType(str, Enum):
    """What can happen to a return request."""

    REQUESTED = "requested"
    SELLER_RESPONDED = "seller_responded"
    APPROVED = "approved"
    REJECTED = "rejected"
    LABEL_ISSUED = "label_issued"
    DROPPED_OFF = "dropped_off"
    CARRIER_SCAN = "carrier_scan"
    WAREHOUSE_RECEIVED = "warehouse_received"
    INSPECTION_PASSED = "inspection_passed"
    INSPECTION_FAILED = "inspection_failed"
    REFUND_ISSUED = "refund_issued"
    REFUND_SETTLED = "refund_settled"
    CANCELLED = "cancelled"
    ESCALATED = "escalated"


class Shipping(str, Enum):
    """How a return travels: on the platform's free label or QR code, or at the customer's own cost."""

    FREE_LABEL = "free_label"
    FREE_QR = "free_qr"
    PAID = "paid"


@dataclass(frozen=True)
class Money:
    """An amount in one currency (ISO 4217)."""

    amount: Decimal
    currency: str


@dataclass(frozen=True)
class Customer:
    """Who ordered. `country` is an ISO 3166 code, `timezone` an IANA name, `locale` a language tag.

    `region` is an ISO 3166-2 code such as GB-SCT, None where it is not known.
    """

    id: str
    email: str
    country: str
    timezone: str
    locale: str
    region: Optional[str] = None


@dataclass(frozen=True)
class Item:
    """One line of an order, or what a return sends back of one.

    `quantity` is the number of pieces, `price` that of one piece.
    `return_window_days` is one of the facts' numbers where the rule that counts from reception applies, None where the
    rule that counts from the order does.
    """

    id: str
    title: str
    category: str
    price: Money
    free_returns: bool
    return_window_days: Optional[int]
    quantity: int = 1

    @property
    def total(self) -> Money:
        """The price of all its pieces."""
        return Money(self.price.amount * self.quantity, self.price.currency)


@dataclass(frozen=True)
class Order:
    """An order of one customer; `received_at` is None until the parcel has arrived.

    `ship_to_region` is an ISO 3166-2 code such as GB-SCT, None where it is not known.
    """

    number: str
    customer_id: str
    placed_at: datetime
    received_at: Optional[datetime]
    ship_from: str
    ship_to: str
    items: tuple[Item, ...]
    ship_to_region: Optional[str] = None


@dataclass(frozen=True)
class ReturnEvent:
    """Something that happened to a return request, at an instant.

    `told` where the customer alone says so: it counts until the records show that the parcel was sent.
    """

    type: EventType
    at: datetime
    told: bool = False


@dataclass(frozen=True)
class RefundTerms:
    """What a return pays back, and by which payment method."""

    total: Money
    method: str


@dataclass(frozen=True)
class Parcel:
    """One of several parcels that a return travels in."""

    tracking_number: str
    carrier: Optional[str]


@dataclass(frozen=True)
class ReturnRequest:
    """A return request with its order and every event recorded so far, in any order of arrival.

    `tracking_number` and `carrier` are those of its only or first parcel.
    """

    number: str
    order: Order
    items: tuple[Item, ...]
    shipping: Shipping
    tracking_number: Optional[str]
    carrier: Optional[str]
    refund: RefundTerms
    events: tuple[ReturnEvent, ...]
    further_parcels: tuple[Parcel, ...] = ()

    @property
    def tracking_numbers(self) -> tuple[str, ...]:
        """Those of all its parcels that have one."""
        first = () if self.tracking_number is None else (self.tracking_number,)
        return (*first, *(parcel.tracking_number for parcel in self.further_parcels))

    @property
    def is_free(self) -> bool:
        """Whether it travels on the platform's label or code: some rules promise something to such returns only."""
        return self.shipping is not Shipping.PAID

    def as_recorded(self) -> ReturnRequest:
        """The return without what its customer alone says of it."""
        return replace(self, events=tuple(event for event in self.events if not event.told))


class ScanKind(str, Enum):
    """What a carrier reports about a parcel."""

    ACCEPTED = "accepted"
    IN_TRANSIT = "in_transit"
    DELIVERED = "delivered"
    EXCEPTION = "exception"


@dataclass(frozen=True)
class CarrierScan:
    """One line of a carrier's tracking page."""

    kind: ScanKind
    at: datetime
    place: str


class Word(str, Enum):
    """One of a closed list of words; as text it is just the word, so that it can name a domain response."""

    def __str__(self) -> str:
        return str(self.value)
