"""Does for a customer what they confirmed: once, all of it or nothing, and only while their proof counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Optional

from sqlalchemy import insert, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from actions.store.changes import Change, ChangeKind, CustomerState, Done, NewReturn
from actions.store.customer_records import newest_first
from actions.store.proof.proofs import proven_customer, require_aware
from actions.store.return_numbers import next_return_number
from actions.store.tables.operations import DropOffClaimRow, OperationRow, ReturnReasonRow
from actions.store.tables.shop import CustomerRow, EventRow, OrderRow, ReturnItemRow, ReturnRow
from actions.store.values import customer_value, order_value
from core.database.errors import NotProven
from core.database.sessions import reading, writing
from core.identifiers import number_key, session_key
from policy.model import EventType

#: An import may take a number in the very moment in which it was given to a return.
_TRIES = 3


class Operations:
    """What may be done for whoever a session has proven to be.

    Every method raises `StoreUnavailable` when the database does not answer.

    Args:
        engine: A migrated database.
        session_id: The conversation, as its channel names it.
        now: The current instant, aware; a proof that has run out by then counts no more.

    Raises:
        ValueError: `now` has no time zone.
    """

    def __init__(self, engine: Engine, session_id: str, now: datetime) -> None:
        require_aware(now)
        self._engine = engine
        self._session_key = session_key(session_id)
        self._owner = proven_customer(self._session_key, now)
        self._now = now

    def done(self, offer: str) -> Optional[Done]:
        """What a confirmation of this conversation has brought about, None where nothing yet."""
        with reading(self._engine) as session:
            return self._earlier(session, offer)

    def perform(self, offer: str, decide: Callable[[CustomerState], Change]) -> Done:
        """Do what the customer confirmed, unless that very confirmation was followed before.

        Whatever came in between, be it from another process, is seen: `decide` gets the state in which the change will
        be written, and one customer's changes come one after the other.

        Args:
            offer: What was confirmed, by a key of its own in this conversation.
            decide: Makes the change out of what the customer has; whatever it raises is raised, and nothing is written.

        Raises:
            NotProven: The session has not proven to be a customer, or not any more.
        """
        for _ in range(_TRIES - 1):
            try:
                return self._perform(offer, decide)
            except IntegrityError:
                continue
        return self._perform(offer, decide)

    def _perform(self, offer: str, decide: Callable[[CustomerState], Change]) -> Done:
        with writing(self._engine) as session:
            # SQLite has one writer at a time; PostgreSQL lets one in at a time for each customer.
            mine = select(CustomerRow).where(CustomerRow.id == self._owner).with_for_update()
            owner = session.execute(mine).scalars().first()
            if owner is None:
                raise NotProven
            earlier = self._earlier(session, offer)
            if earlier is not None:
                return earlier
            change = decide(self._holdings(session, owner))
            done = Done(change.deed, self._write(session, change, owner.id))
            session.execute(
                insert(OperationRow).values(
                    session_key=self._session_key,
                    offer=offer,
                    customer_id=owner.id,
                    kind=done.deed.value,
                    return_number=done.return_number,
                    at=self._now,
                )
            )
            return done

    def _earlier(self, session: Session, offer: str) -> Optional[Done]:
        this = (OperationRow.session_key == self._session_key, OperationRow.offer == offer)
        # What was done is told to those alone for whom it was done.
        row = session.execute(select(OperationRow).where(*this, OperationRow.customer_id == self._owner)).scalars()
        found = row.first()
        return None if found is None else Done(ChangeKind(found.kind), found.return_number, earlier=True)

    def _holdings(self, session: Session, owner: CustomerRow) -> CustomerState:
        orders = select(OrderRow).where(OrderRow.customer_id == owner.id).options(selectinload(OrderRow.items))
        returns = select(ReturnRow).join(ReturnRow.order).where(OrderRow.customer_id == owner.id)
        return CustomerState(
            customer=customer_value(owner),
            orders=tuple(order_value(row) for row in session.execute(orders).scalars()),
            returns=newest_first(session, returns),
        )

    def _write(self, session: Session, change: Change, customer_id: str) -> str:
        """Write a change; return the number of the return that it is about in the end."""
        number = change.about or change.cancel
        if change.cancel is not None:
            self._add_event(session, number_key(change.cancel), EventType.CANCELLED)
        if change.claim is not None and change.about is not None:
            told = {"dropped_off_at": change.claim.dropped_off_at, "tracking_number": change.claim.tracking_number}
            key, withdrawn = number_key(change.about), change.deed is ChangeKind.WITHDRAW_DROP_OFF
            row = {"return_key": key, "customer_id": customer_id, "at": self._now, "withdrawn": withdrawn}
            session.execute(insert(DropOffClaimRow).values(**row, **told))
        if change.ask_for is not None:
            number = self._ask_for(session, change.ask_for, customer_id)
        if number is None:
            raise ValueError(f"a change of the kind {change.deed.value} names no return")
        return number

    def _ask_for(self, session: Session, new: NewReturn, customer_id: str) -> str:
        number = next_return_number(session)
        keys = {"return_key": number_key(number), "order_key": number_key(new.order_number)}
        session.execute(
            insert(ReturnRow).values(
                key=keys["return_key"],
                number=number,
                order_key=keys["order_key"],
                shipping=new.shipping.value,
                refund_amount=str(new.refund.total.amount),
                refund_currency=new.refund.total.currency,
                refund_method=new.refund.method,
            )
        )
        items = [
            {**keys, "position": place, "item_id": item, "quantity": new.pieces.get(item, 1)}
            for place, item in enumerate(new.item_ids)
        ]
        session.execute(insert(ReturnItemRow), items)
        self._add_event(session, keys["return_key"], EventType.REQUESTED)
        why = {"reason": new.reason, "description": new.description}
        key = keys["return_key"]
        session.execute(insert(ReturnReasonRow).values(return_key=key, customer_id=customer_id, at=self._now, **why))
        return number

    def _add_event(self, session: Session, return_key: str, kind: EventType) -> None:
        session.execute(insert(EventRow).values(return_key=return_key, type=kind.value, at=self._now))
