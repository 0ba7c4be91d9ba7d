"""Sign-ins that were begun at the identity provider and have not come back yet.

They stand in the store, so that any process may take the browser in that comes back, and each is good once.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Optional

from sqlalchemy import delete, func, insert, select
from sqlalchemy.engine import Engine

from actions.store.tables.people import PersonSignInRow
from core.database.sessions import reading, writing
from returndesk.people.tries import TryLater

#: How long somebody may take at the provider.
LASTS: Final = timedelta(minutes=10)
#: How many of one network may be under way: a whole office may begin its day at once, a script fills no table.
MOST_OF_A_NETWORK: Final = 200
_WAIT_SECONDS: Final = 60
_LONGEST_TOKEN: Final = 100
_BYTES: Final = 32


@dataclass(frozen=True)
class Begun:
    """A sign-in as it begins.

    Args:
        state: What goes to the provider and comes back with the browser.
        browser: What the browser shows to be the one that it was begun in.
        nonce: What the ID token has to repeat.
        verifier: What proves to the provider that the code comes from who asked for it (PKCE).
    """

    state: str
    browser: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class ComeBack:
    """What is known of a sign-in that has come back; `after` is the page that was asked for, empty where none was."""

    nonce: str
    verifier: str
    after: str


class BegunSignIns:
    """Those of a store. Every method raises `StoreUnavailable` when the database does not answer.

    Args:
        engine: A migrated database, from `open_engine`.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, after: str, network: str, now: datetime) -> Begun:
        """Begin one; those that are over go.

        Args:
            after: A page of the application to go on to, or nothing.
            network: The network that it is begun from.
            now: The current instant, aware.

        Raises:
            TryLater: Too many of that network are under way.
        """
        begun = Begun(*(secrets.token_urlsafe(_BYTES) for _ in range(4)))
        row, key = PersonSignInRow, _digest(network)
        over = delete(row).where(row.ends_at <= now)
        under_way = select(func.count()).select_from(row).where(row.network_key == key)
        with writing(self._engine) as session:
            session.execute(over, execution_options={"synchronize_session": False})
            if session.execute(under_way).scalar_one() >= MOST_OF_A_NETWORK:
                raise TryLater(_WAIT_SECONDS)
            session.execute(
                insert(row).values(
                    state_key=_digest(begun.state),
                    browser_key=_digest(begun.browser),
                    network_key=key,
                    nonce=begun.nonce,
                    verifier=begun.verifier,
                    after=after,
                    ends_at=now + LASTS,
                )
            )
        return begun

    def take(self, state: str, browser: str, now: datetime) -> Optional[ComeBack]:
        """The sign-in that has come back, once; None where there is none, or it was begun in another browser.

        Args:
            state: What came back, whoever wrote it.
            browser: What the browser shows.
            now: The current instant, aware.
        """
        if not (0 < len(state) <= _LONGEST_TOKEN and 0 < len(browser) <= _LONGEST_TOKEN):
            return None
        row, key = PersonSignInRow, _digest(state)
        with reading(self._engine) as session:
            found = session.execute(select(row).where(row.state_key == key, row.ends_at > now)).scalars().first()
            if found is None or not hmac.compare_digest(found.browser_key, _digest(browser)):
                return None
            back = ComeBack(found.nonce, found.verifier, found.after)
        with writing(self._engine) as session:
            taken = session.connection().execute(delete(row).where(row.state_key == key)).rowcount
        return back if taken else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
