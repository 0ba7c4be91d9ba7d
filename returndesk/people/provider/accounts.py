"""Accounts of those whom the identity provider signs in: known by its name for them, never by a mail address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Optional

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from actions.store.tables.people import PersonRow, PersonSessionRow
from core.database.sessions import reading, writing
from returndesk.people.accounts import LONGEST_NAME, SIGNS, Person, person_of
from returndesk.people.passwords import NOBODYS
from returndesk.people.provider.refusals import Refusal, SignInRefused
from returndesk.people.roles import DEMO_NAME, Role

#: How often a name or an account may be taken by somebody else in the moment between looking and writing.
_TRIES: Final = 5
_NAMELESS: Final = "person"
#: So much of a name stays when a number is put behind it.
_SURE_TO_STAY: Final = LONGEST_NAME - 6


@dataclass(frozen=True)
class Admitted:
    """Somebody whom the provider has signed in; `before` is the role that they had, None where the account is new."""

    person: Person
    before: Optional[Role]


class ProviderAccounts:
    """Those of a store. Every method raises `StoreUnavailable` when the database does not answer.

    Args:
        engine: A migrated database, from `open_engine`.
        issuer: Who the provider is.
    """

    def __init__(self, engine: Engine, issuer: str) -> None:
        self._engine = engine
        self._issuer = issuer

    def admit(self, subject: str, role: Role, wished: str, now: datetime) -> Admitted:
        """The account of somebody, made where there is none, with the role that the provider says.

        Args:
            subject: What the provider knows them by.
            role: What they are there for.
            wished: What a new account is to be called, as far as that is free.
            now: The current instant, aware.

        Raises:
            SignInRefused: Their account is locked.
        """
        for _ in range(_TRIES):
            found = self._find(subject)
            if found is not None:
                return self._known(found, role)
            try:
                with writing(self._engine) as session:
                    name = _free_name(session, wished)
                    row = {"name": name, "role": role.value, "password": NOBODYS, "created_at": now}
                    session.execute(insert(PersonRow).values(issuer=self._issuer, subject=subject, **row))
            except IntegrityError:
                continue
            made = self._find(subject)
            if made is not None:
                return Admitted(person_of(made), None)
        raise RuntimeError("no name for an account stayed free for long enough")

    def end_sessions(self, subject: str) -> None:
        """Sign somebody out everywhere whom the provider gives no role any more."""
        theirs = select(PersonRow.seq).where(PersonRow.issuer == self._issuer, PersonRow.subject == subject)
        ended = delete(PersonSessionRow).where(PersonSessionRow.person_seq.in_(theirs))
        with writing(self._engine) as session:
            session.execute(ended, execution_options={"synchronize_session": False})

    def _find(self, subject: str) -> Optional[PersonRow]:
        mine = select(PersonRow).where(PersonRow.issuer == self._issuer, PersonRow.subject == subject)
        with reading(self._engine) as session:
            found: Optional[PersonRow] = session.execute(mine).scalars().first()
            return found

    def _known(self, found: PersonRow, role: Role) -> Admitted:
        before = Role(found.role)
        if found.locked_at is not None:
            raise SignInRefused(Refusal.LOCKED, found.name)
        if before is not role:
            with writing(self._engine) as session:
                session.connection().execute(
                    update(PersonRow).where(PersonRow.seq == found.seq).values(role=role.value)
                )
        return Admitted(replace(person_of(found), role=role), before)


def _free_name(session: Session, wished: str) -> str:
    """A name that nobody has. Who has an account of that name here already is somebody else."""
    plain = "".join(sign for sign in wished.lower() if sign in SIGNS)[:LONGEST_NAME] or _NAMELESS
    alike = select(PersonRow.name).where(PersonRow.name.like(f"{plain[:_SURE_TO_STAY]}%"))
    taken = {DEMO_NAME, *session.execute(alike).scalars()}
    number, name = 1, plain
    while name in taken:
        number += 1
        ending = f"-{number}"
        name = plain[: LONGEST_NAME - len(ending)] + ending
    return name
