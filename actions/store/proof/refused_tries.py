"""Counts refused attempts to prove who one is, in the store, so that the count holds across processes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Optional

from sqlalchemy import and_, delete, insert, or_, select, text
from sqlalchemy.orm import Session
from sqlalchemy.sql import Delete

from actions.store.proof.guess_limits import Hold, Limit, Subject, hold
from actions.store.tables.identity import RefusedTryRow
from core.identifiers import email_key, number_key

# One lock for each subject, always in the same order, so that nobody waits for strangers or for each other.
_LOCK_ALL = text("SELECT pg_advisory_xact_lock(subject) FROM unnest(CAST(:subjects AS bigint[])) AS subject")


class RefusedTries:
    """The refused attempts of everyone, by session, client, number and e-mail address.

    Subjects are kept as SHA-256 digests: who was tried is nobody's business once the tries no longer count.

    Args:
        limits: How many are too many, for each kind of subject.
    """

    def __init__(self, limits: Mapping[Subject, Limit]) -> None:
        self._limits = limits

    @staticmethod
    def subjects(session_id: str, number: str, email: str, client: Optional[str]) -> Mapping[str, Subject]:
        """What an attempt counts for, by digest.

        Number and address are taken as look-ups compare them, so that writing one differently is no new start. What
        can be neither counts for this session's nonsense only.
        """
        said = {
            Subject.SESSION: session_id,
            Subject.NUMBER: number_key(number) or f"? {session_id}",
            Subject.EMAIL: email_key(email) or f"? {session_id}",
        }
        if client:
            said[Subject.CLIENT] = client
        return {_digest(subject, value): subject for subject, value in said.items()}

    def standing(self, session: Session, subjects: Mapping[str, Subject], now: datetime) -> tuple[int, Optional[Hold]]:
        """How often the session was refused, and what keeps an attempt from being taken, if anything does.

        Attempts for the same subject are counted one after the other, so that many at once get no more tries than many
        in a row.
        """
        if session.connection().dialect.name == "postgresql":  # SQLite has one writer at a time anyway
            session.execute(_LOCK_ALL, {"subjects": sorted(map(_lock, subjects))})
        counting = [
            and_(RefusedTryRow.subject_key == key, RefusedTryRow.at > now - self._limits[subject].window)
            for key, subject in subjects.items()
        ]
        statement = select(RefusedTryRow.subject_key, RefusedTryRow.at).where(or_(*counting))
        refusals: dict[Subject, list[datetime]] = {subject: [] for subject in subjects.values()}
        for key, at in session.execute(statement.order_by(RefusedTryRow.at.desc())):
            refusals[subjects[key]].append(at)
        holds = [hold(self._limits[subject], refusals[subject], now) for subject in subjects.values()]
        strictest = max((each for each in holds if each), key=lambda each: (each.locked, each.remaining), default=None)
        return len(refusals[Subject.SESSION]), strictest

    @staticmethod
    def count(session: Session, subjects: Mapping[str, Subject], now: datetime) -> None:
        """Add a refusal for each subject."""
        session.execute(insert(RefusedTryRow), [{"subject_key": key, "at": now} for key in subjects])

    def aged(self, now: datetime) -> Delete:
        """The statement that deletes what no longer counts for anything."""
        return delete(RefusedTryRow).where(
            RefusedTryRow.at <= now - max(limit.window for limit in self._limits.values())
        )


def _digest(subject: Subject, value: str) -> str:
    return hashlib.sha256(f"{subject.value}:{value}".encode("utf-8", "surrogatepass")).hexdigest()


def _lock(digest: str) -> int:
    """A subject's digest as a number that PostgreSQL locks."""
    return int.from_bytes(bytes.fromhex(digest)[:8], "big", signed=True)
