"""Returns that lie at the warehouse and whose inspection is due: those that it is about to miss, and has missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import aliased

from actions.store.customer_records import newest_first
from actions.store.tables.shop import CustomerRow, EventRow, ReturnRow
from actions.store.values import customer_value
from core.database.sessions import reading
from policy.deadlines import inspection_deadline
from policy.facts import Facts
from policy.status import INSPECTED, RECEIVED, REFUNDED

#: How many of the latest events are looked at, and how many returns among them are read.
EVENTS: Final = 10_000
MOST: Final = 100


@dataclass(frozen=True)
class InspectionDue:
    """A return that waits for its inspection.

    Args:
        number: The return's.
        received_at: Since when it is at the warehouse, an aware instant.
        due: Until when it should be inspected.
        passed: Whether that is over.
    """

    number: str
    received_at: datetime
    due: datetime
    passed: bool


def inspections_due(engine: Engine, facts: Facts, now: datetime) -> tuple[Sequence[InspectionDue], bool]:
    """What is due, the soonest first, and whether these are all.

    Args:
        engine: The return store.
        facts: The rules.
        now: The current instant, aware.

    Raises:
        StoreUnavailable: The database did not answer.
    """
    latest = select(EventRow.seq, EventRow.return_key, EventRow.type).order_by(EventRow.seq.desc())
    some = latest.limit(EVENTS).subquery()
    later = aliased(EventRow)
    answers = [each.value for each in (*INSPECTED, *REFUNDED)]
    answered = exists().where(later.return_key == some.c.return_key).where(later.type.in_(answers))
    received = [each.value for each in RECEIVED]
    # Of those that are read, the ones that came first: their dates are the nearest.
    waiting = select(some.c.return_key).where(some.c.type.in_(received), ~answered).order_by(some.c.seq).limit(MOST)
    with reading(engine) as session:
        keys = list(dict.fromkeys(session.execute(waiting).scalars()))
        returns = newest_first(session, select(ReturnRow).join(ReturnRow.order).where(ReturnRow.key.in_(keys)))
        owners = sorted({each.order.customer_id for each in returns})
        rows = session.execute(select(CustomerRow).where(CustomerRow.id.in_(owners))).scalars()
        customers = {row.id: customer_value(row) for row in rows}
    found = [
        InspectionDue(each.number, deadline.starts, deadline.due, deadline.overdue(now))
        for each in returns
        if (deadline := inspection_deadline(each, customers[each.order.customer_id], now, facts)) is not None
    ]
    return sorted(found, key=lambda each: (each.due, each.number)), len(keys) < MOST
