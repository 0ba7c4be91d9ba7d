"""Which share of the rated answers was disliked, by what the message was understood as."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.engine import Engine

from actions.store.feedback import WHOLE_CHAT
from actions.store.tables.feedback import FeedbackRow
from core.conversations.tables import listed_turns
from core.database.sessions import reading

#: How many thumbs are looked at for a page; of more, the latest.
MOST_THUMBS: Final = 1_000
_AT_ONCE: Final = 500


@dataclass(frozen=True)
class Thumbs:
    """How often answers to a topic were liked and disliked."""

    up: int
    down: int

    @property
    def share(self) -> float:
        """The share that was disliked, from 0 to 1."""
        return self.down / (self.up + self.down) if self.up + self.down else 0.0


def thumbs_by_day(
    conversations: Engine, store: Engine, start: datetime, most: int = MOST_THUMBS
) -> tuple[Mapping[date, Mapping[str, Thumbs]], bool]:
    """The thumbs of each day, by UTC and by topic, whose message is listed, and whether these are all.

    Args:
        conversations: The engine of the conversations' database.
        store: That of the return store.
        start: The first instant of a thumb, aware.
        most: How many thumbs are looked at; of more, the latest.

    Raises:
        StoreUnavailable: A database did not answer.
    """
    row = FeedbackRow
    query = select(row.session_key, row.message_id, row.value, row.response, row.at).where(row.at >= start)
    with reading(store) as session:
        rows = session.execute(query.order_by(row.at.desc()).limit(most)).all()
    given = {
        # An answer's name is that of the message with its place among the answers.
        (each.session_key, each.message_id): (each.message_id.rpartition(".")[0], each.value, each.at.date())
        for each in rows
        if each.response != WHOLE_CHAT
    }
    topics = _topics(conversations, sorted({key for key, _ in given}))
    counts: dict[date, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for (key, _), (message, value, day) in given.items():
        if (key, message) in topics:
            counts[day][topics[key, message]][value] += 1
    found = {
        day: {topic: Thumbs(each["up"], each["down"]) for topic, each in of_day.items()}
        for day, of_day in counts.items()
    }
    return found, len(rows) < most


def ordered(topics: Mapping[str, Thumbs]) -> Mapping[str, Thumbs]:
    """Topics, the most disliked first."""
    return dict(sorted(topics.items(), key=lambda item: (-item[1].down, -item[1].share, item[0])))


def _topics(conversations: Engine, keys: Sequence[str]) -> Mapping[tuple[str, str], str]:
    """What messages of conversations were understood as."""
    column, found = listed_turns.c, {}
    for place in range(0, len(keys), _AT_ONCE):
        some: Any = select(column.session_key, column.message_id, column.topic)
        with reading(conversations) as session:
            for row in session.execute(some.where(column.session_key.in_(keys[place : place + _AT_ONCE]))):
                found[row.session_key, row.message_id] = row.topic
    return found
