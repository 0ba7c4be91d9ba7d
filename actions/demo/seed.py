"""Puts the demo shop into a store, and keeps it up to date as long as nobody adds to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.engine import Engine

from actions.demo.demo_data import demo_document
from actions.store.engine import migrate, run_migrations
from actions.store.exchange import add_document, export_document
from actions.store.sessions import writing_connection

_DATES = frozenset({"at", "placed_at", "received_at"})


def seed_demo(engine: Engine, now: datetime) -> bool:
    """Fills an empty store with the demo shop as of `now`, and brings an untouched older demo shop up to date.

    A demo shop of last week would have lost every parcel by now. Events can't be changed, so an older demo shop is
    dropped with all of its tables and built again. A store that holds anything else, be it one event that was added to
    a demo return, is left as it is.

    Args:
        engine: The store, migrated or not.
        now: The instant the demo's dates are relative to, aware.

    Returns:
        Whether the demo shop of `now` was written.

    Raises:
        StoreUnavailable: The database did not answer.
    """
    migrate(engine)
    document = demo_document(now)
    held = export_document(engine)
    older_demo = any(held.values())
    if older_demo and (held == document or _without_dates(held) != _without_dates(document)):
        return False
    with writing_connection(engine) as connection:
        if older_demo:
            run_migrations(connection, "base")
            run_migrations(connection, "head")
        add_document(connection, document)
    return True


def _without_dates(value: Any) -> Any:
    """A document's records with every instant left out."""
    if isinstance(value, dict):
        return {name: _without_dates(part) for name, part in value.items() if name not in _DATES}
    if isinstance(value, list):
        return [_without_dates(part) for part in value]
    return value
