"""Deletes what has outlived its use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Optional

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.engine import Engine

from actions.photos.kept_files import KeptFiles
from actions.privacy.holdings import Condition, Holding, Whose, holdings
from actions.privacy.photo_files import PHOTOS, file_names
from actions.store.proof.verifications import Verifications
from actions.store.tables.privacy import ConversationLinkRow
from actions.store.tables.shop import EventRow, LabelRow
from core.conversations.conversations import Conversations
from core.database.erasing import erase_log
from core.database.sessions import snapshot, writing_connection
from core.identifiers import session_key


@dataclass(frozen=True)
class Outdated:
    """What is older than an instant.

    Args:
        before: The instant, aware.
        sender_ids: The conversations in which nothing happened since.
        links: The digests of conversations that are gone, or go now, and whose customer is still noted.
        rows: How many rows of the return store go, by table.
    """

    before: datetime
    sender_ids: Sequence[str]
    links: Sequence[str]
    rows: Mapping[str, int]


def outdated(engine: Engine, conversations: Conversations, before: datetime) -> Outdated:
    """Look up what `purge` would delete.

    Raises:
        StoreUnavailable: A database did not answer.
    """
    idle = conversations.idle_since(before)
    with snapshot(engine) as connection:
        rows = {each.name: each.count(connection, each.older_than(before)) for each in _aged()}
        labels = select(func.count()).select_from(_LABELS).where(_labels_older_than(before))
        rows[str(_LABELS.name)] = connection.execute(labels).scalar_one()
        old = select(ConversationLinkRow.session_key).where(ConversationLinkRow.last_proven_at < before).distinct()
        links = list(connection.execute(old).scalars())
    # A link leads to its conversation for as long as there is one, however long ago somebody proved who they are.
    alive = {session_key(sender_id) for sender_id in conversations.known_by(links)} - set(map(session_key, idle))
    gone = [key for key in links if key not in alive]
    counts = {**rows, ConversationLinkRow.__tablename__: len(gone)}
    return Outdated(before, idle, gone, {name: count for name, count in counts.items() if count})


def purge(
    engine: Engine, conversations: Conversations, found: Outdated, now: datetime, photos: Optional[KeptFiles] = None
) -> int:
    """Delete what `outdated` found: conversations first, as what leads to them goes with them.

    Args:
        engine: The return store.
        conversations: The conversation store.
        found: From `outdated`.
        now: The current instant, aware.
        photos: Where the files lie that customers have sent; None where no files are kept.

    Returns:
        How many proofs and refused tries went besides: those that have run out, however young they are.

    Raises:
        StoreUnavailable: A database did not answer; another try deletes the rest.
        OSError: A file could not be deleted. Everything else was, and another try deletes the files that are left.
    """
    conversations.forget(found.sender_ids)
    failed = _files_deleted(engine, found.before, photos)
    # A message that nobody could answer, or send, has begun no conversation.
    conversations.forget_waiting_since(found.before)
    with writing_connection(engine) as connection:
        for holding in _aged():
            if failed is not None and holding.table is PHOTOS.table:
                continue
            holding.delete(connection, holding.older_than(found.before))
        connection.execute(delete(_LABELS).where(_labels_older_than(found.before)))
        for start in range(0, len(found.links), _BATCH):
            keys = found.links[start : start + _BATCH]
            _LINKS.delete(connection, _LINKS.of(Whose(session_keys=keys)))
    expired = Verifications(engine).purge(now)
    erase_log(engine)
    conversations.erase_log()
    if failed is not None:
        raise failed
    return expired


_LABELS = LabelRow.__table__
_LINKS = Holding(ConversationLinkRow.__table__)
# How many values one statement may name.
_BATCH = 500


def _files_deleted(engine: Engine, before: datetime, photos: Optional[KeptFiles]) -> Optional[OSError]:
    """What kept files from being deleted, whose rows have to stay then: they lead to them."""
    try:
        if photos is not None:
            photos.delete(file_names(engine, PHOTOS.older_than(before)))
    except OSError as error:
        return error
    return None


def _labels_older_than(instant: datetime) -> Condition:
    """Labels that had run out by then; of those that don't run out, whose return has had no event since.

    The return stays, as a record of the shop's; a label is of no use behind that, and has an address on it.
    """
    lately = select(EventRow.return_key).where(EventRow.return_key == _LABELS.c.return_key, EventRow.at >= instant)
    old: Condition = or_(_LABELS.c.expires_at < instant, and_(_LABELS.c.expires_at.is_(None), ~lately.exists()))
    return old


def _aged() -> list[Holding]:
    return [each for each in holdings() if each.table is not ConversationLinkRow.__table__]
