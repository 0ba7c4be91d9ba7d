"""A made-up shop of any size, the same for the same seed: customers, orders, items, returns and what happened to them.

Everything comes in the order in which a shop would have written it: orders by their date, so that those of one customer
lie far apart, and events by theirs, so that those of one return do. How many orders a customer has, how many returns an
order and how many events a return, repeats after some hundred records; so a shop of N returns has exactly N, and four
events each, without anything being counted on the way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cached_property
from math import gcd
from typing import Any, Final

import numpy as np

#: The shop's present; the last order was placed some weeks before.
NOW: Final = datetime(2026, 11, 2, 12, tzinfo=timezone.utc)
MOST_ORDERS: Final = 40
#: Orders that are made and written together.
BLOCK: Final = 20_000
#: Customers that are made and written together.
CUSTOMER_BLOCK: Final = 100_000

_FIRST_CUSTOMER = 10_000_000
_FIRST_RETURN = 1_000_001
_LAST_ORDER = NOW - timedelta(days=45)
_SPAN = timedelta(days=730)
_DAY = 86_400

# Country, time zone, language, currency and carrier; the first ones are the most frequent.
_COUNTRIES = (
    ("ES", "Europe/Madrid", "es", "EUR", "Correos"),
    ("FR", "Europe/Paris", "fr", "EUR", "Colissimo"),
    ("DE", "Europe/Berlin", "de", "EUR", "DHL"),
    ("US", "America/New_York", "en-US", "USD", "USPS"),
    ("BR", "America/Sao_Paulo", "pt-BR", "BRL", "Correios"),
    ("IT", "Europe/Rome", "it", "EUR", "Poste Italiane"),
    ("NL", "Europe/Amsterdam", "nl", "EUR", "PostNL"),
    ("GB", "Europe/London", "en-GB", "GBP", "Evri"),
    ("IL", "Asia/Jerusalem", "he", "ILS", "Israel Post"),
    ("CA", "America/Toronto", "en-CA", "CAD", "Canada Post"),
    ("AU", "Australia/Sydney", "en-AU", "AUD", "Australia Post"),
    ("MX", "America/Mexico_City", "es-MX", "MXN", "Estafeta"),
)
_COUNTRY_SHARES = np.array([22, 17, 13, 12, 9, 7, 5, 5, 3, 3, 2, 2]) / 100
_GOODS = (
    ("Desk lamp", "Home & Garden"),
    ("Cotton T-shirt", "Clothing"),
    ("Running shoes", "Shoes"),
    ("Phone case", "Phones & Accessories"),
    ("Wireless earphones", "Consumer Electronics"),
    ("Winter jacket", "Clothing"),
    ("Kitchen scale", "Home & Garden"),
    ("Backpack, 25 l", "Luggage & Bags"),
    ("Watch strap", "Jewellery & Watches"),
    ("Children's puzzle", "Toys"),
    ("Yoga mat", "Sports"),
    ("USB-C charger, 65 W", "Consumer Electronics"),
)
_METHODS = ("card", "wallet", "bank transfer")
_WINDOWS = ("7", "15", "30", r"\N")
_SHIPPING = ("free_label", "free_qr", "paid")

_SENT = "requested label_issued dropped_off"
#: What happens to a return, and how many of a hundred it happens to: 400 events in all.
_COURSES = (
    ("requested", 6),
    ("requested cancelled", 8),
    ("requested rejected", 4),
    ("requested approved label_issued", 8),
    (_SENT, 10),
    (f"{_SENT} carrier_scan", 18),
    (f"{_SENT} warehouse_received", 10),
    (f"{_SENT} warehouse_received refund_issued", 16),
    (f"{_SENT} warehouse_received refund_issued refund_settled", 16),
    (f"{_SENT} carrier_scan warehouse_received inspection_failed escalated", 4),
)


@dataclass(frozen=True)
class Shop:
    """A shop.

    Args:
        returns: How many there are.
        seed: Another one gives another shop of the same shape.
        talked_about: One of so many returns was talked about.
    """

    returns: int
    seed: int = 1
    talked_about: int = 50

    @cached_property
    def orders(self) -> int:
        """How many orders there are: as many as it takes for the returns."""
        pattern = np.cumsum(self._returns_pattern)
        whole, rest = divmod(self.returns, int(pattern[-1]))
        return whole * len(pattern) + (int(np.searchsorted(pattern, rest)) + 1 if rest else 0)

    @cached_property
    def customers(self) -> int:
        """How many customers there are."""
        return len(self._last_slots)

    @property
    def blocks(self) -> int:
        """How many blocks of orders there are."""
        return -(-self.orders // BLOCK)

    @property
    def customer_blocks(self) -> int:
        """How many blocks of customers there are."""
        return -(-self.customers // CUSTOMER_BLOCK)

    @cached_property
    def heaviest(self) -> tuple[str, ...]:
        """The ids of some customers with the most orders."""
        counts = np.diff(self._last_slots, prepend=0)
        return tuple(f"C{_FIRST_CUSTOMER + int(index)}" for index in np.argsort(-counts, kind="stable")[:200])

    def return_number(self, index: int) -> str:
        """The number of a return, by its place among all, from 0."""
        return f"R{_FIRST_RETURN + index}"

    def customer_rows(self, block: int) -> Iterator[str]:
        """A block of customers, as COPY reads them."""
        first = block * CUSTOMER_BLOCK
        last = min(first + CUSTOMER_BLOCK, self.customers)
        for index, kind in enumerate(self._countries[first:last].tolist(), first):
            country, zone, locale, *_ = _COUNTRIES[kind]
            email = f"{_email_name(index)}@mail{index % 89}.example"
            yield f"{index + 1}\tC{_FIRST_CUSTOMER + index}\t{email.capitalize()}\t{email}\t{country}\t{zone}\t{locale}"

    def block(self, number: int) -> Mapping[str, Sequence[str]]:
        """A block of orders with all that belongs to them, by table, as COPY reads it."""
        return _Block(self, number).rows()

    @cached_property
    def _returns_pattern(self) -> Any:
        pattern = np.repeat([0, 1, 2, 3], [15, 70, 11, 4])
        return np.random.default_rng([self.seed, 1]).permutation(pattern)

    @cached_property
    def _courses(self) -> tuple[tuple[str, ...], ...]:
        all_ = [tuple(course.split()) for course, share in _COURSES for _ in range(share)]
        return tuple(all_[index] for index in np.random.default_rng([self.seed, 2]).permutation(len(all_)))

    @cached_property
    def _last_slots(self) -> Any:
        """Behind which order of an imagined list by customers each customer's own end."""
        orders = np.arange(1, MOST_ORDERS + 1)
        share = np.cumsum(1 / orders**2) / np.sum(1 / orders**2)
        counts = orders[np.searchsorted(share, (np.arange(1_000) + 0.5) / 1_000)]
        counts[-1] = MOST_ORDERS
        counts = np.random.default_rng([self.seed, 3]).permutation(counts)
        ends = np.cumsum(np.tile(counts, self.orders // int(counts.sum()) + 1))
        return np.minimum(ends, self.orders)[: int(np.searchsorted(ends, self.orders)) + 1]

    @cached_property
    def _countries(self) -> Any:
        chosen = np.random.default_rng([self.seed, 4]).choice(len(_COUNTRIES), self.customers, p=_COUNTRY_SHARES)
        return chosen.astype(np.int8)

    @cached_property
    def _stride(self) -> int:
        stride = int(self.orders * 0.618) | 1
        while gcd(stride, self.orders) != 1:
            stride += 1
        return stride

    def owners(self, places: Any) -> Any:
        """Whose orders are at these places in the order of time: each customer's lie far apart."""
        return np.searchsorted(self._last_slots, places * self._stride % self.orders, side="right")

    def returns_before(self, place: int) -> int:
        """How many returns belong to the orders before a place."""
        whole, rest = divmod(place, len(self._returns_pattern))
        return whole * int(self._returns_pattern.sum()) + int(self._returns_pattern[:rest].sum())


class _Block:
    """What is random within a block of orders, drawn for all of them at once."""

    def __init__(self, shop: Shop, number: int) -> None:
        self._shop = shop
        first = number * BLOCK
        places = np.arange(first, min(first + BLOCK, shop.orders))
        self._places = places.tolist()
        self._random = np.random.default_rng([shop.seed, 5, number])
        owners = shop.owners(places)
        self._owners = owners.tolist()
        self._countries = shop._countries[owners].tolist()
        count = len(places)
        placed = int((_LAST_ORDER - _SPAN).timestamp()) + places * int(_SPAN.total_seconds()) // shop.orders
        received = placed + self._random.integers(5 * _DAY, 20 * _DAY, count)
        requested = received + self._random.integers(3_600, 12 * _DAY, count)
        self._placed, self._received = _instants(placed), _instants(received)
        self._requested = requested.tolist()
        self._returns = shop._returns_pattern[places % len(shop._returns_pattern)].tolist()
        self._items = (1 + self._random.poisson(0.4, count)).tolist()
        self._luck = self._random.integers(0, 1_000_000, (count, 4)).tolist()

    def rows(self) -> Mapping[str, Sequence[str]]:
        """All of the block's rows, by table."""
        orders, items, returns, sent = [], [], [], []
        events: list[tuple[int, str, str]] = []
        index = self._shop.returns_before(self._places[0]) if self._places else 0
        for at, place in enumerate(self._places):
            key = f"81{place:014d}"
            country, _, _, currency, carrier = _COUNTRIES[self._countries[at]]
            luck = self._luck[at]
            ship_from = "CN" if luck[0] % 10 < 7 else country
            orders.append(
                f"{place + 1}\t{key}\t{key}\tC{_FIRST_CUSTOMER + self._owners[at]}\t{self._placed[at]}"
                f"\t{self._received[at]}\t{ship_from}\t{country}"
            )
            wanted = self._returns[at]
            for item in range(max(self._items[at], wanted)):
                title, category = _GOODS[(luck[1] + item) % len(_GOODS)]
                price = f"{3 + (luck[2] + 7 * item) % 120}.{luck[3] % 100:02d}"
                free, window = "t" if (luck[0] + item) % 5 else "f", _WINDOWS[(luck[1] + item) % 4]
                items.append(f"{key}\tI{item + 1}\t{title}\t{category}\t{price}\t{currency}\t{free}\t{window}")
            for which in range(wanted):
                if index == self._shop.returns:
                    break
                number = self._shop.return_number(index)
                course = self._shop._courses[index % len(self._shop._courses)]
                label = f"LP{index:011d}\t{carrier}" if "label_issued" in course else "\\N\t\\N"
                price = f"{3 + (luck[2] + 7 * which) % 120}.{luck[3] % 100:02d}"
                how = f"{_SHIPPING[luck[3] % 3]}\t{label}\t{price}\t{currency}\t{_METHODS[luck[2] % 3]}"
                returns.append(f"{number}\t{number}\t{key}\t{how}")
                sent.append(f"{number}\t0\t{key}\tI{which + 1}")
                if which == wanted - 1 and self._items[at] > wanted and luck[1] % 3 == 0:
                    sent.append(f"{number}\t1\t{key}\tI{which + 2}")
                moment = self._requested[at] + which * 5 * _DAY
                for step, kind in enumerate(course):
                    events.append((moment, number, kind))
                    moment += 5_000 + luck[step % 4] // 3
                index += 1
        return {
            "orders": orders,
            "items": items,
            "returns": returns,
            "return_items": sent,
            "return_events": _by_time(events),
        }


def _by_time(events: list[tuple[int, str, str]]) -> list[str]:
    events.sort(key=lambda event: event[0])
    instants = _instants(np.array([event[0] for event in events], dtype=np.int64))
    return [f"{number}\t{kind}\t{at}" for (_, number, kind), at in zip(events, instants, strict=True)]


def _instants(seconds: Any) -> list[str]:
    """Seconds since 1970 as text in UTC, without saying so: COPY reads it in a session whose zone that is."""
    found: list[str] = np.datetime_as_string(seconds.astype("datetime64[s]")).tolist()
    return found


def _email_name(index: int) -> str:
    return f"customer.{index * 7_919 % 99_999_989:x}.{index:x}"
