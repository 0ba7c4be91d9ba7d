"""Which customer a chat session has proven to be.

The proof stays on the server: a client cannot set it. A session's id is kept only as a SHA-256 digest, so the
database does not reveal whose conversations there were.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Optional

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine
from sqlalchemy.sql import CompoundSelect

from actions.store.keys import email_key, number_key, session_key
from actions.store.sessions import reading, writing
from actions.store.tables import CustomerRow, OrderRow, RefusedTryRow, ReturnRow, VerifiedSessionRow

IDLE_LIMIT = timedelta(minutes=30)
FAILURES_REMEMBERED = timedelta(minutes=15)


class Verifications:
    """Checks who a session speaks for, and remembers it until the session has been idle for `IDLE_LIMIT`.

    Every method raises `StoreUnavailable` when the database does not answer, and `ValueError` for a naive `now`.
    A proof that a power cut undoes only has to be given again, so nothing here waits for the disk.

    Args:
        engine: A migrated database, from `open_engine`.
    """

    def __init__(self, engine: Engine) -> None:
        """Keeps the engine; connects to nothing yet."""
        self._engine = engine

    def verify(self, session_id: str, number: str, email: str, now: datetime) -> Optional[str]:
        """Checks a number and an e-mail together, and remembers the customer for the session when both fit.

        Every refusal takes the same path, whether the number, the e-mail or their pairing was wrong, so neither the
        answer nor its time tells which numbers exist. A refusal is counted and leaves an earlier proof in place.

        Args:
            session_id: The conversation, as its channel names it.
            number: An order's or a return's number, compared without regard to spaces, dashes and case.
            email: The e-mail address of the order, compared without regard to case and surrounding spaces.
            now: The current instant, aware.

        Returns:
            The customer's id, None when the two don't belong together.
        """
        _require_aware(now)
        session_digest = session_key(session_id)
        with writing(self._engine, lasting=False) as session:
            owner: Optional[str] = session.execute(_owner_of(number_key(number), email_key(email))).scalars().first()
            if owner is None:
                session.execute(insert(RefusedTryRow).values(session_key=session_digest, at=now))
            else:
                upsert = (postgresql if self._engine.dialect.name == "postgresql" else sqlite).insert
                proof = {"customer_id": owner, "last_used_at": now}
                statement = upsert(VerifiedSessionRow).values(session_key=session_digest, **proof)
                session.execute(statement.on_conflict_do_update(index_elements=["session_key"], set_=proof))
            return owner

    def customer_id(self, session_id: str, now: datetime) -> Optional[str]:
        """The customer this session has proven to be, None where it hasn't or has been idle too long.

        Asking counts as use: the idle time starts again.
        """
        _require_aware(now)
        of_session = VerifiedSessionRow.session_key == session_key(session_id)
        # Most messages come from sessions that have proven nothing; those only read.
        with reading(self._engine) as session:
            columns = (VerifiedSessionRow.customer_id, VerifiedSessionRow.last_used_at)
            proof = session.execute(select(*columns).where(of_session)).first()
        if proof is None:
            return None
        with writing(self._engine, lasting=False) as session:
            if now - proof.last_used_at > IDLE_LIMIT:
                session.execute(delete(VerifiedSessionRow).where(of_session))
                return None
            session.execute(update(VerifiedSessionRow).where(of_session).values(last_used_at=now))
        return str(proof.customer_id)

    def failures(self, session_id: str, now: datetime) -> int:
        """How many tries of this session were refused within the last `FAILURES_REMEMBERED`."""
        _require_aware(now)
        statement = (
            select(func.count())
            .select_from(RefusedTryRow)
            .where(RefusedTryRow.session_key == session_key(session_id), RefusedTryRow.at > now - FAILURES_REMEMBERED)
        )
        with reading(self._engine) as session:
            return int(session.execute(statement).scalar_one())

    def forget(self, session_id: str) -> None:
        """Drops the session's proof. Its refused tries stay counted: leaving must not buy new guesses."""
        with writing(self._engine, lasting=False) as session:
            session.execute(delete(VerifiedSessionRow).where(VerifiedSessionRow.session_key == session_key(session_id)))

    def purge(self, now: datetime) -> int:
        """Deletes proofs that have run out and refused tries that no longer count; returns how many rows went."""
        _require_aware(now)
        stale_proofs = delete(VerifiedSessionRow).where(VerifiedSessionRow.last_used_at < now - IDLE_LIMIT)
        old_tries = delete(RefusedTryRow).where(RefusedTryRow.at <= now - FAILURES_REMEMBERED)
        with writing(self._engine, lasting=False) as session:
            results = [session.connection().execute(statement) for statement in (stale_proofs, old_tries)]
            return sum(result.rowcount for result in results)


def _owner_of(number: str, email: str) -> CompoundSelect:
    """Selects whoever has both: an order or a return of this number, and this e-mail; both given as keys.

    One statement for every case, so that a wrong number takes the same path as a wrong e-mail.
    """
    by_order = (
        select(OrderRow.customer_id)
        .join(CustomerRow, CustomerRow.id == OrderRow.customer_id)
        .where(OrderRow.key == number, CustomerRow.email_key == email)
    )
    by_return = (
        select(OrderRow.customer_id)
        .join(ReturnRow, ReturnRow.order_key == OrderRow.key)
        .join(CustomerRow, CustomerRow.id == OrderRow.customer_id)
        .where(ReturnRow.key == number, CustomerRow.email_key == email)
    )
    return by_order.union_all(by_return)


def _require_aware(now: datetime) -> None:
    """Refuses an instant that means a different moment in every time zone."""
    if now.utcoffset() is None:
        raise ValueError(f"now, {now.isoformat()}, has no time zone")
