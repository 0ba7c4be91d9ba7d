"""Finds conversations by what was said in them and what came of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, Final, Optional

from sqlalchemy import func, select, text
from sqlalchemy.engine import Engine

from actions.store.tables.feedback import FeedbackRow
from core.conversations.tables import listed_turns
from core.database.sessions import reading

#: How many conversations a page shows.
ON_A_PAGE: Final = 50
#: How many messages are looked through for a page, and how many of those that fit it may fold into conversations.
LOOKED_THROUGH: Final = 20_000
_MATCHES: Final = 400
#: How many of the latest thumbs are looked at.
THUMBS: Final = 1_000
#: By which filter messages are found; the others are looked at in what it finds. The rarest come first.
_FOUND_BY: Final = ("topic", "outcome", "language", "channel")


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; what is empty is not asked.

    Args:
        topic: What the message was understood as.
        channel: What the conversation's name begins with.
        language: The tag of the message's language.
        outcome: What came of it.
        first: The first day, by UTC.
        last: The last day.
        thumb: "up" or "down", of an answer to it.
        dangerous: Only topics that are among these, where there are any.
        words: What is written in it, in any case; what identifies somebody is masked there, and not found.
        before: Only messages before this event, to go on from a page.
    """

    topic: str = ""
    channel: str = ""
    language: str = ""
    outcome: str = ""
    first: Optional[date] = None
    last: Optional[date] = None
    thumb: str = ""
    dangerous: Collection[str] = ()
    words: str = ""
    before: Optional[int] = None


@dataclass(frozen=True)
class Match:
    """A conversation, by the latest of its messages that fit; `more` is how many others of them do."""

    session_key: str
    event: int
    at: datetime
    topic: str
    channel: str
    language: str
    outcome: str
    words: str
    more: int


@dataclass(frozen=True)
class Found:
    """A page of them, the latest first; `further` is where the next begins, None where there is no more."""

    matches: Sequence[Match]
    further: Optional[int]


class ConversationSearch:
    """Searches. Every method raises `StoreUnavailable` when a database does not answer.

    Args:
        conversations: The engine of the conversations' database.
        store: That of the return store, where thumbs are.
    """

    def __init__(self, conversations: Engine, store: Engine) -> None:
        self._engine = conversations
        self._store = store

    def find(self, wanted: Wanted) -> Found:
        """A page of what fits."""
        column = listed_turns.c
        query = select(listed_turns).order_by(column.event.desc())
        if wanted.before is not None:
            query = query.where(column.event < wanted.before)
        by = next((name for name in _FOUND_BY if getattr(wanted, name)), None)
        if by is not None:
            query = query.where(column[by] == getattr(wanted, by))
        query = self._between_days(query, wanted)
        if wanted.thumb:
            # Few, and found by their conversations' index.
            thumbs = self._thumbs(wanted.thumb)
            theirs = query.where(column.session_key.in_(sorted({key for key, _ in thumbs})))
            return _folded([row for row in self._rows(_fitting(theirs, wanted)) if _key(row) in thumbs], None)
        end = self._end(query)
        if end is not None:
            query = query.where(column.event >= end)
        rows = self._rows(_fitting(query, wanted).limit(_MATCHES))
        return _folded(rows, rows[-1].event if len(rows) == _MATCHES else end)

    def topics(self) -> Sequence[str]:
        """Every topic of the list."""
        return self._different("topic")

    def channels(self) -> Sequence[str]:
        """Every channel of the list."""
        return self._different("channel")

    def languages(self) -> Sequence[str]:
        """Every language of the list."""
        return self._different("language")

    def _different(self, name: str) -> Sequence[str]:
        """The values of a column, each found by its index without looking at its rows."""
        statement = text(
            f"WITH RECURSIVE each(value) AS (SELECT min({name}) FROM listed_turns UNION ALL "  # noqa: S608  # ours
            f"SELECT (SELECT min({name}) FROM listed_turns WHERE {name} > each.value) FROM each "
            "WHERE each.value IS NOT NULL) SELECT value FROM each WHERE value IS NOT NULL"
        )
        with reading(self._engine) as session:
            return [str(value) for value in session.execute(statement).scalars()]

    def _between_days(self, query: Any, wanted: Wanted) -> Any:
        column = listed_turns.c
        for day, is_first in ((wanted.first, True), (wanted.last, False)):
            if day is None:
                continue
            instant = _midnight(day if is_first else day + timedelta(days=1))
            at = select(column.event).where(column.at >= instant).order_by(column.at).limit(1)
            with reading(self._engine) as session:
                event = session.execute(at).scalar()
            if is_first:
                query = query.where(column.event >= event) if event is not None else query.where(column.event < 0)
            elif event is not None:
                query = query.where(column.event < event)
        return query

    def _thumbs(self, value: str) -> dict[tuple[str, str], bool]:
        latest = select(FeedbackRow.session_key, FeedbackRow.message_id, FeedbackRow.value)
        some = latest.order_by(FeedbackRow.at.desc()).limit(LOOKED_THROUGH).subquery()
        query = select(some.c.session_key, some.c.message_id).where(some.c.value == value).limit(THUMBS)
        with reading(self._store) as session:
            # An answer's name is that of the message with its place among the answers.
            return {(key, answer.rpartition(".")[0]): True for key, answer in session.execute(query)}

    def _end(self, query: Any) -> Optional[int]:
        """The last message that is looked at for a page; None where there are no more."""
        last = query.with_only_columns(listed_turns.c.event).offset(LOOKED_THROUGH - 1).limit(1)
        with reading(self._engine) as session:
            found: Optional[int] = session.execute(last).scalar()
        return found

    def _rows(self, query: Any) -> list[Any]:
        with reading(self._engine) as session:
            return list(session.execute(query).all())


def _fitting(query: Any, wanted: Wanted) -> Any:
    column = listed_turns.c
    for name in _FOUND_BY:
        if getattr(wanted, name):
            query = query.where(column[name] == getattr(wanted, name))
    if wanted.dangerous:
        query = query.where(column.topic.in_(sorted(wanted.dangerous)))
    if wanted.words:
        sought = wanted.words.lower()
        for sign in "\\%_":
            sought = sought.replace(sign, f"\\{sign}")
        query = query.where(func.lower(column.words).like(f"%{sought}%", escape="\\"))
    return query


def _key(row: Any) -> tuple[str, str]:
    return row.session_key, row.message_id


def _folded(rows: Sequence[Any], further: Optional[int]) -> Found:
    """Rows as conversations, each where its latest message is."""
    seen: dict[str, list[Any]] = {}
    last: Optional[int] = None
    for row in rows:
        if row.session_key not in seen and len(seen) == ON_A_PAGE:
            further = last
            break
        seen.setdefault(row.session_key, []).append(row)
        last = row.event
    return Found([_match(each) for each in seen.values()], further)


def _match(rows: Sequence[Any]) -> Match:
    """A conversation, told by the longest of its messages that were found: the latest is a yes or thanks."""
    row = max(rows, key=lambda each: len(each.words))
    at = datetime.fromtimestamp(rows[0].at, timezone.utc)
    said = (row.topic, row.channel, row.language, row.outcome, row.words)
    return Match(row.session_key, row.event, at, *said, more=len(rows) - 1)


def _midnight(day: date) -> float:
    return datetime.combine(day, time.min, timezone.utc).timestamp()
