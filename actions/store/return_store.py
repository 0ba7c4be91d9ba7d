"""Looks up what belongs to one customer, and records what happens to a return request."""

from __future__ import annotations

from typing import Optional

from sqlalchemy.engine import Engine

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
        raise NotImplementedError

    def order(self, customer_id: str, number: str) -> Optional[Order]:
        """The customer's order with this number, None where they have no such order."""
        raise NotImplementedError

    def orders(self, customer_id: str) -> tuple[Order, ...]:
        """All of the customer's orders, the one placed last first."""
        raise NotImplementedError

    def return_request(self, customer_id: str, number: str) -> Optional[ReturnRequest]:
        """The customer's return request with this number, None where they have no such return."""
        raise NotImplementedError

    def returns(self, customer_id: str) -> tuple[ReturnRequest, ...]:
        """All of the customer's return requests, the one whose first event is latest first."""
        raise NotImplementedError

    def returns_of_order(self, customer_id: str, order_number: str) -> tuple[ReturnRequest, ...]:
        """The return requests of one of the customer's orders, newest first."""
        raise NotImplementedError

    def append_event(self, return_number: str, event: ReturnEvent) -> None:
        """Records something that happened to a return request. Recorded events never change.

        Args:
            return_number: The return request, whoever it belongs to.
            event: What happened, at an aware instant.

        Raises:
            UnknownReturn: There is no such return request.
            ValueError: The event's instant has no time zone.
        """
        raise NotImplementedError
