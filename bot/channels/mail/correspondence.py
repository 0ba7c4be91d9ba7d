"""Which thread of mails is whose conversation, kept so that an answer finds its way and a stranger does not get in."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from base64 import b32encode
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

import structlog
from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bot.channels.incoming import Incoming
from bot.channels.mailbox_tables import mail_senders
from core.conversations.tables import mail_threads
from core.database.sessions import reading, writing

logger = structlog.get_logger(__name__)

#: How many mails of one address are answered in an hour; programs that answer each other stop there.
MOST_AN_HOUR: Final = 20
_HOUR: Final = 3_600.0
#: How many letters a token has, 128 bits in base 32.
TOKEN_LENGTH: Final = 26


@dataclass(frozen=True)
class Thread:
    """What an answer to a mail has to name.

    Args:
        address: Who wrote it, as its From says.
        subject: Its subject, in one line.
        message_id: Its Message-ID; empty where it has none.
        earlier: The Message-IDs of the mails before it, with spaces between.
        tokens: What the mail bears that may be the token of a conversation.
    """

    address: str
    subject: str
    message_id: str
    earlier: str = ""
    tokens: tuple[str, ...] = field(default=(), compare=False)

    def as_text(self) -> str:
        """What a message keeps of it."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, kept: str) -> Thread:
        """The opposite of `as_text`."""
        values = json.loads(kept)
        return cls(**{**values, "tokens": tuple(values["tokens"])})


def new_token() -> str:
    """The name of a new conversation, which nobody can guess."""
    return b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()


class Correspondence:
    """The threads of one channel.

    Every method may raise `StoreUnavailable`.

    Args:
        engine: The database of the conversations.
        channel: The channel's name.
        clock: Seconds of Unix time.
    """

    def __init__(self, engine: Engine, channel: str, clock: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._channel = channel
        self._clock = clock

    def placed(self, messages: Sequence[Incoming]) -> list[Incoming]:
        """The messages, each in the conversation that its mail belongs to, less those of who writes too much.

        A mail belongs to a conversation when it bears its token and comes from the address that began it. Who has only
        one of them begins another, in which nobody is known yet.
        """
        with writing(self._engine) as session:
            kept = [self._placed(session, message) for message in messages if self._is_answered(session, message)]
        if len(kept) < len(messages):
            logger.warning("channel.sender_writes_too_much", channel=self._channel, messages=len(messages) - len(kept))
        return kept

    def _placed(self, session: Session, message: Incoming) -> Incoming:
        thread = Thread.from_text(message.thread or "")
        known = select(mail_threads.c.sender_id).where(
            mail_threads.c.sender_id.in_([self._sender_id(token) for token in thread.tokens]),
            mail_threads.c.address == thread.address,
        )
        found = session.execute(known.limit(1)).scalar_one_or_none()
        conversation = found.partition(":")[2] if found is not None else message.person
        values = {name: getattr(thread, name) for name in ("address", "subject", "message_id", "earlier")}
        values["at"] = self._clock()
        statement = self._insert(mail_threads).values(sender_id=self._sender_id(conversation), **values)
        session.execute(statement.on_conflict_do_update(index_elements=[mail_threads.c.sender_id], set_=values))
        return replace(message, person=conversation)

    def _is_answered(self, session: Session, message: Incoming) -> bool:
        now = self._clock()
        sender = hashlib.sha256(Thread.from_text(message.thread or "").address.encode()).hexdigest()
        session.execute(delete(mail_senders).where(mail_senders.c.at < now - _HOUR))
        row = {"sender": sender, "delivery": message.delivery, "at": now}
        session.execute(self._insert(mail_senders).values(**row).on_conflict_do_nothing())
        written = select(func.count()).where(mail_senders.c.sender == sender)
        return bool(session.execute(written).scalar_one() <= MOST_AN_HOUR)

    def find(self, conversation: str) -> Thread | None:
        """The thread of a conversation; None where it was forgotten."""
        with reading(self._engine) as session:
            row = session.execute(
                select(mail_threads).where(mail_threads.c.sender_id == self._sender_id(conversation))
            ).first()
        return Thread(row.address, row.subject, row.message_id, row.earlier) if row is not None else None

    def _sender_id(self, conversation: str) -> str:
        return f"{self._channel}:{conversation}"

    def _insert(self, table: Any) -> Any:
        return (postgresql_insert if self._engine.dialect.name == "postgresql" else sqlite_insert)(table)
