"""Looks up what belongs to one customer, and records what happens to a return request."""

from __future__ import annotations

from datetime import datetime
from typing import Optional

from sqlalchemy import insert, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import contains_eager, selectinload
from sqlalchemy.sql import Select

from actions.store.errors import UnknownReturn
from actions.store.keys import number_key
from actions.store.sessions import reading, writing
from actions.store.tables import CustomerRow, EventRow, OrderRow, ReturnRow
from actions.store.values import customer_value, order_value, return_value
from policy.model import Customer, Order, ReturnEvent, ReturnRequest


class ReturnStore:
    """The return store, as the rules see it: frozen values in, frozen values out.

    Every look-up names the customer and finds nothing of anyone else's. Numbers are compared without regard to
    spaces, dashes and case. Each call is its own short session, so one store may serve many threads.

    Every method raises `StoreUnavailable` when the database does not answer.

    Args:
        engine: A migrated database, from `open_engine`.
    """

    def __init__(self, engine: Engine) -> None:
        """Keeps the engine; connects to nothing yet."""
        self._engine = engine

    def customer(self, customer_id: str) -> Optional[Customer]:
        """The customer with this id, None where there is none."""
        with reading(self._engine) as session:
            row = session.execute(select(CustomerRow).where(CustomerRow.id == customer_id)).scalars().first()
            return None if row is None else customer_value(row)

    def order(self, customer_id: str, number: str) -> Optional[Order]:
        """The customer's order with this number, None where they have no such order."""
        with reading(self._engine) as session:
            statement = _orders_of(customer_id).where(OrderRow.key == number_key(number))
            row = session.execute(statement).scalars().first()
            return None if row is None else order_value(row)

    def orders(self, customer_id: str) -> tuple[Order, ...]:
        """All of the customer's orders, the one placed last first."""
        with reading(self._engine) as session:
            statement = _orders_of(customer_id).order_by(OrderRow.placed_at.desc(), OrderRow.seq.desc())
            return tuple(order_value(row) for row in session.execute(statement).scalars())

    def return_request(self, customer_id: str, number: str) -> Optional[ReturnRequest]:
        """The customer's return request with this number, None where they have no such return."""
        with reading(self._engine) as session:
            statement = _returns_of(customer_id).where(ReturnRow.key == number_key(number))
            row = session.execute(statement).scalars().first()
            return None if row is None else return_value(row)

    def returns(self, customer_id: str) -> tuple[ReturnRequest, ...]:
        """All of the customer's return requests, the one whose first event is latest first."""
        return self._newest_first(_returns_of(customer_id))

    def returns_of_order(self, customer_id: str, order_number: str) -> tuple[ReturnRequest, ...]:
        """The return requests of one of the customer's orders, newest first."""
        return self._newest_first(_returns_of(customer_id).where(OrderRow.key == number_key(order_number)))

    def append_event(self, return_number: str, event: ReturnEvent) -> None:
        """Records something that happened to a return request. Recorded events never change.

        Args:
            return_number: The return request, whoever it belongs to.
            event: What happened, at an aware instant.

        Raises:
            UnknownReturn: There is no such return request.
            ValueError: The event's instant has no time zone.
        """
        if event.at.utcoffset() is None:
            raise ValueError(f"a {event.type.value} event at {event.at.isoformat()} has no time zone")
        key = number_key(return_number)
        with writing(self._engine) as session:
            if session.execute(select(ReturnRow.seq).where(ReturnRow.key == key)).first() is None:
                raise UnknownReturn(return_number)
            session.execute(insert(EventRow).values(return_key=key, type=event.type.value, at=event.at))

    def _newest_first(self, statement: Select) -> tuple[ReturnRequest, ...]:
        """The returns that a statement finds, each dated by its first event."""
        with reading(self._engine) as session:
            # Latest record first, so that returns of the same instant stay in that order: sorting is stable.
            rows = session.execute(statement.order_by(ReturnRow.seq.desc())).scalars()
            return tuple(sorted((return_value(row) for row in rows), key=_began, reverse=True))


def _orders_of(customer_id: str) -> Select:
    """Selects a customer's orders with their items."""
    return select(OrderRow).where(OrderRow.customer_id == customer_id).options(selectinload(OrderRow.items))


def _returns_of(customer_id: str) -> Select:
    """Selects a customer's returns with all that belongs to them."""
    return (
        select(ReturnRow)
        .join(ReturnRow.order)
        .where(OrderRow.customer_id == customer_id)
        .options(
            contains_eager(ReturnRow.order).selectinload(OrderRow.items),
            selectinload(ReturnRow.item_links),
            selectinload(ReturnRow.events),
        )
    )


def _began(request: ReturnRequest) -> datetime:
    """When a return's first event was; one without events is as old as its order."""
    return min((event.at for event in request.events), default=request.order.placed_at)
