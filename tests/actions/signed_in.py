"""What a customer sees of a store once the shop has vouched for them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from sqlalchemy.engine import Engine

from actions.store.customer_records import CustomerRecords
from actions.store.proof.verifications import Verifications
from actions.store.return_store import ReturnStore

#: The instant at which the demo shop stands: Friday 16 October 2026, 10:30 in Madrid.
NOW = datetime(2026, 10, 16, 8, 30, tzinfo=timezone.utc)


def records_of(engine: Engine, customer: str, now: datetime) -> CustomerRecords:
    """The records of a customer who signs in now, in a session named after them."""
    Verifications(engine).sign_in(customer, customer, None, now + timedelta(days=1), now)
    return ReturnStore(engine).of_session(customer, now)
