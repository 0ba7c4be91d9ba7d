"""What a made-up shop tells of itself: its changes in the order of their sending, and what has to come of them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, Final

from core.clock import format_instant

_BEGAN: Final = datetime(2026, 10, 1, 8, tzinfo=timezone.utc)
#: By how many places a change may be ahead of or behind its time.
_DISORDER: Final = 5_000
#: A customer, an order, and so many states of a return.
_STATES: Final = 48
_PER_RETURN: Final = 2 + _STATES

Change = Mapping[str, Any]


@dataclass(frozen=True)
class ShopChanges:
    """A shop of so many changes.

    Args:
        count: How many; a multiple of fifty comes out exactly.
        seed: Which disorder they come in.
    """

    count: int
    seed: int = 18

    @property
    def returns(self) -> int:
        """How many returns there are, each with an order and a customer of its own."""
        return max(1, self.count // _PER_RETURN)

    def changes(self) -> list[Change]:
        """All changes, late and early ones among them."""
        chance = random.Random(self.seed)  # noqa: S311  # a disorder that can be repeated
        told = [
            (place * self.returns + chance.uniform(0, _DISORDER), number, change)
            for number in range(self.returns)
            for place, change in self._of(number)
        ]
        return [change for _, _, change in sorted(told, key=lambda each: each[:2])]

    def wrong(self, held: Mapping[str, Sequence[Mapping[str, Any]]]) -> Mapping[str, int]:
        """What a store holds otherwise than it should: what is lost, doubled or not the latest."""
        found = {each["number"]: each for each in held["returns"]}
        lost = doubled = outdated = 0
        for number in range(self.returns):
            expected = _return(number, _STATES - 1)
            record = found.pop(expected["number"], None)
            events = [] if record is None else [event["at"] for event in record["events"]]
            lost += len({_at(number, state) for state in range(_STATES)} - set(events))
            doubled += len(events) - len(set(events))
            outdated += record is not None and record["carrier"] != expected["carrier"]
        records = len(held["customers"]) + len(held["orders"]) - 2 * self.returns
        return {
            "lost": lost + max(0, -records),
            "doubled": doubled + len(found) + max(0, records),
            "outdated": outdated,
        }

    @staticmethod
    def _of(number: int) -> Iterator[tuple[int, Change]]:
        as_of = format_instant(_BEGAN)
        yield 0, {"as_of": as_of, "customer": _customer(number)}
        yield 1, {"as_of": as_of, "order": _order(number)}
        for state in range(_STATES):
            yield 2 + state, {"as_of": _at(number, state), "return": _return(number, state)}


def _at(number: int, state: int) -> str:
    return format_instant(_BEGAN + timedelta(hours=2 * state, seconds=number))


def _customer(number: int) -> Mapping[str, Any]:
    return {
        "id": f"C{number}",
        "email": f"customer-{number}@load.example",
        "country": "ES",
        "timezone": "Europe/Madrid",
        "locale": "en",
    }


def _order(number: int) -> Mapping[str, Any]:
    item = {"id": "I1", "title": "Desk lamp", "category": "Home", "price": "12.50", "currency": "EUR"}
    return {
        "number": f"{8_200_000_000_000_000 + number}",
        "customer": f"C{number}",
        "placed_at": "2026-09-20T09:00:00Z",
        "received_at": None,
        "ship_from": "ES",
        "ship_to": "ES",
        "items": [{**item, "free_returns": True, "return_window_days": 15}],
    }


def _return(number: int, state: int) -> Mapping[str, Any]:
    return {
        "number": f"R{500_000 + number}",
        "order": f"{8_200_000_000_000_000 + number}",
        "items": ["I1"],
        "shipping": "free_label",
        "tracking_number": f"LP{number}",
        "carrier": f"Carrier {state}",
        "refund": {"amount": "12.50", "currency": "EUR", "method": "card"},
        "events": [{"type": "carrier_scan" if state else "requested", "at": _at(number, state)}],
    }
