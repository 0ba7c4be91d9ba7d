"""Who is signed in. It stands in the database alone, so that any process can be asked and signing out ends it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final, Optional

from sqlalchemy import and_, delete, false, insert, or_, select, update
from sqlalchemy.engine import Engine

from actions.store.tables.people import PersonRow, PersonSessionRow
from core.database.sessions import reading, writing
from returndesk.people.accounts import Person, person_of

#: After so long without a page asked for, and in any case after so long, somebody signs in again.
IDLE: Final = timedelta(hours=1)
LIFE: Final = timedelta(hours=12)
#: Looking at a page counts no more often than that, so that reading seldom writes.
_NOTED_EVERY: Final = timedelta(minutes=1)
_LONGEST_TOKEN: Final = 100


class Sessions:
    """The sessions of a store. Every method raises `StoreUnavailable` when the database does not answer.

    What a cookie holds is random and known here by a digest: who reads the database can't sign in with it, and no
    browser's own idea of a session is ever taken over.

    Args:
        engine: A migrated database, from `open_engine`.
        local: Whether those count who have a password here.
        issuer: The identity provider whose people count; empty for nobody's.
    """

    def __init__(self, engine: Engine, *, local: bool = True, issuer: str = "") -> None:
        self._engine = engine
        admitted = ([PersonRow.issuer.is_(None)] if local else []) + ([PersonRow.issuer == issuer] if issuer else [])
        self._admitted = and_(or_(*admitted, false()), PersonRow.locked_at.is_(None))

    def begin(self, person: Person, now: datetime, id_token: str = "") -> str:
        """Sign somebody in; sessions that are over go.

        Args:
            person: Who.
            now: The current instant, aware.
            id_token: What the identity provider said of it, to be shown there again when they sign out.

        Returns:
            What their cookie holds.
        """
        token = secrets.token_urlsafe(32)
        over = or_(PersonSessionRow.ends_at <= now, PersonSessionRow.seen_at <= now - IDLE)
        row = {"token_key": _digest(token), "person_seq": person.seq, "seen_at": now, "ends_at": now + LIFE}
        row["id_token"] = id_token or None
        with writing(self._engine) as session:
            session.execute(delete(PersonSessionRow).where(over), execution_options={"synchronize_session": False})
            session.execute(insert(PersonSessionRow).values(**row))
        return token

    def person_of(self, token: str, now: datetime, *, noted: bool) -> Optional[Person]:
        """Who a cookie's owner is; None where it is nobody's, or the session is over.

        Args:
            token: What the cookie holds, whoever wrote it.
            now: The current instant, aware.
            noted: Whether that counts as using the session: somebody did something, and no script of a page.
        """
        if not token or len(token) > _LONGEST_TOKEN:
            return None
        key, seen_at = _digest(token), PersonSessionRow.seen_at
        query = select(PersonRow, seen_at).join(PersonSessionRow, PersonSessionRow.person_seq == PersonRow.seq)
        live = (PersonSessionRow.token_key == key, PersonSessionRow.ends_at > now, seen_at > now - IDLE)
        with reading(self._engine) as session:
            found = session.execute(query.where(*live, self._admitted)).first()
            if found is None:
                return None
            person, seen = person_of(found[0]), found[1]
        if noted and now - seen >= _NOTED_EVERY:
            mine = update(PersonSessionRow).where(PersonSessionRow.token_key == key).values(seen_at=now)
            with writing(self._engine, lasting=False) as session:
                session.execute(mine, execution_options={"synchronize_session": False})
        return person

    def end(self, token: str) -> str:
        """Sign somebody out.

        Returns:
            What the identity provider said when they signed in; empty where they did not do so there.
        """
        mine = PersonSessionRow.token_key == _digest(token)
        with writing(self._engine) as session:
            found = session.execute(select(PersonSessionRow.id_token).where(mine)).scalars().first()
            session.execute(delete(PersonSessionRow).where(mine), execution_options={"synchronize_session": False})
        return found or ""


def form_token(token: str) -> str:
    """What every form of a session brings back, which no other site can know."""
    return _digest(f"form {token}")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
