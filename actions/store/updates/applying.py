"""Brings records of any section up to date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy import text
from sqlalchemy.engine import Connection

from actions.store.updates.candidates import Candidate, Outcome
from actions.store.updates.customers import update_customers
from actions.store.updates.orders import update_orders
from actions.store.updates.returns import update_returns

#: How many records are looked at together; older SQLite takes no more than 999 values in a statement.
BATCH: Final = 500
# Any number will do as long as nothing else in the same database locks it.
_LOCK: Final = 7_310_046

_UPDATES: Final[Mapping[str, Callable[[Connection, Sequence[Candidate]], list[Outcome]]]] = {
    "customers": update_customers,
    "orders": update_orders,
    "returns": update_returns,
}


def begin_updating(connection: Connection) -> None:
    """Wait until nobody else brings the store up to date, for the time of the transaction.

    Two that did so at once could each find a record as it was before the other. In an SQLite file one writes at a time.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def rounds(candidates: Sequence[Candidate]) -> Iterator[list[int]]:
    """The places of candidates, in groups that `apply` takes: those of one record one after the other."""
    groups: list[list[int]] = []
    earlier: Counter[str] = Counter()
    for index, each in enumerate(candidates):
        if earlier[each.key] == len(groups):
            groups.append([])
        groups[earlier[each.key]].append(index)
        earlier[each.key] += 1
    for group in groups:
        for start in range(0, len(group), BATCH):
            yield group[start : start + BATCH]


def apply(connection: Connection, section: str, candidates: Sequence[Candidate]) -> list[Outcome]:
    """Bring some records of a section up to date, `BATCH` at most, of which none is named twice.

    Each is written whole, or not at all where it waits or is refused.

    Returns:
        What came of each.
    """
    return _UPDATES[section](connection, candidates)
