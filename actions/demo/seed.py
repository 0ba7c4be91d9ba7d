"""Puts the demo shop into a store."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.engine import Engine


def seed_demo(engine: Engine, now: datetime) -> bool:
    """Fills an empty store with the demo shop as of `now`, and brings an untouched older demo shop up to date.

    A store that holds anything else is left as it is.

    Returns:
        Whether the demo shop of `now` was written.

    Raises:
        StoreUnavailable: The database did not answer.
    """
    raise NotImplementedError
