"""What customers last told of handing in their parcels, and what they have not taken back since."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.store.changes import DropOffClaim
from actions.store.tables.operations import DropOffClaimRow


def told_hand_ins(session: Session, keys: Iterable[str]) -> dict[str, DropOffClaim]:
    """The last word of each return's customer; returns are left out whose customer told of nothing, or took it back.

    Args:
        session: Where to ask.
        keys: The returns' keys.
    """
    statement = select(DropOffClaimRow).where(DropOffClaimRow.return_key.in_(list(keys))).order_by(DropOffClaimRow.seq)
    last = {row.return_key: row for row in session.execute(statement).scalars()}
    return {
        key: DropOffClaim(row.dropped_off_at, row.tracking_number) for key, row in last.items() if not row.withdrawn
    }
