"""Which customer a chat session has proven to be.

The proof stays on the server: a client cannot set it. A session's id is kept only as a SHA-256 digest, so the
database does not reveal whose conversations there were.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Optional

from sqlalchemy.engine import Engine

IDLE_LIMIT = timedelta(minutes=30)
FAILURES_REMEMBERED = timedelta(minutes=15)


class Verifications:
    """Checks who a session speaks for, and remembers it until the session has been idle for `IDLE_LIMIT`.

    Every method raises `StoreUnavailable` when the database does not answer, and `ValueError` for a naive `now`.

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
        raise NotImplementedError

    def customer_id(self, session_id: str, now: datetime) -> Optional[str]:
        """The customer this session has proven to be, None where it hasn't or has been idle too long.

        Asking counts as use: the idle time starts again.
        """
        raise NotImplementedError

    def failures(self, session_id: str, now: datetime) -> int:
        """How many tries of this session were refused within the last `FAILURES_REMEMBERED`."""
        raise NotImplementedError

    def forget(self, session_id: str) -> None:
        """Drops the session's proof. Its refused tries stay counted: leaving must not buy new guesses."""
        raise NotImplementedError

    def purge(self, now: datetime) -> int:
        """Deletes proofs that have run out and refused tries that no longer count; returns how many rows went."""
        raise NotImplementedError
