"""Numbers for new returns: an R and the next number that no return has."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from actions.store.tables.operations import ReturnNumberRow
from actions.store.tables.shop import ReturnRow

#: What the first number of an empty store follows.
_BEFORE_THE_FIRST = 1_000
_NUMBER = re.compile(r"R(\d{1,9})")
_ONLY = 1


def next_return_number(session: Session) -> str:
    """The next free number. Whoever asks at the same time waits until this session is over, and gets another.

    An import raises the last number beyond its own, so that the next one is free. Where something else has written
    returns, the search goes on by growing steps: to look for the highest of ten million would take seconds.

    Args:
        session: A writing one, in which the return will be added.
    """
    step = 1
    while True:
        counter = update(ReturnNumberRow).where(ReturnNumberRow.id == _ONLY).values(last=ReturnNumberRow.last + step)
        counter = counter.execution_options(synchronize_session=False)
        if not session.connection().execute(counter).rowcount:
            session.execute(insert(ReturnNumberRow).values(id=_ONLY, last=_BEFORE_THE_FIRST + step))
        last = select(ReturnNumberRow.last).where(ReturnNumberRow.id == _ONLY)
        number = f"R{session.execute(last).scalar_one()}"
        if session.execute(select(ReturnRow.seq).where(ReturnRow.key == number)).first() is None:
            return number
        step *= 2


def raise_last_number(connection: Connection, keys: Iterable[str], known: int = _BEFORE_THE_FIRST) -> int:
    """Have the next number come after those of new returns.

    Args:
        connection: One that may write.
        keys: The keys of the new returns.
        known: What an earlier call of the same transaction returned.

    Returns:
        The highest of the numbers, `known` where that is higher.
    """
    numbers = (_NUMBER.fullmatch(key) for key in keys)
    highest = max((int(each[1]) for each in numbers if each), default=known)
    if highest > known:
        upsert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert
        table = ReturnNumberRow.__table__
        new = upsert(table).values(id=_ONLY, last=highest)
        later = {"last": new.excluded.last}
        connection.execute(
            new.on_conflict_do_update(index_elements=["id"], set_=later, where=table.c.last < new.excluded.last)
        )
    return max(highest, known)
