"""Which items of an order could be asked for in a new return."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Optional

from policy.facts import Facts
from policy.model import Item, Order, ReturnRequest
from policy.returned_items import holding_return
from policy.window import ReturnWindow, WindowKind, return_window


@dataclass(frozen=True)
class ItemStanding:
    """An item, until when it can be sent back, and the return that it is in already."""

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
        ItemStanding(
            item, return_window(order, item, now, facts, customer_timezone), holding_return(item, of_order, now)
        )
        for item in order.items
    )
