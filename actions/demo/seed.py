"""Puts the demo shop into a store, and moves its dates along as long as nobody has used it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Optional

from sqlalchemy.engine import Engine

from actions.demo.stored_demo import StoredDemo
from actions.demo.waiting_request import CONVERSATION
from actions.store.engine import migrate
from actions.store.import_export.exchange import stored_document
from core.conversations.conversations import Conversations
from core.database.sessions import writing_connection

_DATES = frozenset({"at", "placed_at", "received_at", "expires_at"})


@dataclass(frozen=True)
class Seeding:
    """What became of the demo shop.

    Args:
        written: Whether that of now was written.
        kept_from: The day of an older one that stays, as somebody has used it; None where there is none.
    """

    written: bool
    kept_from: Optional[date] = None


def seed_demo(engine: Engine, now: datetime, conversations: Optional[Conversations] = None) -> Seeding:
    """Fill an empty store with the demo shop as of `now`, and bring one up to date that nobody has used.

    A demo shop of last week would have lost every parcel by now. But whoever was told a date, or told one, must find
    it again. So nothing is deleted but records that are exactly the demo's, and only where no conversation and no row
    of any table can refer to them; otherwise the store is left as it is.

    Args:
        engine: The store, migrated or not.
        now: The instant the demo's dates are relative to, aware.
        conversations: Where people have talked about it, with its tables; None where nobody can have.

    Raises:
        StoreUnavailable: A database did not answer.
    """
    migrate(engine)
    with writing_connection(engine) as connection:
        stored = StoredDemo(connection, now)
        if not stored.is_empty():
            if stored.has_others():
                return Seeding(written=False)
            held = stored_document(connection)
            if held == stored.document:
                return Seeding(written=False)
            told = conversations is not None and any(each != CONVERSATION for each in conversations.sender_ids())
            if told or stored.rows() or _without_dates(held) != _without_dates(stored.document):
                day = stored.day()
                return Seeding(written=False, kept_from=None if day == stored.today else day)
        stored.put_anew()
    return Seeding(written=True)


def _without_dates(value: Any) -> Any:
    """A document's records with every instant left out."""
    if isinstance(value, dict):
        return {name: _without_dates(part) for name, part in value.items() if name not in _DATES}
    if isinstance(value, list):
        return [_without_dates(part) for part in value]
    return value
