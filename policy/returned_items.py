"""Which items of an order are in a return already."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Optional

from policy.model import Item, ReturnRequest
from policy.status import Status, return_state

_GIVEN_UP = (Status.CANCELLED, Status.REJECTED)


def holding_return(item: Item, returns: Iterable[ReturnRequest], now: datetime) -> Optional[ReturnRequest]:
    """The return that an item is in at `now` (an aware instant), None where it is in none.

    A cancelled or rejected return gives its items up. Nothing forbids an item in two returns; the first one is named.

    Args:
        item: An item of an order.
        returns: The returns of that order.
        now: An aware instant.
    """
    for request in returns:
        holds = any(held.id == item.id for held in request.items)
        if holds and return_state(request.events, now).status not in _GIVEN_UP:
            return request
    return None
