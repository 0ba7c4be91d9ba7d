"""Which items of an order are in a return already, which could be asked for in a new one, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Optional

from policy.facts import Facts
from policy.model import Item, Order, ReturnRequest
from policy.status import Status, return_state
from policy.window import ReturnWindow, WindowKind, return_window

_STRICTEST_FIRST = (WindowKind.CLOSED, WindowKind.NOT_STATED, WindowKind.OPEN, WindowKind.NOT_RECEIVED)


def reapply_window(ret: ReturnRequest, now: datetime, facts: Facts, customer_timezone: str) -> ReturnWindow:
    """The window in which all items of a return could be sent back anew: that of the item with the least time.

    Args:
        ret: A return.
        now: An aware instant.
        facts: The rules.
        customer_timezone: IANA name.

    Source of the rule: facts `window.order`, `window.receipt`, `window.general`.
    """
    windows = (return_window(ret.order, item, now, facts, customer_timezone) for item in ret.items)
    return min(windows, key=lambda each: (_STRICTEST_FIRST.index(each.kind), each.ends_at or now))


_GIVEN_UP = (Status.CANCELLED, Status.REJECTED)


def holding_return(item: Item, returns: Iterable[ReturnRequest], now: datetime) -> Optional[ReturnRequest]:
    """The return that an item is in at `now` (an aware instant), None where it is in none.

    A cancelled or rejected return gives its items up. Nothing forbids an item in two returns; the first one is named.

    Args:
        item: An item of an order.
        returns: The returns of that order.
        now: An aware instant.
    """
    return next((request for request, _ in _holding(item, returns, now)), None)


def _holding(item: Item, returns: Iterable[ReturnRequest], now: datetime) -> Iterator[tuple[ReturnRequest, int]]:
    """The returns that hold pieces of an item, each with how many."""
    for request in returns:
        pieces = sum(held.quantity for held in request.items if held.id == item.id)
        if pieces and return_state(request.events, now).status not in _GIVEN_UP:
            yield request, pieces


@dataclass(frozen=True)
class ItemStanding:
    """An item, until when it can be sent back, and the return that it is in already.

    Where only some of its pieces are in returns, `item` is the rest of it.
    """

    item: Item
    window: ReturnWindow
    held: Optional[ReturnRequest]

    @property
    def is_free(self) -> bool:
        """Whether a return can be asked for: its window is open, and no other return holds it."""
        return self.held is None and self.window.kind is WindowKind.OPEN


def items_standing(
    order: Order, returns: Iterable[ReturnRequest], now: datetime, facts: Facts, customer_timezone: str
) -> tuple[ItemStanding, ...]:
    """How each item of an order stands.

    Args:
        order: The order.
        returns: The customer's returns, of every order.
        now: An aware instant.
        facts: The rules.
        customer_timezone: IANA name.

    Source of the rule: facts `window.order`, `window.receipt`, `window.general`.
    """
    of_order = [each for each in returns if each.order.number == order.number]
    return tuple(
        _standing(item, return_window(order, item, now, facts, customer_timezone), tuple(_holding(item, of_order, now)))
        for item in order.items
    )


def _standing(item: Item, window: ReturnWindow, held: Sequence[tuple[ReturnRequest, int]]) -> ItemStanding:
    left = item.quantity - sum(pieces for _, pieces in held)
    if left > 0:
        return ItemStanding(replace(item, quantity=left), window, None)
    return ItemStanding(item, window, held[0][0])
