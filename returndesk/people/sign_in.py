"""Signing in: a name, a password and, where the account has one, a code; and how often somebody may be wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from types import MappingProxyType
from typing import Final, Optional

from sqlalchemy import delete, select, text
from sqlalchemy.engine import Engine

from actions.store.proof.guess_limits import Limit, hold
from actions.store.tables.identity import RefusedTryRow
from core.database.sessions import writing
from returndesk.people.accounts import Accounts, Person
from returndesk.people.passwords import NOBODYS, code_step, is_password
from returndesk.people.roles import DEMO_NAME

_HOUR: Final = timedelta(hours=1)
_LOCK_ALL: Final = text("SELECT pg_advisory_xact_lock(subject) FROM unnest(CAST(:subjects AS bigint[])) AS subject")


class _Subject(str, Enum):
    """What refused tries are counted for."""

    NAME = "person"
    ADDRESS = "address of a person"
    NAME_AT_ADDRESS = "person at address"


def _seconds(*lengths: int) -> tuple[timedelta, ...]:
    return tuple(timedelta(seconds=length) for length in lengths)


#: Somebody who is wrong four times waits, longer each time. From many addresses a name may be tried some more, and
#: never is it locked: whoever knows a name could keep its owner out.
_LIMITS: Final[Mapping[_Subject, Limit]] = MappingProxyType(
    {
        _Subject.NAME_AT_ADDRESS: Limit(free=4, pauses=_seconds(5, 15, 60, 300), window=_HOUR),
        _Subject.ADDRESS: Limit(free=20, pauses=_seconds(5, 15, 60), window=_HOUR),
        _Subject.NAME: Limit(free=30, pauses=_seconds(5, 15, 60), window=_HOUR),
    }
)


class TryLater(Exception):
    """There were too many wrong tries; nobody looked whether this one is right."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"try again in {seconds:.0f} seconds")
        self.seconds = max(1, round(seconds))


@dataclass(frozen=True)
class Shown:
    """What somebody types to sign in, and the network that they do it from."""

    name: str
    password: str
    code: str
    network: str


class SignIn:
    """Finds out who somebody is. Blocks: it takes a tenth of a second of computing by intention.

    Args:
        engine: A migrated database, from `open_engine`.
        demo: Whether the demo shop's account counts.
    """

    def __init__(self, engine: Engine, *, demo: bool) -> None:
        self._engine = engine
        self._accounts = Accounts(engine)
        self._demo = demo

    def person(self, shown: Shown, now: datetime) -> Optional[Person]:
        """Who shows this; None where it is nobody, for whatever reason.

        A try counts as refused before anybody looks, and no more when it was right: of many at once no more are taken
        than of as many in a row.

        Raises:
            TryLater: There were too many.
            StoreUnavailable: The database did not answer.
        """
        counted = self._count(shown, now)
        found = self._accounts.credentials(shown.name) if self._demo or shown.name != DEMO_NAME else None
        right = is_password(shown.password, found.password if found else NOBODYS)
        if found is None or not right:
            return None
        if found.totp_secret is not None:
            step = code_step(shown.code, found.totp_secret, now)
            if step is None or not self._accounts.use_code(found.person, step):
                return None
        self._take_back(counted)
        return found.person

    def _count(self, shown: Shown, now: datetime) -> list[int]:
        subjects = {
            _digest(_Subject.NAME, shown.name): _Subject.NAME,
            _digest(_Subject.ADDRESS, shown.network): _Subject.ADDRESS,
            _digest(_Subject.NAME_AT_ADDRESS, f"{shown.network} {shown.name}"): _Subject.NAME_AT_ADDRESS,
        }
        with writing(self._engine) as session:
            if session.connection().dialect.name == "postgresql":  # SQLite has one writer at a time anyway
                session.execute(_LOCK_ALL, {"subjects": sorted(map(_lock, subjects))})
            for key, subject in subjects.items():
                limit = _LIMITS[subject]
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

    def _take_back(self, counted: list[int]) -> None:
        with writing(self._engine) as session:
            session.execute(
                delete(RefusedTryRow).where(RefusedTryRow.seq.in_(counted)),
                execution_options={"synchronize_session": False},
            )


def _digest(subject: _Subject, value: str) -> str:
    return hashlib.sha256(f"{subject.value}:{value}".encode("utf-8", "surrogatepass")).hexdigest()


def _lock(digest: str) -> int:
    """A subject's digest as a number that PostgreSQL locks."""
    return int.from_bytes(bytes.fromhex(digest)[:8], "big", signed=True)
