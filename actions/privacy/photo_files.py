"""The files of what customers have sent, which go before the rows that name them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select
from sqlalchemy.engine import Engine

from actions.privacy.holdings import Condition, Holding
from actions.store.tables.photos import PhotoRow
from core.database.sessions import snapshot

PHOTOS: Final = Holding(PhotoRow.__table__)


def file_names(engine: Engine, rows: Condition) -> list[str]:
    """The files of the rows that a condition is true for.

    Raises:
        StoreUnavailable: The database did not answer.
    """
    with snapshot(engine) as connection:
        return [*connection.execute(select(PhotoRow.name).where(rows)).scalars()]
