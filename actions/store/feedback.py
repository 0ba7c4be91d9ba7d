"""What customers think of answers: a thumb for each message, with the response and the rules that it was about."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, Optional

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine

from actions.store.tables.feedback import FeedbackRow
from core.database.sessions import reading, writing
from core.identifiers import session_key

Thumb = Literal["up", "down"]
#: Why an answer did not help: it is not right, hard to understand, or about something else than was asked.
Reason = Literal["wrong", "unclear", "off-topic"]


#: In the place of a response and of a message: the chat as a whole, as it was rated when it ended.
WHOLE_CHAT: Final = "chat"


@dataclass(frozen=True)
class Rating:
    """A thumb on one message of a conversation.

    Args:
        session: The conversation, as its channel names it; only its digest is kept.
        message_id: The message.
        value: The thumb.
        response: The domain's response that the message was made of.
        facts: Ids of the facts in it.
        at: When the customer said so, an aware instant.
        reason: Why it did not help; None where that was not said.
        words: The customer's own about it, masked; None where there are none.
    """

    session: str
    message_id: str
    value: Thumb
    response: str
    facts: tuple[str, ...]
    at: datetime
    reason: Optional[Reason] = None
    words: Optional[str] = None


@dataclass(frozen=True)
class Opinion:
    """How often a response was liked and disliked, the facts that it told then, and the reasons that were given."""

    response: str
    up: int
    down: int
    facts: tuple[str, ...]
    reasons: Mapping[str, int] = field(default_factory=dict)

    @property
    def badness(self) -> float:
        """The share of thumbs down, drawn towards a half while there are few thumbs: one alone proves little."""
        return (self.down + 1) / (self.up + self.down + 2)


@dataclass(frozen=True)
class Remark:
    """What a customer wrote of an answer that did not help, or of a chat.

    Args:
        response: The domain's response that the answer was made of, or `WHOLE_CHAT`.
        words: The customer's, masked.
        reason: Why it did not help; None where that was not said.
        at: When, an aware instant.
    """

    response: str
    words: str
    reason: Optional[str]
    at: datetime


class Feedback:
    """Keeps thumbs and counts them. Every method raises `StoreUnavailable` when the database does not answer.

    Args:
        engine: A migrated database, from `open_engine`.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, rating: Rating) -> None:
        """Keep a thumb. It replaces an earlier one on the same message; one that comes late replaces nothing.

        Raises:
            ValueError: `at` has no time zone.
        """
        if rating.at.utcoffset() is None:
            raise ValueError(f"at, {rating.at.isoformat()}, has no time zone")
        insert = (postgresql if self._engine.dialect.name == "postgresql" else sqlite).insert
        thought = {
            "value": rating.value,
            "response": rating.response,
            "facts": json.dumps(rating.facts),
            "at": rating.at,
            "reason": rating.reason,
            "words": rating.words,
        }
        new = insert(FeedbackRow).values(
            session_key=session_key(rating.session), message_id=rating.message_id, **thought
        )
        changed = new.on_conflict_do_update(
            index_elements=["session_key", "message_id"], set_=thought, where=FeedbackRow.at <= new.excluded.at
        )
        with writing(self._engine) as session:
            session.execute(changed)

    def disliked(self, since: datetime) -> Mapping[str, frozenset[str]]:
        """The messages that were answered to a customer's dislike since an aware instant, by their session's digest."""
        query = select(FeedbackRow.session_key, FeedbackRow.message_id)
        with reading(self._engine) as session:
            rows = session.execute(query.where(FeedbackRow.value == "down", FeedbackRow.at >= since)).all()
        found: dict[str, frozenset[str]] = {}
        for key, answer in rows:
            # An answer's name is that of the message with its place among the answers.
            found[key] = found.get(key, frozenset()) | {answer.rpartition(".")[0]}
        return found

    def opinions(self, span: Optional[tuple[datetime, datetime]] = None) -> tuple[Opinion, ...]:
        """Every response that was rated, the worst first.

        Args:
            span: Only thumbs from an aware instant until before another.
        """
        of_each = (FeedbackRow.response, FeedbackRow.value, FeedbackRow.facts, FeedbackRow.reason)
        counted = select(*of_each, func.count()).group_by(*of_each)
        if span is not None:
            counted = counted.where(FeedbackRow.at >= span[0], FeedbackRow.at < span[1])
        with reading(self._engine) as session:
            rows = session.execute(counted).all()
        counts: dict[str, dict[str, int]] = {}
        facts: dict[str, set[str]] = {}
        reasons: dict[str, Counter[str]] = {}
        for response, value, told, reason, count in rows:
            thumbs = counts.setdefault(response, {"up": 0, "down": 0})
            thumbs[value] += count
            facts.setdefault(response, set()).update(json.loads(told))
            reasons.setdefault(response, Counter())
            if reason is not None:
                reasons[response][reason] += count
        found = [
            Opinion(name, each["up"], each["down"], tuple(sorted(facts[name])), reasons[name])
            for name, each in counts.items()
        ]
        return tuple(sorted(found, key=lambda each: (-each.badness, -each.down, each.response)))

    def remarks(self, most: int) -> tuple[Remark, ...]:
        """The latest that customers wrote, at most so many, the newest first."""
        query = select(FeedbackRow.response, FeedbackRow.words, FeedbackRow.reason, FeedbackRow.at)
        written = query.where(FeedbackRow.words.isnot(None)).order_by(FeedbackRow.at.desc()).limit(most)
        with reading(self._engine) as session:
            return tuple(Remark(*row) for row in session.execute(written).all())

    def count_remarks(self, span: tuple[datetime, datetime]) -> int:
        """How many were written from an aware instant until before another."""
        within = (FeedbackRow.at >= span[0], FeedbackRow.at < span[1], FeedbackRow.words.isnot(None))
        with reading(self._engine) as session:
            return int(session.execute(select(func.count()).select_from(FeedbackRow).where(*within)).scalar_one())

    def forget_words(self, session: str) -> None:
        """Delete what the customer of a conversation wrote of its answers; the thumbs stay."""
        theirs = update(FeedbackRow).where(FeedbackRow.session_key == session_key(session))
        with writing(self._engine) as connection:
            connection.execute(theirs.values(words=None))
