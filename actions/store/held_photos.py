"""Photos of mails whose writer has not proven yet who they are: they wait for as long as the link that proves it works.

Nobody sees them meanwhile: no message has sent them, and only what was sent is shown to anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Optional

from sqlalchemy import func, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from actions.store.tables.identity import MailLinkRow
from actions.store.tables.photos import PhotoRow
from core.database.sessions import reading, writing
from core.identifiers import session_key

#: How many files, and how many bytes of them, wait at once for one customer's proof, whoever wrote the mails.
MOST_HELD: Final = 10
MOST_BYTES_HELD: Final = 60_000_000
#: How long a file may lie that no message has sent: its sender has left the page, or an answer about it got lost.
UNSENT: Final = timedelta(days=1)
#: In files: how many are deleted in one go.
_BATCH: Final = 100


@dataclass(frozen=True)
class HeldNow:
    """What came of having files wait: the names of those that do, and of those that there is no room for."""

    files: list[str]
    no_room: list[str]


class HeldPhotos:
    """Keeps what waits. Every method raises `StoreUnavailable` when the database does not answer.

    Args:
        engine: A migrated database.
        lasts: For how long a link in an answer to a mail works.
    """

    def __init__(self, engine: Engine, lasts: timedelta) -> None:
        self._engine = engine
        self._lasts = lasts

    def hold(self, conversation: str, names: Sequence[str], caption: Optional[str], now: datetime) -> Optional[HeldNow]:
        """Have files wait for the proof of who sent them. Doing so again changes nothing.

        Args:
            conversation: Of the mail that brought them.
            names: Files of it that are whole.
            caption: What the mail says.
            now: The current instant, aware, by a clock that runs.

        Returns:
            Those that wait now and those that there is no room for; None where no link is open there.
        """
        key = session_key(conversation)
        open_link = select(MailLinkRow).where(
            MailLinkRow.conversation_key == key, MailLinkRow.used_at.is_(None), MailLinkRow.at > now - self._lasts
        )
        with writing(self._engine) as session:
            link = session.execute(open_link).scalar_one_or_none()
            if link is None:
                return None
            count, size = self._of_customer(session, link.customer_id, names, now)
            mine = (PhotoRow.conversation_key == key, PhotoRow.name.in_(list(names)), PhotoRow.sent_in.is_(None))
            whole = select(PhotoRow).where(*mine, PhotoRow.media_type.is_not(None)).order_by(PhotoRow.seq)
            now_held = HeldNow([], [])
            for row in session.execute(whole).scalars():
                if count >= MOST_HELD or size + row.size > MOST_BYTES_HELD:
                    now_held.no_room.append(row.name)
                    continue
                count, size = count + 1, size + row.size
                row.held_until, row.caption = link.at + self._lasts, caption
                now_held.files.append(row.name)
            return now_held

    def of(self, conversation: str, now: datetime) -> list[str]:
        """What waits in a conversation, the oldest first."""
        mine = (PhotoRow.conversation_key == session_key(conversation), PhotoRow.held_until > now)
        with reading(self._engine) as session:
            return [*session.execute(select(PhotoRow.name).where(*mine).order_by(PhotoRow.seq)).scalars()]

    def over(self, now: datetime) -> list[str]:
        """Some of what has waited for a proof that did not come, or was begun long ago and never sent."""
        past = select(PhotoRow.name).where(PhotoRow.held_until <= now).order_by(PhotoRow.held_until).limit(_BATCH)
        left = (PhotoRow.sent_in.is_(None), PhotoRow.at <= now - UNSENT, PhotoRow.held_until.is_(None))
        unsent = select(PhotoRow.name).where(*left).order_by(PhotoRow.at).limit(_BATCH)
        with reading(self._engine) as session:
            return [name for each in (past, unsent) for name in session.execute(each).scalars()]

    @staticmethod
    def _of_customer(session: Session, customer_id: str, besides: Sequence[str], now: datetime) -> tuple[int, int]:
        """How many files wait for a customer's proof besides some, and how many bytes they have."""
        theirs = select(MailLinkRow.conversation_key).where(MailLinkRow.customer_id == customer_id)
        query = select(func.count(), func.coalesce(func.sum(PhotoRow.size), 0)).where(
            PhotoRow.conversation_key.in_(theirs), PhotoRow.held_until > now, PhotoRow.name.not_in(list(besides))
        )
        count, size = session.execute(query).one()
        return int(count), int(size)


def keep_held(session: Session, conversation: str, until: datetime) -> None:
    """Have what waits in a conversation wait until an instant: its link was renewed, or was pressed."""
    waiting = (PhotoRow.conversation_key == session_key(conversation), PhotoRow.held_until.is_not(None))
    session.execute(update(PhotoRow).where(*waiting).values(held_until=until))
