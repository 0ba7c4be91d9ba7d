"""Who is signed in. It stands in the database alone, so that any process can be asked and signing out ends it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final, Optional

from sqlalchemy import delete, insert, or_, select, update
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
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, person: Person, now: datetime) -> str:
        """Sign somebody in; sessions that are over go.

        Returns:
            What their cookie holds.
        """
        token = secrets.token_urlsafe(32)
        over = or_(PersonSessionRow.ends_at <= now, PersonSessionRow.seen_at <= now - IDLE)
        row = {"token_key": _digest(token), "person_seq": person.seq, "seen_at": now, "ends_at": now + LIFE}
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
            found = session.execute(query.where(*live)).first()
            if found is None:
                return None
            person, seen = person_of(found[0]), found[1]
        if noted and now - seen >= _NOTED_EVERY:
            mine = update(PersonSessionRow).where(PersonSessionRow.token_key == key).values(seen_at=now)
            with writing(self._engine, lasting=False) as session:
                session.execute(mine, execution_options={"synchronize_session": False})
        return person

    def end(self, token: str) -> None:
        """Sign somebody out."""
        mine = delete(PersonSessionRow).where(PersonSessionRow.token_key == _digest(token))
        with writing(self._engine) as session:
            session.execute(mine, execution_options={"synchronize_session": False})


def form_token(token: str) -> str:
    """What every form of a session brings back, which no other site can know."""
    return _digest(f"form {token}")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
