"""Counts refused attempts to prove who one is, in the store, so that the count holds across processes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Optional

from sqlalchemy import and_, delete, insert, or_, select, text, update
from sqlalchemy.orm import Session
from sqlalchemy.sql import Delete

from actions.store.proof.guess_limits import FROM_ONE_SOURCE, FROM_TWO_SOURCES, SHARED, Hold, Limit, Subject, hold
from actions.store.tables.identity import RefusedTryRow
from core.identifiers import email_key, number_key

# One lock for each subject, always in the same order, so that nobody waits for strangers or for each other.
_LOCK_ALL = text("SELECT pg_advisory_xact_lock(subject) FROM unnest(CAST(:subjects AS bigint[])) AS subject")


@dataclass(frozen=True)
class Standing:
    """How often each subject of a try was refused, and what that keeps from being taken.

    Args:
        refusals: How often each was refused within its window.
        own: What holds the session itself, which nothing passes by.
        strictest: The strictest hold of all.
    """

    refusals: Mapping[Subject, int]
    own: Optional[Hold]
    strictest: Optional[Hold]


class RefusedTries:
    """The refused attempts of everyone, by session, source, number and e-mail address.

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
        typed_number, typed_email = number_key(number) or f"? {session_id}", email_key(email) or f"? {session_id}"
        said = {Subject.SESSION: session_id, Subject.NUMBER: typed_number, Subject.EMAIL: typed_email}
        if client:
            said[Subject.CLIENT] = client
            said[Subject.CLIENT_AT_NUMBER] = f"{client} {typed_number}"
            said[Subject.CLIENT_AT_EMAIL] = f"{client} {typed_email}"
        return {_digest(subject, value): subject for subject, value in said.items()}

    @staticmethod
    def of_source(client: str) -> Mapping[str, Subject]:
        """What a try counts for that names neither number nor address: where it came from."""
        return {_digest(Subject.CLIENT, client): Subject.CLIENT}

    def standing(self, session: Session, subjects: Mapping[str, Subject], now: datetime) -> Standing:
        """How often an attempt's subjects were refused, and what keeps it from being taken, if anything does.

        Attempts for the same subject are counted one after the other, so that many at once get no more tries than many
        in a row.
        """
        if session.connection().dialect.name == "postgresql":  # SQLite has one writer at a time anyway
            session.execute(_LOCK_ALL, {"subjects": sorted(map(_lock, subjects))})
        counting = [
            and_(RefusedTryRow.subject_key == key, RefusedTryRow.at > now - self._limits[subject].window)
            for key, subject in subjects.items()
        ]
        # A clock that was set back has left tries in what is now the future: they count from now, or their waits, which
        # end some time after the last of them, would begin anew until the clock has caught up.
        ahead = (RefusedTryRow.subject_key.in_(subjects), RefusedTryRow.at > now)
        session.execute(update(RefusedTryRow).where(*ahead).values(at=now).execution_options(synchronize_session=False))
        statement = select(RefusedTryRow.subject_key, RefusedTryRow.at).where(or_(*counting))
        refusals: dict[Subject, list[datetime]] = {subject: [] for subject in subjects.values()}
        for key, at in session.execute(statement.order_by(RefusedTryRow.at.desc())):
            refusals[subjects[key]].append(min(at, now))
        holds = {subject: hold(self._limits[subject], found, now) for subject, found in refusals.items()}
        strictest = max(
            (each for each in holds.values() if each), key=lambda each: (each.locked, each.remaining), default=None
        )
        counts = {subject: len(found) for subject, found in refusals.items()}
        return Standing(counts, holds.get(Subject.SESSION), strictest)

    @staticmethod
    def count(session: Session, subjects: Mapping[str, Subject], standing: Standing, now: datetime) -> None:
        """Add a refusal for each subject that it counts for."""
        counting = [key for key, subject in subjects.items() if _counts(subject, standing.refusals)]
        session.execute(insert(RefusedTryRow), [{"subject_key": key, "at": now} for key in counting])

    @staticmethod
    def count_own(session: Session, subjects: Mapping[str, Subject], now: datetime) -> None:
        """Add a refusal for the session alone."""
        own = [key for key, subject in subjects.items() if subject is Subject.SESSION]
        session.execute(insert(RefusedTryRow), [{"subject_key": key, "at": now} for key in own])

    def aged(self, now: datetime) -> Delete:
        """The statement that deletes what no longer counts for anything."""
        return delete(RefusedTryRow).where(
            RefusedTryRow.at <= now - max(limit.window for limit in self._limits.values())
        )


def _counts(subject: Subject, refusals: Mapping[Subject, int]) -> bool:
    """Whether one refusal more counts for a subject: of a source that keeps trying, only the first are shared."""
    own = SHARED.get(subject)
    return own is None or refusals.get(own, 0) < FROM_ONE_SOURCE or refusals[subject] > FROM_TWO_SOURCES


def _digest(subject: Subject, value: str) -> str:
    return hashlib.sha256(f"{subject.value}:{value}".encode("utf-8", "surrogatepass")).hexdigest()


def _lock(digest: str) -> int:
    """A subject's digest as a number that PostgreSQL locks."""
    return int.from_bytes(bytes.fromhex(digest)[:8], "big", signed=True)
