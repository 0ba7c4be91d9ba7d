"""Keeps what was accepted until it is answered, and what is answered until it is delivered.

A platform counts a delivery as done once it has read our 200, so the message is in the database before that. A turn's
answers replace its message in one transaction; a call is deleted when the platform has taken it. A process that dies
in between leaves rows, which it or another process takes up again.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Union

from sqlalchemy import Table, delete, func, insert, select, text, union, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bot.channels.incoming import MOST_ATTACHED, Incoming
from bot.channels.mailbox_tables import inbox, leases, metadata, outbox, seen
from bot.channels.outgoing import Call
from core.conversations.conversations import Conversations
from core.conversations.tables import set_aside
from core.database.sessions import reading, writing, writing_connection

#: Platforms redeliver for up to a week.
REDELIVERED_WITHIN = 7 * 86_400
SEEN_KEPT = REDELIVERED_WITHIN + 86_400
#: How much longer an id is known whose message does not tell when it was sent, as Twilio's: nothing else tells replays.
UNTIMED_KEPT = 400 * 86_400
#: How long a message that no turn could answer is kept for a person to look at, seconds.
SET_ASIDE_KEPT = 14 * 86_400
#: How long a process that has died keeps others from its conversations.
LEASE_SECONDS = 15.0
#: How long after a photo others are waited for: albums come picture by picture.
GATHER_SECONDS = 1.5
#: Messages of one person that wait at the same time; more is a flood, and is let go.
MOST_OF_ONE = 50
#: Messages that wait in all; more are refused, and the platform brings them again.
MOST_IN_ALL = 10_000

# Any number will do as long as nothing else in the same database locks it.
_TABLES_LOCK = 7_310_046
_IN_ONE_STATEMENT = 500


class MailboxFull(Exception):
    """More waits than is sound; the platform should come again later."""


@dataclass(frozen=True)
class Waiting:
    """A message that waits for its answer: its row, what it says, how often a turn has begun and not answered it.

    `further` are the rows of messages behind it that bring nothing but photos, which are answered with it, `at` is when
    the last of them came, seconds of Unix time.
    """

    id: int
    incoming: Incoming
    tries: int
    further: tuple[int, ...] = ()
    at: float = 0.0

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows of all."""
        return (self.id, *self.further)


@dataclass(frozen=True)
class Undelivered:
    """A call that waits to be taken: its row, the call, and since when it waits, seconds of Unix time."""

    id: int
    call: Call
    at: float


Task = Union[Waiting, Undelivered]


class Mailbox:
    """What one channel has accepted and not finished.

    Every method may raise `StoreUnavailable` where the database does not answer.

    Args:
        engine: The database of the conversations.
        channel: The channel's name.
        owner: This process among those that share the database.
        clock: Seconds of Unix time.
    """

    def __init__(self, engine: Engine, channel: str, owner: str, clock: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._channel = channel
        self._owner = owner
        self._clock = clock

    def open(self) -> None:
        """Make the tables where they are missing; several processes may do so at once."""
        Conversations(self._engine).create()
        with writing_connection(self._engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _TABLES_LOCK})
            metadata.create_all(connection)

    def accept(self, messages: Sequence[Incoming]) -> list[str]:
        """Keep new messages, and nothing of those that were accepted before.

        Returns:
            The conversations that have something to do now.

        Raises:
            MailboxFull: Too much waits already; nothing was kept.
        """
        now = self._clock()
        with writing(self._engine) as session:
            waiting = session.execute(select(func.count()).where(inbox.c.channel == self._channel)).scalar_one()
            if waiting >= MOST_IN_ALL:
                raise MailboxFull(f"{waiting} messages wait on the channel {self._channel}")
            kept: list[str] = []
            for message in messages:
                if not self._is_new(session, message, now) or self._floods(session, message.conversation):
                    continue
                session.execute(
                    insert(inbox).values(
                        channel=self._channel,
                        conversation=message.conversation,
                        message=json.dumps(message.as_json()),
                        tries=0,
                        at=now,
                    )
                )
                kept.append(message.conversation)
        return kept

    def knows(self, message: Incoming) -> bool:
        """Whether a message was accepted before."""
        known = select(seen.c.at).where(seen.c.channel == self._channel, seen.c.delivery == _digest(message))
        with reading(self._engine) as session:
            return session.execute(known).first() is not None

    def _is_new(self, session: Session, message: Incoming, now: float) -> bool:
        if message.sent_at is not None and message.sent_at < now - REDELIVERED_WITHIN:
            return False  # no platform redelivers that late: somebody replays what they have recorded
        at = now if message.sent_at is not None else now + UNTIMED_KEPT
        statement = (
            self._insert(seen).values(channel=self._channel, delivery=_digest(message), at=at).on_conflict_do_nothing()
        )
        return _changed(session, statement)

    def _floods(self, session: Session, conversation: str) -> bool:
        of_one = select(func.count()).where(*self._of(inbox, conversation))
        return bool(session.execute(of_one).scalar_one() >= MOST_OF_ONE)

    def post(self, conversation: str, calls: Iterable[Call]) -> None:
        """Keep calls that answer no message: what a person at the desk writes, or a reminder."""
        with writing(self._engine) as session:
            self._put_out(session, conversation, calls)

    def next_task(self, conversation: str) -> Task | None:
        """What a conversation needs next: its calls in their order, then its oldest message; None where it is done."""
        with reading(self._engine) as session:
            row = session.execute(
                select(outbox).where(*self._of(outbox, conversation)).order_by(outbox.c.id).limit(1)
            ).first()
            if row is not None:
                return Undelivered(row.id, Call(row.path, json.loads(row.body)), row.at)
            rows = session.execute(
                select(inbox).where(*self._of(inbox, conversation)).order_by(inbox.c.id).limit(MOST_ATTACHED)
            ).all()
        return _waiting(rows) if rows else None

    def answered(self, conversation: str, waiting: Waiting, calls: Iterable[Call]) -> None:
        """Put the answers of a message in its place."""
        with writing(self._engine) as session:
            session.execute(delete(inbox).where(inbox.c.id.in_(waiting.rows)))
            self._put_out(session, conversation, calls)

    def begin(self, waiting: Waiting) -> None:
        """Count a try before it is made, so that one that kills the process is counted as well."""
        with writing(self._engine) as session:
            session.execute(update(inbox).where(inbox.c.id.in_(waiting.rows)).values(tries=inbox.c.tries + 1))

    def give_back(self, waiting: Waiting) -> None:
        """Count a try that was begun as not made: it was not the message that kept it from its end."""
        with writing(self._engine) as session:
            mine = inbox.c.id.in_(waiting.rows) & (inbox.c.tries > 0)
            session.execute(update(inbox).where(mine).values(tries=inbox.c.tries - 1))

    def set_aside(self, conversation: str, waiting: Waiting, calls: Iterable[Call]) -> None:
        """Keep a message that no turn could answer for a person, and put an apology in its place."""
        with writing(self._engine) as session:
            if not _changed(session, delete(inbox).where(inbox.c.id.in_(waiting.rows))):
                return  # another process has done it
            session.execute(
                insert(set_aside).values(
                    channel=self._channel,
                    sender_id=f"{self._channel}:{conversation}",
                    message=json.dumps(waiting.incoming.as_json()),
                    tries=waiting.tries,
                    at=self._clock(),
                )
            )
            self._put_out(session, conversation, calls)

    def delivered(self, call: Undelivered) -> None:
        """Forget a call that was taken, or never will be."""
        with writing(self._engine, lasting=False) as session:
            session.execute(delete(outbox).where(outbox.c.id == call.id))

    def gathers(self, waiting: Waiting) -> float:
        """For how many seconds more photos may come that belong to those of a message."""
        # A clock that went back keeps nobody waiting.
        return min(waiting.at + GATHER_SECONDS - self._clock(), GATHER_SECONDS) if waiting.incoming.attached else 0.0

    def age(self, call: Undelivered) -> float:
        """For how many seconds a call has waited."""
        return self._clock() - call.at

    def take(self, conversation: str) -> bool:
        """Whether this process may serve the conversation now; if so, nobody else may for a while."""
        now = self._clock()
        mine = {"owner": self._owner, "until": now + LEASE_SECONDS}
        statement = (
            self._insert(leases)
            .values(channel=self._channel, conversation=conversation, **mine)
            .on_conflict_do_update(
                index_elements=[leases.c.channel, leases.c.conversation],
                set_=mine,
                where=(leases.c.until < now)
                | (leases.c.until > now + 2 * LEASE_SECONDS)  # of a clock that was ahead
                | (leases.c.owner == self._owner),
            )
        )
        with writing(self._engine, lasting=False) as session:
            return _changed(session, statement)

    def keep(self, conversations: Sequence[str]) -> None:
        """Go on serving conversations that this process serves."""
        until = self._clock() + LEASE_SECONDS
        mine = (leases.c.channel == self._channel, leases.c.owner == self._owner)
        for start in range(0, len(conversations), _IN_ONE_STATEMENT):
            some = conversations[start : start + _IN_ONE_STATEMENT]
            with writing(self._engine, lasting=False) as session:
                session.execute(update(leases).where(*mine, leases.c.conversation.in_(some)).values(until=until))

    def let_go(self, conversation: str) -> None:
        """Let others serve the conversation."""
        with writing(self._engine, lasting=False) as session:
            session.execute(delete(leases).where(*self._of(leases, conversation), leases.c.owner == self._owner))

    def unserved(self) -> list[str]:
        """The conversations with something to do that no other living process serves."""
        queries = [
            select(table.c.conversation)
            .where(table.c.channel == self._channel, ~self._served_by_another(table))
            .distinct()
            for table in (inbox, outbox)
        ]
        with reading(self._engine) as session:
            return [str(row[0]) for row in session.execute(union(*queries))]

    def _served_by_another(self, table: Table) -> Any:
        lease = select(leases.c.owner).where(
            leases.c.channel == self._channel,
            leases.c.conversation == table.c.conversation,
            leases.c.owner != self._owner,
            leases.c.until.between(self._clock(), self._clock() + 2 * LEASE_SECONDS),
        )
        return lease.exists()

    def waiting(self) -> Mapping[str, int]:
        """How many messages wait for an answer, answers for the platform, and messages for a person, by queue."""
        queues = {"channel_messages": inbox, "channel_answers": outbox, "channel_set_aside": set_aside}
        depths = {}
        with reading(self._engine) as session:
            for queue, table in queues.items():
                counted = select(func.count()).where(table.c.channel == self._channel)
                depths[queue] = int(session.execute(counted).scalar_one())
        return depths

    def forget_old(self) -> None:
        """Forget deliveries that no platform brings again, and messages that nobody has to look at any more."""
        now = self._clock()
        with writing(self._engine, lasting=False) as session:
            session.execute(delete(seen).where(seen.c.at < now - SEEN_KEPT))
            session.execute(delete(set_aside).where(set_aside.c.at < now - SET_ASIDE_KEPT))

    def _put_out(self, session: Session, conversation: str, calls: Iterable[Call]) -> None:
        for call in calls:
            values = {"channel": self._channel, "conversation": conversation, "at": self._clock()}
            session.execute(insert(outbox).values(**values, path=call.path, body=json.dumps(call.body)))

    def _of(self, table: Table, conversation: str) -> tuple[Any, ...]:
        return table.c.channel == self._channel, table.c.conversation == conversation

    def _insert(self, table: Table) -> Any:
        return (postgresql_insert if self._engine.dialect.name == "postgresql" else sqlite_insert)(table)


def _digest(message: Incoming) -> str:
    return hashlib.sha256(message.delivery.encode()).hexdigest()


def _waiting(rows: Sequence[Any]) -> Waiting:
    """The oldest message, with the silent ones right behind it where it brings photos."""
    messages = [Incoming.from_json(json.loads(row.message)) for row in rows]
    further = list(itertools.takewhile(lambda each: each.is_silent, messages[1:])) if messages[0].attached else []
    taken = rows[: 1 + len(further)]
    return Waiting(
        rows[0].id, messages[0].with_silent(further), rows[0].tries, tuple(row.id for row in taken[1:]), taken[-1].at
    )


def _changed(session: Session, statement: Any) -> bool:
    result: Any = session.execute(statement)
    return bool(result.rowcount)
