"""The rows of photos and videos that customers send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Optional

from sqlalchemy import func, select, update
from sqlalchemy.engine import Engine

from actions.store.tables.photos import PhotoRow
from core.database.sessions import reading, writing
from core.identifiers import number_key, session_key


@dataclass(frozen=True)
class Photo:
    """A file that a customer sends or has sent.

    Args:
        name: That of the file.
        conversation_key: The digest of the conversation.
        size: In bytes, of what is kept; until it is whole, of what is sent.
        media_type: What is kept; None until all of it is there.
        caption: What the customer wrote with it.
        return_key: The return that it is about, where one is known.
        at: When it was begun to be sent, an aware instant.
    """

    name: str
    conversation_key: str
    size: int
    media_type: Optional[str]
    caption: Optional[str]
    return_key: Optional[str]
    at: datetime

    @property
    def is_video(self) -> bool:
        """Whether it moves."""
        return (self.media_type or "").startswith("video/")


class StoredPhotos:
    """Keeps the rows. Every method raises `StoreUnavailable` when the database does not answer.

    Args:
        engine: A migrated database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, name: str, conversation: str, size: int, at: datetime) -> None:
        """Take note of a file that is going to come."""
        row = PhotoRow(name=name, conversation_key=session_key(conversation), size=size, at=at)
        with writing(self._engine) as session:
            session.add(row)

    def begun_since(self, conversation: str, since: datetime) -> int:
        """How many files somebody has begun to send in a conversation since an instant."""
        mine = (PhotoRow.conversation_key == session_key(conversation), PhotoRow.at >= since)
        with reading(self._engine) as session:
            return int(session.execute(select(func.count()).select_from(PhotoRow).where(*mine)).scalar_one())

    def find(self, name: str) -> Optional[Photo]:
        """A file by its name, None where there is none."""
        with reading(self._engine) as session:
            row = session.execute(select(PhotoRow).where(PhotoRow.name == name)).scalar_one_or_none()
            return None if row is None else _value(row)

    def whole(self, name: str, media_type: str, size: int) -> bool:
        """All of a file is there, and so many bytes are kept of it; False where it was dropped meanwhile."""
        noted = update(PhotoRow).where(PhotoRow.name == name).values(media_type=media_type, size=size)
        with writing(self._engine) as session:
            return bool(session.connection().execute(noted).rowcount)

    def drop(self, name: str) -> None:
        """Forget a file that the customer did not send after all, or that was refused."""
        with writing(self._engine) as session:
            for row in session.execute(select(PhotoRow).where(PhotoRow.name == name)).scalars():
                session.delete(row)

    def send(self, conversation: str, names: Sequence[str], message_id: str, caption: Optional[str]) -> list[Photo]:
        """Take note of what a customer sends with a message. Doing so again under the same id changes nothing.

        Returns:
            What was sent: those of the files that are whole, of this conversation and not sent with another message.
        """
        theirs = (
            PhotoRow.conversation_key == session_key(conversation),
            PhotoRow.name.in_(list(names)),
            PhotoRow.media_type.is_not(None),
        )
        with writing(self._engine) as session:
            rows = session.execute(select(PhotoRow).where(*theirs).order_by(PhotoRow.seq)).scalars().all()
            mine = [row for row in rows if row.sent_in in (None, message_id)]
            for row in mine:
                row.sent_in, row.caption, row.held_until = message_id, row.caption or caption, None
            return [_value(row) for row in mine]

    def are_about(self, conversation: str, message_id: str, customer_id: str, return_number: Optional[str]) -> None:
        """Note whose the files of a message are, and which of their returns they are about."""
        sent = (PhotoRow.conversation_key == session_key(conversation), PhotoRow.sent_in == message_id)
        key = number_key(return_number) if return_number else None
        with writing(self._engine) as session:
            session.execute(update(PhotoRow).where(*sent).values(customer_id=customer_id, return_key=key))

    def of_message(self, conversation: str, message_id: str) -> list[Photo]:
        """What was sent with a message, the oldest first."""
        return self._sent(PhotoRow.conversation_key == session_key(conversation), PhotoRow.sent_in == message_id)

    def of_conversation(self, conversation: str) -> list[Photo]:
        """What was sent in a conversation, the oldest first."""
        return self._sent(PhotoRow.conversation_key == session_key(conversation))

    def of_return(self, return_key: str) -> list[Photo]:
        """What was sent about a return, the oldest first."""
        return self._sent(PhotoRow.return_key == return_key)

    def _sent(self, *conditions: object) -> list[Photo]:
        query = select(PhotoRow).where(*conditions, PhotoRow.sent_in.is_not(None)).order_by(PhotoRow.seq)
        with reading(self._engine) as session:
            return [_value(row) for row in session.execute(query).scalars()]


def _value(row: PhotoRow) -> Photo:
    return Photo(row.name, row.conversation_key, row.size, row.media_type, row.caption, row.return_key, row.at)
