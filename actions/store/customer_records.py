"""What belongs to the customer that a session has proven to be, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Optional, TypeVar

from sqlalchemy import insert, or_, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, contains_eager, selectinload
from sqlalchemy.sql import Select

from actions.store import customer_reads
from actions.store.changes import DropOffClaim
from actions.store.customer_reads import Proof
from actions.store.labels import ReturnLabel
from actions.store.proof.proofs import proven_customer, require_aware
from actions.store.tables.shop import EventRow, LabelRow, OrderRow, ReturnRow
from actions.store.told_hand_ins import told_hand_ins
from actions.store.values import return_value
from core.database.errors import UnknownReturn
from core.database.remembered_reads import known_already, remembered
from core.database.sessions import reading, reading_plainly, writing
from core.identifiers import number_key, session_key
from policy.model import Customer, Order, ReturnEvent, ReturnRequest

Found = TypeVar("Found")


class CustomerRecords:
    """The records of whoever a session has proven to be, as the rules see them: frozen values.

    Every statement asks for the session's live proof itself. A session without one finds nothing and changes nothing,
    whatever an action has or has not checked before, and there is no way to ask for a customer by name. Numbers are
    compared without regard to spaces, dashes and case. Each call is its own short session of the database, unless the
    same was asked while the same message is answered (core/database/remembered_reads.py).

    Every method raises `StoreUnavailable` when the database does not answer.

    Args:
        engine: A migrated database.
        session_id: The conversation, as its channel names it.
        now: The current instant, aware; a proof that has run out by then counts no more.
        as_told: What becomes of each return that is read: it adds what the conversation tells of it.

    Raises:
        ValueError: `now` has no time zone.
    """

    def __init__(
        self,
        engine: Engine,
        session_id: str,
        now: datetime,
        as_told: Optional[Callable[[ReturnRequest], ReturnRequest]] = None,
    ) -> None:
        require_aware(now)
        self._engine = engine
        self._proof = Proof(session_key(session_id), now)
        self._as_told = as_told

    def customer(self) -> Optional[Customer]:
        """Who the session has proven to be, None where it has not."""
        return self._read(customer_reads.customer)

    def order(self, number: str) -> Optional[Order]:
        """The customer's order with this number, None where they have no such order."""
        key = number_key(number)
        if (known := self._known(customer_reads.orders)) is not None:
            return next((each for each in known if number_key(each.number) == key), None)
        return next(iter(self._read(customer_reads.orders, key)), None)

    def orders(self) -> tuple[Order, ...]:
        """All of the customer's orders, the one placed last first."""
        return self._read(customer_reads.orders)

    def return_request(self, number: str) -> Optional[ReturnRequest]:
        """The customer's return request with this number, None where they have no such return."""
        key = number_key(number)
        if (known := self._known(customer_reads.returns)) is not None:
            found = next((each for each in known if number_key(each.number) == key), None)
        else:
            found = self._read(customer_reads.return_of, key)
        return found if found is None else self._told([found])[0]

    def returns(self) -> tuple[ReturnRequest, ...]:
        """All of the customer's return requests, the one whose first event is latest first."""
        orders = self._known(customer_reads.orders)
        return self._told(self._read(customer_reads.returns, known=orders))

    def returns_of_order(self, number: str) -> tuple[ReturnRequest, ...]:
        """The return requests of one of the customer's orders, newest first."""
        key = number_key(number)
        if (known := self._known(customer_reads.returns)) is not None:
            return self._told([each for each in known if number_key(each.order.number) == key])
        return self._told(self._read(customer_reads.returns_of_order, key))

    def drop_off_claim(self, number: str) -> Optional[DropOffClaim]:
        """What the customer told of handing in the parcel of one of their returns, None where nothing counts."""
        return self._read(customer_reads.told_hand_in, number_key(number))

    def label(self, number: str) -> Optional[ReturnLabel]:
        """What of a label one of the customer's returns has, None where there is none. The file itself stays away."""
        mine = self._returns().where(ReturnRow.key == number_key(number)).with_only_columns(ReturnRow.key)
        has_file = or_(LabelRow.file.is_not(None), LabelRow.address.is_not(None))
        statement = select(LabelRow.return_key, has_file, LabelRow.qr.is_not(None), LabelRow.expires_at)
        with reading(self._engine) as session:
            row = session.execute(statement.where(LabelRow.return_key.in_(mine))).first()
            return None if row is None else ReturnLabel(*row)

    def append_event(self, number: str, event: ReturnEvent) -> None:
        """Record what the customer did to one of their return requests. Recorded events never change.

        Args:
            number: The return request.
            event: What happened, at an aware instant.

        Raises:
            UnknownReturn: The customer has no such return request, or the session's proof has run out.
            ValueError: The event's instant has no time zone.
        """
        require_aware(event.at)
        mine = self._returns().where(ReturnRow.key == number_key(number)).with_only_columns(ReturnRow.key)
        with writing(self._engine) as session:
            key = session.execute(mine).scalars().first()
            if key is None:
                raise UnknownReturn(number)
            session.execute(insert(EventRow).values(return_key=key, type=event.type.value, at=event.at))

    def _returns(self) -> Select:
        owner = proven_customer(self._proof.session, self._proof.now)
        return select(ReturnRow).join(ReturnRow.order).where(OrderRow.customer_id == owner)

    def _read(self, read: Callable[..., Found], *number: str, **spared: Any) -> Found:
        """What a statement finds in a session of its own, or found while the same message was answered.

        Args:
            read: Asks.
            number: What for, where it is for one.
            spared: What is known already of what would be asked; the answer is the same.
        """

        def ask() -> Found:
            with reading_plainly(self._engine) as connection:
                return read(connection, self._proof, *number, **spared)

        return remembered((self._engine, read, self._proof, *number), ask)

    def _known(self, read: Callable[..., Found]) -> Optional[Found]:
        """What a statement found while the same message was answered; None where nobody has asked."""
        known: Optional[Found] = known_already((self._engine, read, self._proof))
        return known

    def _told(self, found: Sequence[ReturnRequest]) -> tuple[ReturnRequest, ...]:
        return tuple(found if self._as_told is None else map(self._as_told, found))


def newest_first(session: Session, statement: Select) -> tuple[ReturnRequest, ...]:
    """The returns that a statement finds, each dated by its first event.

    Args:
        session: Where to ask.
        statement: Selects returns, joined with their orders.
    """
    whole: Any = statement.options(
        contains_eager(ReturnRow.order).selectinload(OrderRow.items),
        selectinload(ReturnRow.item_links),
        selectinload(ReturnRow.events),
    )
    # Latest record first, so that returns of the same instant stay in that order: sorting is stable.
    rows = session.execute(whole.order_by(ReturnRow.seq.desc())).scalars().all()
    told = told_hand_ins(session, [row.key for row in rows]) if rows else {}
    found = [return_value(row, told[row.key].dropped_off_at if row.key in told else None) for row in rows]
    return tuple(sorted(found, key=customer_reads.began, reverse=True))
