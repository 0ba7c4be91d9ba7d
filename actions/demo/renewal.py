"""Makes a demo shop anew that people have used: says what goes with it, and deletes that and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Optional

from sqlalchemy.engine import Engine

from actions.demo.stored_demo import StoredDemo
from actions.demo.waiting_request import CONVERSATION
from core.conversations.conversations import Conversations
from core.database.sessions import writing_connection


class NotRenewed(Exception):
    """The store is no demo shop, or not any more what it was; nothing was deleted. The message says which."""


@dataclass(frozen=True)
class Loss:
    """What goes when a demo shop is made anew.

    Args:
        day: The day that it is of, None where the store is empty.
        sender_ids: The conversations.
        returns: How many returns were asked for besides the demo's own.
        events: How many events were added to the demo's own returns.
        rows: How many rows of other tables, by table.
    """

    day: Optional[date]
    sender_ids: Sequence[str]
    returns: int
    events: int
    rows: Mapping[str, int]


def loss(engine: Engine, conversations: Conversations, now: datetime) -> Loss:
    """Look up what `renew_demo` would delete.

    Raises:
        NotRenewed: The store holds customers or orders of another shop.
        StoreUnavailable: A database did not answer.
    """
    with writing_connection(engine) as connection:
        # The demo's own is made anew with it.
        told = [each for each in conversations.sender_ids() if each != CONVERSATION]
        return _loss(StoredDemo(connection, now), told)


def renew_demo(engine: Engine, conversations: Conversations, agreed: Loss, now: datetime) -> None:
    """Delete what was agreed to, and put the demo shop as of `now` in the place of the one there is.

    The numbers that tickets and returns have had are not given again.

    Args:
        engine: The store, migrated.
        conversations: Where people have talked about it; what begins while this runs stays.
        agreed: From `loss`.
        now: The instant the demo's dates are relative to, aware.

    Raises:
        NotRenewed: The store holds something else than was agreed to.
        StoreUnavailable: A database did not answer. Conversations may be gone then, another try deletes the rest.
    """
    with writing_connection(engine) as connection:
        stored = StoredDemo(connection, now)
        if _loss(stored, agreed.sender_ids) != agreed:
            raise NotRenewed("something has changed meanwhile; nothing was deleted, try again")
        stored.delete_rows()
        stored.put_anew()
        conversations.forget(agreed.sender_ids)


def _loss(stored: StoredDemo, sender_ids: Sequence[str]) -> Loss:
    if stored.has_others():
        raise NotRenewed("the store holds customers or orders of another shop; nothing was deleted")
    if stored.is_empty():
        return Loss(None, sender_ids, 0, 0, stored.rows())
    return Loss(stored.day(), sender_ids, stored.new_returns(), stored.new_events(), stored.rows())
