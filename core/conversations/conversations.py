"""Reads, adds to and deletes conversations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timezone
from typing import NamedTuple, Optional

from sqlalchemy import delete, func, insert, inspect, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine

from core.conversations.tables import conversations, events, metadata, said_index, set_aside
from core.conversations.undelivered import forget_undelivered
from core.database.engine import make_file, open_engine
from core.database.erasing import erase_log
from core.database.sessions import reading, writing
from core.identifiers import session_key

SESSION_STARTED = "session_started"
USER_SAID = "user"
# Any number will do as long as nothing else in the same database locks it.
_SCHEMA_LOCK = 7_310_046
# How many values one statement may name; SQLite's own limit is higher.
_BATCH = 500


class NewEvent(NamedTuple):
    """An event to keep: its kind, when it was (seconds since 1970), what it was about, and all of it as JSON."""

    type_name: str
    timestamp: Optional[float]
    intent_name: Optional[str]
    action_name: Optional[str]
    data: str


class Overtaken(Exception):
    """Somebody else has added to the conversation since it was read, or forgotten it; nothing was added now."""


class Session(NamedTuple):
    """A conversation since it last began anew.

    Args:
        events: Each as JSON, in their order.
        additions: How often something was added to the conversation; 0 where there is none.
    """

    events: list[str]
    additions: int


class Conversations:
    """The conversations of a database.

    Every method raises `StoreUnavailable` when the database does not answer. What a power cut takes are the last words
    of a conversation, so nothing here waits for the disk.

    Args:
        engine: Where they are, from `open_conversations`.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def create(self) -> None:
        """Make the tables where they are missing. Several processes may do so at once."""
        make_file(self._engine)
        with writing(self._engine) as session:
            connection = session.connection()
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _SCHEMA_LOCK})
            metadata.create_all(connection)
            _add_what_older_tables_lack(connection)

    def last_session(self, sender_id: str) -> Session:
        """A conversation since it last began anew."""
        since_then = (events.c.sender_id == conversations.c.sender_id) & (events.c.id >= conversations.c.session_id)
        query = select(events.c.data, conversations.c.additions).join(events, since_then)
        with reading(self._engine) as session:
            found = session.execute(query.where(conversations.c.sender_id == sender_id).order_by(events.c.id)).all()
        return Session([data for data, _ in found], found[0].additions if found else 0)

    def was_said_earlier(self, sender_id: str, message_id: str) -> bool:
        """Whether a message of that id stands in a conversation before it last began anew."""
        named = events.c.data.contains(f'"message_id": "{message_id}"', autoescape=True)
        earlier = (events.c.sender_id == conversations.c.sender_id) & (events.c.id < conversations.c.session_id)
        query = select(events.c.id).join(conversations, earlier).where(conversations.c.sender_id == sender_id)
        with reading(self._engine) as session:
            return session.execute(query.where(events.c.type_name == USER_SAID, named).limit(1)).first() is not None

    def all_events(self, sender_id: str) -> list[str]:
        """Every event of a conversation, each as JSON, in their order."""
        query = select(events.c.data).where(events.c.sender_id == sender_id).order_by(events.c.id)
        with reading(self._engine) as session:
            return list(session.execute(query).scalars())

    def append(self, sender_id: str, new: Sequence[NewEvent], now: float, *, after: Optional[int] = None) -> None:
        """Add events to the end of a conversation, all or none.

        Args:
            sender_id: The conversation.
            new: What happened, in its order.
            now: Seconds since 1970, for events that carry no time.
            after: How often something had been added when the conversation was read; None adds whatever else was.

        Raises:
            Overtaken: It is not as it was read any more.
        """
        if not new:
            return
        # What comes before the start of a session is not read again, so the start's own number is needed.
        starts = [place for place, each in enumerate(new) if each.type_name == SESSION_STARTED]
        last_active = max((each.timestamp for each in new if each.timestamp), default=now)
        with writing(self._engine, lasting=False) as session:
            connection = session.connection()
            # First of all, so that whoever adds to the same conversation waits, and then sees that it was overtaken.
            _touch(connection, sender_id, last_active, after)
            rows = [{"sender_id": sender_id, **each._asdict()} for each in new]
            if starts:
                earlier, start, rows = rows[: starts[-1]], rows[starts[-1]], rows[starts[-1] + 1 :]
                _insert(connection, earlier)
                session_id = int(connection.execute(insert(events).values(start)).inserted_primary_key[0])
                this = conversations.c.sender_id == sender_id
                connection.execute(update(conversations).where(this).values(session_id=session_id))
            _insert(connection, rows)

    def ask(self) -> None:
        """Ask for nothing, to see whether the database answers."""
        with reading(self._engine) as session:
            session.execute(select(1))

    def exists(self, sender_id: str) -> bool:
        """Whether anything was said in a conversation."""
        query = select(conversations.c.sender_id).where(conversations.c.sender_id == sender_id)
        with reading(self._engine) as session:
            return session.execute(query).first() is not None

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
                for table in (events, set_aside):
                    connection.execute(delete(table).where(table.c.sender_id.in_(names)))
                forget_undelivered(connection, names)
                gone += connection.execute(delete(conversations).where(conversations.c.sender_id.in_(names))).rowcount
        return gone

    def erase_log(self) -> None:
        """Take what was forgotten out of the files beside the database too."""
        erase_log(self._engine)

    def in_which_stands(self, address: str) -> list[str]:
        """The conversations in which an e-mail address was typed, whoever did; reads every event there is."""
        # As JSON holds it, and with nothing in it that stands for other signs.
        written = json.dumps(address.lower())[1:-1]
        for sign in "\\%_":
            written = written.replace(sign, f"\\{sign}")
        query = select(events.c.sender_id).where(func.lower(events.c.data).like(f"%{written}%", escape="\\"))
        with reading(self._engine) as session:
            return list(session.execute(query.distinct().order_by(events.c.sender_id)).scalars())


def open_conversations(url: str) -> Conversations:
    """The conversations at an address; nothing is connected to or created yet.

    Raises:
        ValueError: The address can't be read or names another kind of database.
    """
    return Conversations(open_engine(url))


def _insert(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        connection.execute(insert(events), rows)


def _touch(connection: Connection, sender_id: str, last_active: float, after: Optional[int]) -> None:
    """Note that a conversation goes on; raise `Overtaken` where that is not from `after` additions on."""
    changed = {"last_active": last_active, "additions": conversations.c.additions + 1}
    if after:
        as_read = (conversations.c.sender_id == sender_id) & (conversations.c.additions == after)
        touched = connection.execute(update(conversations).where(as_read).values(**changed))
    else:
        upsert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert
        # A conversation in which no session was ever started is read from its first event on.
        added = {"sender_id": sender_id, "session_key": session_key(sender_id), "session_id": 0, "additions": 1}
        new = upsert(conversations).values(**added, last_active=last_active)
        on_conflict = (
            new.on_conflict_do_nothing(index_elements=["sender_id"])
            if after == 0
            else new.on_conflict_do_update(index_elements=["sender_id"], set_=changed)
        )
        touched = connection.execute(on_conflict)
    if not touched.rowcount:
        raise Overtaken(f"conversation {session_key(sender_id)[:10]} went on elsewhere meanwhile")


def _add_what_older_tables_lack(connection: Connection) -> None:
    held = {column["name"] for column in inspect(connection).get_columns(conversations.name)}
    if "additions" not in held:
        connection.execute(text("ALTER TABLE conversations ADD COLUMN additions INTEGER NOT NULL DEFAULT 1"))
    said_index.create(connection, checkfirst=True)


def _batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), _BATCH):
        yield names[start : start + _BATCH]
