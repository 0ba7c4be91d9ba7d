"""What a turn reads of its conversation, and what it adds to it: the statements that every message waits for.

Each is one short text, the same for either kind of database. `core/conversations/conversations.py` has the rest, which
commands ask for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import Any, Final, NamedTuple, Optional

from core.database.plain_statements import PlainStatements, Watch
from core.identifiers import session_key

SESSION_STARTED: Final = "session_started"
#: How many events one statement adds.
_ROWS: Final = 50

_VERSION: Final = """
SELECT additions, last_active, (
    SELECT timestamp FROM events WHERE events.sender_id = conversations.sender_id ORDER BY id DESC LIMIT 1
) FROM conversations WHERE sender_id = ?
"""
# Whether a customer said anything before is asked of the first event alone, the one that the session starts with.
_LAST_SESSION: Final = """
SELECT events.data, events.timestamp, conversations.additions, conversations.last_active,
    CASE WHEN events.id = conversations.session_id THEN EXISTS (
        SELECT 1 FROM events AS earlier
        WHERE earlier.sender_id = conversations.sender_id AND earlier.id < conversations.session_id
            AND earlier.type_name = 'user'
    ) END
FROM conversations
JOIN events ON events.sender_id = conversations.sender_id AND events.id >= conversations.session_id
WHERE conversations.sender_id = ? ORDER BY events.id
"""
_EARLIER: Final = """
SELECT {message_id} FROM conversations
JOIN events ON events.sender_id = conversations.sender_id AND events.id < conversations.session_id
WHERE conversations.sender_id = ? AND events.type_name = 'user'
"""
_MESSAGE_ID: Final = {"sqlite": "json_extract(data, '$.message_id')", "postgresql": "data::json ->> 'message_id'"}
# What nobody has begun yet is read from its first event on.
_BEGIN: Final = """
INSERT INTO conversations (sender_id, session_key, session_id, last_active, additions) VALUES (?, ?, 0, ?, 1)
ON CONFLICT (sender_id) DO
"""
_GO_ON: Final = "UPDATE SET last_active = excluded.last_active, additions = conversations.additions + 1"
_GO_ON_AS_READ: Final = """
UPDATE conversations SET last_active = ?, additions = additions + 1
WHERE sender_id = ? AND additions = ? AND last_active = ?
"""
_ADD: Final = "INSERT INTO events (sender_id, type_name, timestamp, intent_name, action_name, data) VALUES "
_SESSION: Final = """
UPDATE conversations SET session_id = (
    SELECT id FROM events WHERE sender_id = ? AND type_name = 'session_started' ORDER BY id DESC LIMIT 1
) WHERE sender_id = ?
"""


class NewEvent(NamedTuple):
    """An event to keep: its kind, when it was (seconds since 1970), what it was about, and all of it as JSON."""

    type_name: str
    timestamp: Optional[float]
    intent_name: Optional[str]
    action_name: Optional[str]
    data: str


class Version(NamedTuple):
    """What a conversation has come to.

    A conversation that was forgotten and begun anew may have been added to as often; it was at another time.

    Args:
        additions: How often something was added.
        last_active: When anything last happened in it, in seconds since 1970.
        last_event: When its last event was, as that says itself.
    """

    additions: int
    last_active: float
    last_event: Optional[float]


#: That of a conversation that nobody has begun.
NOT_BEGUN: Final = Version(0, 0.0, None)


class Session(NamedTuple):
    """A conversation since it last began anew.

    Args:
        events: Each as JSON, in their order.
        version: What the conversation has come to.
        goes_back: Whether its customer said anything before.
    """

    events: Sequence[str]
    version: Version
    goes_back: bool


class Overtaken(Exception):
    """Somebody else has added to the conversation since it was read, or forgotten it; nothing was added now."""


class TurnStatements:
    """The statements of a turn, for a cursor of the database's driver within a transaction.

    Args:
        kind: The kind of the database: sqlite or postgresql.
    """

    def __init__(self, kind: str) -> None:
        self._value = "?" if kind == "sqlite" else "%s"
        earlier = _EARLIER.format(message_id=_MESSAGE_ID[kind])
        texts = _VERSION, _LAST_SESSION, earlier, _BEGIN, _GO_ON_AS_READ, _SESSION
        self._version, self._last_session, self._earlier, self._begin, self._go_on_as_read, self._session = (
            text.replace("?", self._value) for text in texts
        )

    def version(self, sender_id: str, cursor: Any) -> Version:
        """What a conversation has come to."""
        cursor.execute(self._version, (sender_id,))
        found = cursor.fetchone()
        return NOT_BEGUN if found is None else Version(*found)

    def last_session(self, sender_id: str, cursor: Any) -> Session:
        """A conversation since it last began anew."""
        cursor.execute(self._last_session, (sender_id,))
        found = cursor.fetchall()
        if not found:
            return Session((), NOT_BEGUN, goes_back=False)
        *_, additions, last_active, goes_back = found[0]
        version = Version(additions, last_active, found[-1][1])
        return Session([row[0] for row in found], version, bool(goes_back))

    def said_earlier(self, sender_id: str, cursor: Any) -> frozenset[str]:
        """The ids of the messages in a conversation before it last began anew."""
        cursor.execute(self._earlier, (sender_id,))
        return frozenset(message_id for (message_id,) in cursor.fetchall() if message_id)

    def append(
        self, sender_id: str, new: Sequence[NewEvent], now: float, after: Optional[Version], cursor: Any
    ) -> Version:
        """Add events to the end of a conversation; return what it has come to.

        Args:
            sender_id: The conversation.
            new: What happened, in its order; at least one event.
            now: Seconds since 1970, for events that carry no time.
            after: What the conversation had come to when it was read; None adds to whatever is there.
            cursor: Of a transaction that may write.

        Raises:
            Overtaken: It is not as it was read any more.
        """
        last_active = max((each.timestamp for each in new if each.timestamp), default=now)
        # First of all, so that whoever adds to the same conversation waits, and then sees that it was overtaken.
        self._touch(sender_id, last_active, after, cursor)
        for place in range(0, len(new), _ROWS):
            some = new[place : place + _ROWS]
            cursor.execute(_adding(len(some), self._value), [value for each in some for value in (sender_id, *each)])
        # What comes before the start of a session is not read again, so the start's own number is needed.
        if any(each.type_name == SESSION_STARTED for each in new):
            cursor.execute(self._session, (sender_id, sender_id))
        return Version((after or NOT_BEGUN).additions + 1, last_active, new[-1].timestamp)

    def _touch(self, sender_id: str, last_active: float, after: Optional[Version], cursor: Any) -> None:
        """Note that a conversation goes on; raise `Overtaken` where that is not from `after` on."""
        if after is not None and after != NOT_BEGUN:
            cursor.execute(self._go_on_as_read, (last_active, sender_id, after.additions, after.last_active))
        else:
            otherwise = "NOTHING" if after == NOT_BEGUN else _GO_ON
            cursor.execute(self._begin + otherwise, (sender_id, session_key(sender_id), last_active))
        if not cursor.rowcount:
            raise Overtaken(f"conversation {session_key(sender_id)[:10]} went on elsewhere meanwhile")


class TurnRecords:
    """Conversations as a turn needs them. Every method raises `StoreUnavailable` when the database does not answer.

    Args:
        url: Where they are kept; the tables are there (`Conversations.create`).
    """

    def __init__(self, url: str) -> None:
        self._database = PlainStatements(url)
        self._statements = TurnStatements(self._database.kind)

    def watch(self, watch: Watch) -> None:
        """Tell somebody how long statements take, from now on."""
        self._database.watch(watch)

    async def version(self, sender_id: str) -> Version:
        """What a conversation has come to."""
        return await self._database.run("conversations.version", partial(self._statements.version, sender_id))

    async def last_session(self, sender_id: str) -> Session:
        """A conversation since it last began anew."""
        return await self._database.run("conversations.last_session", partial(self._statements.last_session, sender_id))

    async def said_earlier(self, sender_id: str) -> frozenset[str]:
        """The ids of the messages in a conversation before it last began anew."""
        return await self._database.run("conversations.said_earlier", partial(self._statements.said_earlier, sender_id))

    async def append(self, sender_id: str, new: Sequence[NewEvent], now: float, *, after: Version) -> Version:
        """Add events to the end of a conversation that is as it was read, all or none; return what it has come to.

        Raises:
            Overtaken: It is not as it was read any more.
        """
        write = partial(self._statements.append, sender_id, new, now, after)
        return await self._database.run("conversations.append", write, writes=True)


@lru_cache(maxsize=_ROWS)
def _adding(rows: int, value: str) -> str:
    return _ADD + ", ".join([f"({', '.join([value] * 6)})"] * rows)
