"""How often somebody may be wrong when they sign in, counted in the store for all processes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, text
from sqlalchemy.engine import Engine

from actions.store.proof.guess_limits import Limit, hold
from actions.store.tables.identity import RefusedTryRow
from core.database.sessions import writing

_LOCK_ALL: Final = text("SELECT pg_advisory_xact_lock(subject) FROM unnest(CAST(:subjects AS bigint[])) AS subject")


class TryLater(Exception):
    """There were too many wrong tries; nobody looked whether this one is right."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"try again in {seconds:.0f} seconds")
        self.seconds = max(1, round(seconds))


class Tries:
    """The tries of a store. Every method raises `StoreUnavailable` when the database does not answer.

    Args:
        engine: A migrated database, from `open_engine`.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def count(self, subjects: Mapping[str, Limit], now: datetime) -> list[int]:
        """Count a try as refused before anybody looks: of many at once no more are taken than of as many in a row.

        Args:
            subjects: For what it counts, as digests, with the limit of each.
            now: The current instant, aware.

        Returns:
            What to take back where the try was right.

        Raises:
            TryLater: There were too many.
        """
        with writing(self._engine) as session:
            if session.connection().dialect.name == "postgresql":  # SQLite has one writer at a time anyway
                session.execute(_LOCK_ALL, {"subjects": sorted(map(_lock, subjects))})
            for key, limit in subjects.items():
                query = select(RefusedTryRow.at).where(
                    RefusedTryRow.subject_key == key, RefusedTryRow.at > now - limit.window
                )
                refusals = [min(at, now) for at in session.execute(query.order_by(RefusedTryRow.at.desc())).scalars()]
                held = hold(limit, refusals, now)
                if held is not None:
                    raise TryLater(held.remaining.total_seconds())
            rows = [RefusedTryRow(subject_key=key, at=now) for key in subjects]
            session.add_all(rows)
            session.flush()
            return [row.seq for row in rows]

    def take_back(self, counted: list[int]) -> None:
        """Let a try that was counted be none."""
        with writing(self._engine) as session:
            session.execute(
                delete(RefusedTryRow).where(RefusedTryRow.seq.in_(counted)),
                execution_options={"synchronize_session": False},
            )


def digest(kind: str, value: str) -> str:
    """What a try counts for: of which kind, and which."""
    return hashlib.sha256(f"{kind}:{value}".encode("utf-8", "surrogatepass")).hexdigest()


def seconds(*lengths: int) -> tuple[timedelta, ...]:
    """Pauses."""
    return tuple(timedelta(seconds=length) for length in lengths)


def _lock(key: str) -> int:
    """A subject's digest as a number that PostgreSQL locks."""
    return int.from_bytes(bytes.fromhex(key)[:8], "big", signed=True)
