"""The log of who saw and changed what, which nobody can change from the application."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final, Optional

from sqlalchemy import insert, select
from sqlalchemy.engine import Engine

from actions.store.tables.people import LONGEST_NAME, LONGEST_REASON, PersonDeedRow
from core.database.sessions import reading, writing

#: For how long somebody sees what is masked after they have said why.
REVEALED_FOR: Final = timedelta(minutes=15)
#: Who does something at the command line.
COMMAND_LINE: Final = "(command line)"
#: Who makes accounts and changes roles as the identity provider says.
PROVIDER: Final = "(identity provider)"
#: Who is refused: what was typed as a name may be a password, and has no place in a log.
NOBODY: Final = "(nobody)"


class Deed(str, Enum):
    """What somebody did."""

    SIGNED_IN = "signed in"
    REFUSED = "was refused"
    SIGNED_OUT = "signed out"
    OPENED = "opened"
    REVEALED = "revealed"
    CLAIMED = "claimed"
    RELEASED = "released"
    TOOK_OVER = "took over"
    ANSWERED = "answered"
    NOTED = "noted"
    GAVE_BACK = "gave back"
    CLOSED = "closed"
    SEARCHED = "searched"
    EXPORTED = "exported"
    FORGOT = "forgot"
    LABELLED = "labelled"
    TOOK_PATCH = "took a patch"
    MADE_BRANCH = "made a branch"
    TOOK_TRIAL = "took before and after"
    READ_LOG = "read the log"
    CHOSE_NAME = "chose a name for customers"
    ADDED = "added an account"
    REMOVED = "removed an account"
    LOCKED = "locked an account"
    UNLOCKED = "unlocked an account"
    CHANGED_ROLE = "changed a role"


@dataclass(frozen=True)
class Done:
    """An entry of the log; `at` is an aware instant."""

    seq: int
    name: str
    deed: str
    about: str
    reason: str
    at: datetime


class Deeds:
    """The log of a store. Every method raises `StoreUnavailable` when the database does not answer.

    Args:
        engine: A migrated database, from `open_engine`.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def note(self, name: str, deed: Deed, now: datetime, about: str = "", reason: str = "") -> None:
        """Keep what somebody did.

        Args:
            name: Who.
            deed: What.
            now: The current instant, aware.
            about: A ticket's number, a conversation's digest or an account's name.
            reason: Why, in their words.
        """
        row = {"name": name, "deed": deed.value, "about": about[:LONGEST_NAME], "reason": reason[:LONGEST_REASON]}
        with writing(self._engine) as session:
            session.execute(insert(PersonDeedRow).values(at=now, **row))

    def may_see(self, name: str, about: str, now: datetime) -> bool:
        """Whether somebody has said a moment ago why they have to see what is masked."""
        row = PersonDeedRow
        query = select(row.seq).where(row.about == about, row.name == name, row.deed == Deed.REVEALED.value)
        with reading(self._engine) as session:
            return session.execute(query.where(row.at > now - REVEALED_FOR).limit(1)).first() is not None

    def latest(self, most: int, before: Optional[int] = None) -> list[Done]:
        """The latest entries, or those before one, the newest first."""
        query = select(PersonDeedRow).order_by(PersonDeedRow.seq.desc()).limit(most)
        if before is not None:
            query = query.where(PersonDeedRow.seq < before)
        with reading(self._engine) as session:
            return [
                Done(row.seq, row.name, row.deed, row.about, row.reason, row.at)
                for row in session.execute(query).scalars()
            ]
