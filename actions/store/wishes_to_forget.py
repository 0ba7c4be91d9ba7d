"""Whom the shop wants forgotten: it says so by webhook, and `returndesk forget --asked` does it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timezone
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.engine import Engine

from actions.store.pseudonyms import PSEUDONYM
from actions.store.tables.shop import CustomerRow
from core.database.sessions import reading, writing

#: By a comparison PostgreSQL finds them in their index.
_BEFORE_ALL: Final = datetime(1970, 1, 1, tzinfo=timezone.utc)


class WishesToForget:
    """Keeps the wishes with the customers, so that they go with them. Methods raise `StoreUnavailable`.

    Args:
        engine: A migrated store.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def ask(self, customer_ids: Collection[str], email_keys: Collection[str], now: datetime) -> int:
        """Note that customers are to be forgotten, by their ids and by their addresses as look-ups compare them.

        Args:
            customer_ids: Of some.
            email_keys: Of some.
            now: The current instant, aware; a wish from before keeps its own.

        Returns:
            How many customers that is.
        """
        named = (CustomerRow.id.in_(sorted(customer_ids)), CustomerRow.email_key.in_(sorted(email_keys)))
        with writing(self._engine) as session:
            found = {row for each in named for row in session.execute(select(CustomerRow.id).where(each)).scalars()}
            new = update(CustomerRow).where(CustomerRow.id.in_(sorted(found)), CustomerRow.forget_asked_at.is_(None))
            session.execute(new.values(forget_asked_at=now), execution_options={"synchronize_session": False})
            return len(found)

    def asked(self) -> list[str]:
        """The ids of those who are to be forgotten, the longest waiting first."""
        waiting = CustomerRow.forget_asked_at
        known = select(CustomerRow.id).where(waiting > _BEFORE_ALL, ~CustomerRow.id.startswith(PSEUDONYM))
        with reading(self._engine) as session:
            return [*session.execute(known.order_by(waiting, CustomerRow.seq)).scalars()]
