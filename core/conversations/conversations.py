"""Finds, reads and deletes conversations; what a turn reads and adds is in `core/conversations/turn_records.py`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timezone
from typing import Any, Optional

from sqlalchemy import delete, exists, func, inspect, select, text, update
from sqlalchemy.engine import Connection, Engine

from core.conversations.tables import (
    TURN_LIST,
    conversations,
    event_streams,
    events,
    label_trials,
    listed_turns,
    mail_threads,
    metadata,
    said_index,
    set_aside,
    turn_labels,
)
from core.conversations.turn_records import NewEvent, TurnStatements
from core.conversations.typed_words import conversations_with
from core.conversations.undelivered import forget_undelivered, forget_waiting_since
from core.database.engine import make_file, open_engine
from core.database.erasing import erase_log
from core.database.plain_statements import SeenCursor
from core.database.sessions import reading, writing

# Any number will do as long as nothing else in the same database locks it.
_SCHEMA_LOCK = 7_310_046
# How many values one statement may name; SQLite's own limit is higher.
_BATCH = 500


class Conversations:
    """The conversations of a database.

    Every method raises `StoreUnavailable` when the database does not answer.

    Args:
        engine: Where they are, from `open_conversations`.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def engine(self) -> Engine:
        """Where they are."""
        return self._engine

    def create(self) -> None:
        """Make the tables where they are missing. Several processes may do so at once."""
        make_file(self._engine)
        with writing(self._engine) as session:
            connection = session.connection()
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _SCHEMA_LOCK})
            metadata.create_all(connection)
            _add_what_older_tables_lack(connection)

    def append(self, sender_id: str, new: Sequence[NewEvent], now: float) -> None:
        """Add events to the end of a conversation, whatever is there, all or none.

        Args:
            sender_id: The conversation.
            new: What happened, in its order; at least one event.
            now: Seconds since 1970, for events that carry no time.
        """
        with writing(self._engine, lasting=False) as session:
            statements = TurnStatements(self._engine.dialect.name)
            statements.append(sender_id, new, now, None, SeenCursor(session.connection()))

    def all_events(self, sender_id: str) -> list[str]:
        """Every event of a conversation, each as JSON, in their order."""
        query = select(events.c.data).where(events.c.sender_id == sender_id).order_by(events.c.id)
        with reading(self._engine) as session:
            return list(session.execute(query).scalars())

    def ask(self) -> None:
        """Ask for nothing, to see whether the database answers."""
        with reading(self._engine) as session:
            session.execute(select(1))

    def sender_ids(self) -> list[str]:
        """The names of all conversations."""
        with reading(self._engine) as session:
            return list(session.execute(select(conversations.c.sender_id)).scalars())

    def known_by(self, session_keys: Iterable[str]) -> list[str]:
        """The conversations behind digests of the return store."""
        found: list[str] = []
        with reading(self._engine) as session:
            for keys in _batches(list(session_keys)):
                query = select(conversations.c.sender_id).where(conversations.c.session_key.in_(keys))
                found += session.execute(query.order_by(conversations.c.sender_id)).scalars()
        return found

    def longest_idle(self) -> Optional[datetime]:
        """When the conversation was last of use that nobody has used for longest; None where there is none."""
        with reading(self._engine) as session:
            stamp = session.execute(select(func.min(conversations.c.last_active))).scalar_one()
        return None if stamp is None else datetime.fromtimestamp(stamp, timezone.utc)

    def idle_since(self, instant: datetime) -> list[str]:
        """The conversations in which nothing happened since an aware instant."""
        query = select(conversations.c.sender_id).where(conversations.c.last_active < instant.timestamp())
        with reading(self._engine) as session:
            return list(session.execute(query).scalars())

    def forget(self, sender_ids: Sequence[str]) -> int:
        """Delete conversations with all that was said in them or waits to be said; return how many there were."""
        gone = 0
        with writing(self._engine) as session:
            connection = session.connection()
            for names in _batches(sender_ids):
                # Last what is made of events: whoever lists them waits until they are gone.
                for table in (events, set_aside, mail_threads, listed_turns, turn_labels, label_trials):
                    connection.execute(delete(table).where(table.c.sender_id.in_(names)))
                forget_undelivered(connection, names)
                gone += connection.execute(delete(conversations).where(conversations.c.sender_id.in_(names))).rowcount
            if connection.dialect.name == "sqlite":
                connection.execute(_list_numbers_again())
        return gone

    def forget_waiting_since(self, instant: datetime) -> int:
        """Delete messages that were set aside, or wait, since before an aware instant; return how many there were."""
        with writing(self._engine) as session:
            connection = session.connection()
            aside = connection.execute(delete(set_aside).where(set_aside.c.at < instant.timestamp())).rowcount
            # Threads of mails that were let go; a conversation's own goes with it.
            unused = ~exists().where(conversations.c.sender_id == mail_threads.c.sender_id)
            connection.execute(delete(mail_threads).where(mail_threads.c.at < instant.timestamp(), unused))
            return int(aside + forget_waiting_since(connection, instant.timestamp()))

    def erase_log(self) -> None:
        """Take what was forgotten out of the files beside the database too."""
        erase_log(self._engine)

    def in_which_stands(self, address: str | None, numbers: Collection[str] = ()) -> list[str]:
        """The conversations in which an e-mail address or a number was typed, whoever did; reads all that there is."""
        if not address and not numbers:
            return []
        with reading(self._engine) as session:
            return sorted(set(conversations_with(session.connection(), address, numbers)))


def open_conversations(url: str) -> Conversations:
    """The conversations at an address; nothing is connected to or created yet.

    Raises:
        ValueError: The address can't be read or names another kind of database.
    """
    return Conversations(open_engine(url))


def _list_numbers_again() -> Any:
    """Have events listed that come next, with the numbers of those that were the last and are forgotten."""
    last = select(func.coalesce(func.max(events.c.id), 0)).scalar_subquery()
    mine = (event_streams.c.name == TURN_LIST) & (event_streams.c.position > last)
    return update(event_streams).where(mine).values(position=last)


def _add_what_older_tables_lack(connection: Connection) -> None:
    held = {column["name"] for column in inspect(connection).get_columns(conversations.name)}
    if "additions" not in held:
        connection.execute(text("ALTER TABLE conversations ADD COLUMN additions INTEGER NOT NULL DEFAULT 1"))
    said_index.create(connection, checkfirst=True)


def _batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), _BATCH):
        yield names[start : start + _BATCH]
