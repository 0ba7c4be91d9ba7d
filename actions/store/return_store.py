"""The return store: what a proven customer may see of it, and what the shop's own systems report to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Optional

from sqlalchemy import insert, select
from sqlalchemy.engine import Engine

from actions.store.customer_records import CustomerRecords
from actions.store.operations import Operations
from actions.store.tables.shop import EventRow, ReturnRow
from core.database.errors import UnknownReturn
from core.database.sessions import writing
from core.identifiers import number_key
from policy.model import ReturnEvent, ReturnRequest


class ReturnStore:
    """The way into the return store. Each call is its own short session, so one store may serve many threads.

    Args:
        engine: A migrated database, from `open_engine`.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of_session(
        self, session_id: str, now: datetime, as_told: Optional[Callable[[ReturnRequest], ReturnRequest]] = None
    ) -> CustomerRecords:
        """What belongs to the customer that a session has proven to be: nothing while it has proven nothing.

        Args:
            session_id: The conversation, as its channel names it.
            now: The current instant, aware.
            as_told: Adds what the conversation tells of a return.

        Raises:
            ValueError: `now` has no time zone.
        """
        return CustomerRecords(self._engine, session_id, now, as_told)

    def doing_of_session(self, session_id: str, now: datetime) -> Operations:
        """What may be done for the customer that a session has proven to be: nothing while it has proven nothing.

        Args:
            session_id: The conversation, as its channel names it.
            now: The current instant, aware.

        Raises:
            ValueError: `now` has no time zone.
        """
        return Operations(self._engine, session_id, now)

    def append_event(self, return_number: str, event: ReturnEvent) -> None:
        """Record what a carrier, a warehouse or a seller reports. Recorded events never change.

        What a customer does goes through `of_session(…).append_event`.

        Args:
            return_number: The return request, whoever it belongs to.
            event: What happened, at an aware instant.

        Raises:
            StoreUnavailable: The database did not answer.
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
