"""The statements that read what belongs to the customer whom a session has proven to be.

Each asks for the session's live proof itself. They are plain ones, and what belongs together is put together here: the
returns are read first, so that whatever a later statement finds of them, and of nothing else, is theirs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Optional

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection
from sqlalchemy.sql import Select

from actions.store.changes import DropOffClaim
from actions.store.proof.proofs import live
from actions.store.tables.identity import VerifiedSessionRow
from actions.store.tables.operations import DropOffClaimRow
from actions.store.tables.shop import CustomerRow, EventRow, ItemRow, OrderRow, ReturnItemRow, ReturnRow, UtcInstant
from actions.store.values import customer_value, order_with, return_with
from core.database.compiled_reads import CompiledRead
from core.identifiers import number_key
from policy.model import Customer, Order, ReturnRequest

_LIVE: Final = live(bindparam("session"), bindparam("now", type_=UtcInstant()))
_OWNER: Final = select(VerifiedSessionRow.customer_id).where(_LIVE).scalar_subquery()
_THEIRS: Final = OrderRow.customer_id == _OWNER
_NUMBER: Final[Any] = bindparam("number")


@dataclass(frozen=True)
class Proof:
    """Whose proof counts.

    Args:
        session: The conversation's digest.
        now: Until when the proof has to be live, an aware instant.
    """

    session: str
    now: datetime

    def values(self) -> dict[str, Any]:
        """The parameters of a statement."""
        return {"session": self.session, "now": self.now}


class _Orders:
    """Reads orders with their items.

    Args:
        which: Those that are meant, among the customer's.
    """

    def __init__(self, *which: Any) -> None:
        wanted = (_THEIRS, *which)
        orders = select(OrderRow.__table__).where(*wanted).order_by(OrderRow.placed_at.desc(), OrderRow.seq.desc())
        items = select(ItemRow.__table__).join(OrderRow, OrderRow.key == ItemRow.order_key).where(*wanted)
        self._orders = CompiledRead(orders)
        self._items = CompiledRead(items.order_by(ItemRow.seq))

    def by_key(self, connection: Connection, **values: Any) -> dict[str, Order]:
        """The orders by their keys, the one placed last first."""
        orders = self._orders.rows(connection, **values)
        items = _by(self._items.rows(connection, **values) if orders else (), "order_key")
        return {row.key: order_with(row, items[row.key]) for row in orders}


class _Returns:
    """Reads returns with their orders, items and events, and with what their customers told.

    Args:
        orders: Reads the orders that they are of.
        which: Those that are meant, among the customer's.
    """

    def __init__(self, orders: _Orders, *which: Any) -> None:
        wanted = (_THEIRS, *which)

        def of_returns(selected: Select, key: Any) -> Select:
            joined = selected.join(ReturnRow, ReturnRow.key == key).join(OrderRow, OrderRow.key == ReturnRow.order_key)
            return joined.where(*wanted)

        links = select(ReturnItemRow.return_key, ReturnItemRow.item_id, ReturnItemRow.quantity)
        events = select(EventRow.return_key, EventRow.type, EventRow.at)
        told = select(DropOffClaimRow.return_key, DropOffClaimRow.dropped_off_at, DropOffClaimRow.withdrawn)
        returns = select(ReturnRow.__table__).join(OrderRow, OrderRow.key == ReturnRow.order_key).where(*wanted)
        self._orders = orders
        # Latest record first, so that returns of the same instant stay in that order: sorting is stable.
        self._returns = CompiledRead(returns.order_by(ReturnRow.seq.desc()))
        self._links = CompiledRead(of_returns(links, ReturnItemRow.return_key).order_by(ReturnItemRow.position))
        self._events = CompiledRead(of_returns(events, EventRow.return_key).order_by(EventRow.seq))
        self._told = CompiledRead(of_returns(told, DropOffClaimRow.return_key).order_by(DropOffClaimRow.seq))

    def newest_first(
        self, connection: Connection, known: Optional[Iterable[Order]] = None, **values: Any
    ) -> tuple[ReturnRequest, ...]:
        """The returns, the one whose first event is latest first.

        Args:
            connection: Where to ask.
            known: The customer's orders, where they were read already.
            values: The parameters.
        """
        rows = self._returns.rows(connection, **values)
        if not rows:
            return ()
        if known is None:
            orders = self._orders.by_key(connection, **values)
        else:
            orders = {number_key(order.number): order for order in known}
        links = _by(self._links.rows(connection, **values), "return_key")
        events = _by(self._events.rows(connection, **values), "return_key")
        # The last word counts.
        told = {row.return_key: row for row in self._told.rows(connection, **values)}

        def told_at(key: str) -> Optional[datetime]:
            return told[key].dropped_off_at if key in told and not told[key].withdrawn else None

        found = [
            return_with(row, orders[row.order_key], links[row.key], events[row.key], told_at(row.key))
            for row in rows
            if row.order_key in orders
        ]
        return tuple(sorted(found, key=began, reverse=True))


def began(request: ReturnRequest) -> datetime:
    """When a return's first event was; one without events is as old as its order."""
    return min((event.at for event in request.events), default=request.order.placed_at)


def _by(rows: Iterable[Any], name: str) -> defaultdict[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


_TOLD: Final = CompiledRead(
    select(DropOffClaimRow.dropped_off_at, DropOffClaimRow.tracking_number, DropOffClaimRow.withdrawn)
    .join(ReturnRow, ReturnRow.key == DropOffClaimRow.return_key)
    .join(OrderRow, OrderRow.key == ReturnRow.order_key)
    .where(_THEIRS, ReturnRow.key == _NUMBER)
    .order_by(DropOffClaimRow.seq)
)
_CUSTOMER: Final = CompiledRead(select(CustomerRow.__table__).where(CustomerRow.id == _OWNER))
_ALL_ORDERS: Final = _Orders()
_ONE_ORDER: Final = _Orders(OrderRow.key == _NUMBER)
_ALL_RETURNS: Final = _Returns(_ALL_ORDERS)
_OF_ORDER: Final = _Returns(_ONE_ORDER, OrderRow.key == _NUMBER)
_ONE_RETURN: Final = _Returns(
    _Orders(OrderRow.key == select(ReturnRow.order_key).where(ReturnRow.key == _NUMBER).scalar_subquery()),
    ReturnRow.key == _NUMBER,
)


def customer(connection: Connection, proof: Proof) -> Optional[Customer]:
    """Who has given the proof, None where nobody has."""
    rows = _CUSTOMER.rows(connection, **proof.values())
    return customer_value(rows[0]) if rows else None


def orders(connection: Connection, proof: Proof, number: Optional[str] = None) -> tuple[Order, ...]:
    """The customer's orders, the one placed last first; the one of a number's key where one is given."""
    if number is None:
        return tuple(_ALL_ORDERS.by_key(connection, **proof.values()).values())
    return tuple(_ONE_ORDER.by_key(connection, **proof.values(), number=number).values())


def returns(connection: Connection, proof: Proof, known: Optional[Iterable[Order]] = None) -> tuple[ReturnRequest, ...]:
    """The customer's returns, newest first; of their orders, all of them, where these were read already."""
    return _ALL_RETURNS.newest_first(connection, known, **proof.values())


def return_of(connection: Connection, proof: Proof, number: str) -> Optional[ReturnRequest]:
    """The customer's return of a number's key, None where they have none."""
    return next(iter(_ONE_RETURN.newest_first(connection, **proof.values(), number=number)), None)


def returns_of_order(connection: Connection, proof: Proof, number: str) -> tuple[ReturnRequest, ...]:
    """The returns of the customer's order of a number's key, newest first."""
    return _OF_ORDER.newest_first(connection, **proof.values(), number=number)


def told_hand_in(connection: Connection, proof: Proof, number: str) -> Optional[DropOffClaim]:
    """What the customer last told of handing in their return of a number's key, None where nothing counts."""
    last = next(reversed(_TOLD.rows(connection, **proof.values(), number=number)), None)
    return None if last is None or last.withdrawn else DropOffClaim(last.dropped_off_at, last.tracking_number)
