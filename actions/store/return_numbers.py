"""Numbers for new returns: an R and the next number that no return has."""

from __future__ import annotations

import re

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from actions.store.operation_tables import ReturnNumberRow
from actions.store.tables import ReturnRow

#: What the first number of an empty store follows.
_BEFORE_THE_FIRST = 1_000
_NUMBER = re.compile(r"R(\d{1,9})")
_ONLY = 1


def next_return_number(session: Session) -> str:
    """The next free number. Whoever asks at the same time waits until this session is over, and gets another.

    Args:
        session: A writing one, in which the return will be added.
    """
    counter = update(ReturnNumberRow).where(ReturnNumberRow.id == _ONLY).values(last=ReturnNumberRow.last + 1)
    counter = counter.execution_options(synchronize_session=False)
    if not session.connection().execute(counter).rowcount:
        session.execute(insert(ReturnNumberRow).values(id=_ONLY, last=_highest(session) + 1))
    number = _last(session)
    if _is_taken(session, number):
        # A file with higher numbers was imported since.
        session.connection().execute(update(ReturnNumberRow.__table__).values(last=_highest(session) + 1))
        number = _last(session)
    return number


def _last(session: Session) -> str:
    return f"R{session.execute(select(ReturnNumberRow.last)).scalar_one()}"


def _is_taken(session: Session, number: str) -> bool:
    return session.execute(select(ReturnRow.seq).where(ReturnRow.key == number)).first() is not None


def _highest(session: Session) -> int:
    keys = session.execute(select(ReturnRow.key).where(ReturnRow.key.startswith("R"))).scalars()
    found = (_NUMBER.fullmatch(key) for key in keys)
    return max((int(each[1]) for each in found if each), default=_BEFORE_THE_FIRST)
