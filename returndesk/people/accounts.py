"""Who has an account, made with `returndesk people add`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Optional

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from actions.store.tables.people import PersonRow, PersonSessionRow
from core.database.sessions import reading, writing
from core.outside_text import plain
from returndesk.people.passwords import SHORTEST_PASSWORD, hashed, is_password, new_secret
from returndesk.people.roles import DEMO_NAME, RIGHTS, Right, Role

LONGEST_NAME: Final = 32
_NOBODY: Final = "there is no account {name}; `returndesk people list` shows those that there are"
SIGNS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-_")


class NoAccount(Exception):
    """An account can't be made or found. The message says why, for whoever is at the command line."""


@dataclass(frozen=True)
class Person:
    """Somebody with an account.

    `shown_as` is the name that customers read below their answers, where there is one; `issuer` the identity provider
    that signs them in, empty where they have a password here; `language` the tag of the one that they have chosen to
    read pages in, where they have.
    """

    seq: int
    name: str
    role: Role
    shown_as: str = ""
    issuer: str = ""
    language: str = ""

    def may(self, right: Right) -> bool:
        """Whether they may do something."""
        return right in RIGHTS[self.role]


@dataclass(frozen=True)
class Credentials:
    """Somebody, and what they show that it is they; nobody reads the hash but `is_password`."""

    person: Person
    password: str
    totp_secret: Optional[str]
    locked: bool = False


class Accounts:
    """The accounts of a store. Every method raises `StoreUnavailable` when the database does not answer.

    Args:
        engine: A migrated database, from `open_engine`.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, name: str, role: Role, password: str, now: datetime, *, totp: bool = False) -> Optional[str]:
        """Make an account.

        Args:
            name: What they sign in with, and others see.
            role: What they are there for.
            password: Theirs, of at least `SHORTEST_PASSWORD` characters.
            now: The current instant, aware.
            totp: Whether they show a code of an authenticator as well.

        Returns:
            The authenticator's secret, where there is to be one.

        Raises:
            NoAccount: The name or the password can't be used, or the name is somebody's.
        """
        _check_name(name)
        if len(password) < SHORTEST_PASSWORD:
            raise NoAccount(f"the password has fewer than {SHORTEST_PASSWORD} characters")
        secret = new_secret() if totp else None
        row = {"name": name, "role": role.value, "totp_secret": secret, "created_at": now}
        try:
            with writing(self._engine) as session:
                session.execute(insert(PersonRow).values(password=hashed(password), **row))
        except IntegrityError:
            raise NoAccount(f"there is an account {name} already; `returndesk people remove {name}` ends it") from None
        return secret

    def show_as(self, name: str, shown_as: str) -> str:
        """Have customers read a name below somebody's answers from now on, or none.

        Args:
            name: Whose.
            shown_as: What customers read, such as "Ana from the shop"; "" for nothing.

        Returns:
            The name as they read it: in one line of at most 80 characters, without web addresses.

        Raises:
            NoAccount: Nobody has that name.
        """
        kept = plain(shown_as)
        with writing(self._engine) as session:
            mine = update(PersonRow).where(PersonRow.name == name).values(shown_as=kept or None)
            if not session.connection().execute(mine).rowcount:
                raise NoAccount(_NOBODY.format(name=name))
        return kept

    def read_in(self, name: str, language: str) -> None:
        """Have somebody read pages in a language from now on.

        Args:
            name: Who.
            language: Its tag; "" for what their browser asks for.

        Raises:
            NoAccount: Nobody has that name.
        """
        mine = update(PersonRow).where(PersonRow.name == name).values(language=language or None)
        with writing(self._engine) as session:
            if not session.connection().execute(mine).rowcount:
                raise NoAccount(_NOBODY.format(name=name))

    def keep_demo(self, password: str, now: datetime) -> None:
        """Have the demo shop's account be there with this password, and end it and begin anew where it had another."""
        found = self.credentials(DEMO_NAME)
        if found is not None:
            if is_password(password, found.password):
                return
            self.remove(DEMO_NAME)
        self.add(DEMO_NAME, Role.LEAD, password, now)

    def remove(self, name: str) -> None:
        """End an account with its sessions; what its owner did stays in the log.

        Raises:
            NoAccount: Nobody has that name.
        """
        theirs = select(PersonRow.seq).where(PersonRow.name == name)
        with writing(self._engine) as session:
            connection = session.connection()
            connection.execute(delete(PersonSessionRow).where(PersonSessionRow.person_seq.in_(theirs)))
            if not connection.execute(delete(PersonRow).where(PersonRow.name == name)).rowcount:
                raise NoAccount(_NOBODY.format(name=name))

    def lock(self, name: str, now: datetime) -> None:
        """Let nobody sign in with an account, and end its sessions; it keeps its name, its role and its tickets.

        Raises:
            NoAccount: Nobody has that name.
        """
        theirs = select(PersonRow.seq).where(PersonRow.name == name)
        with writing(self._engine) as session:
            self._set_locked(session, name, now)
            session.connection().execute(delete(PersonSessionRow).where(PersonSessionRow.person_seq.in_(theirs)))

    def unlock(self, name: str) -> None:
        """Let its owner sign in again.

        Raises:
            NoAccount: Nobody has that name.
        """
        with writing(self._engine) as session:
            self._set_locked(session, name, None)

    def _set_locked(self, session: Session, name: str, at: Optional[datetime]) -> None:
        locked = update(PersonRow).where(PersonRow.name == name).values(locked_at=at)
        if not session.connection().execute(locked).rowcount:
            raise NoAccount(_NOBODY.format(name=name))

    def listed(self) -> list[Credentials]:
        """Everybody, by name."""
        with reading(self._engine) as session:
            return [_credentials(row) for row in session.execute(select(PersonRow).order_by(PersonRow.name)).scalars()]

    def credentials(self, name: str) -> Optional[Credentials]:
        """What somebody shows who signs in under a name; None where nobody has it."""
        with reading(self._engine) as session:
            row = session.execute(select(PersonRow).where(PersonRow.name == name)).scalars().first()
            return _credentials(row) if row is not None else None

    def use_code(self, person: Person, step: int) -> bool:
        """Note that a code was used; False where it, or one after it, was used before."""
        unused = or_(PersonRow.totp_step.is_(None), PersonRow.totp_step < step)
        mine = update(PersonRow).where(PersonRow.seq == person.seq, unused).values(totp_step=step)
        with writing(self._engine) as session:
            return bool(session.connection().execute(mine).rowcount)


def person_of(row: PersonRow) -> Person:
    """An account's row as a value."""
    return Person(row.seq, row.name, Role(row.role), row.shown_as or "", row.issuer or "", row.language or "")


def _credentials(row: PersonRow) -> Credentials:
    return Credentials(person_of(row), row.password, row.totp_secret, row.locked_at is not None)


def _check_name(name: str) -> None:
    if not (0 < len(name) <= LONGEST_NAME and set(name) <= SIGNS):
        raise NoAccount(
            f"a name has at most {LONGEST_NAME} characters, of a to z in small letters, digits, dots, - and _"
        )
