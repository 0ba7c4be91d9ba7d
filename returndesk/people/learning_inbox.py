"""Messages that were not understood, asked back about or disliked in their answer, and what people say they mean."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine

from actions.store.feedback import WHOLE_CHAT
from actions.store.tables.feedback import FeedbackRow
from bot.responses.answer_kinds import AnswerKind
from core.conversations.conversations import Conversations
from core.conversations.tables import listed_turns, turn_labels
from core.database.sessions import reading, writing_connection
from core.intents import OUT_OF_SCOPE
from core.languages import ENGLISH
from returndesk.report.wordings import ALIKE, content_words

#: What a person says of a message other than its topic.
NEW_TOPIC: Final = "(new topic)"
LEFT_OUT: Final = "(left out)"
#: How many of the latest messages of each kind are looked at.
LOOKED_AT: Final = 500
#: How many different wordings are compared with each other, and how many groups of like ones are shown.
_COMPARED: Final = 120
GROUPS: Final = 30
#: How many messages of a group are labelled at once, and how many labels are shown.
MOST_AT_ONCE: Final = 100
MOST_LABELS: Final = 500
#: The list keeps no more of a message: what is as long was cut, and is a letter.
_LETTER: Final = 400
_AT_ONCE: Final = 500


@dataclass(frozen=True)
class Alike:
    """Messages that say nearly the same.

    Args:
        events: The numbers of their events, the latest first.
        words: What was written most often, without what tells by whom.
        topic: What the latest was understood as.
        why: "not understood" or "disliked".
        session_key: The conversation of the latest, by its digest.
    """

    events: Sequence[int]
    words: str
    topic: str
    why: str
    session_key: str


@dataclass(frozen=True)
class LabelledTurn:
    """A message with what somebody says that it means."""

    event: int
    words: str
    label: str
    person: str

    @property
    def has_topic(self) -> bool:
        """Whether the label says what the message means."""
        return self.label not in (NEW_TOPIC, LEFT_OUT)


class LearningInbox:
    """The messages and their labels. Every method raises `StoreUnavailable` when a database does not answer.

    Args:
        conversations: The engine of the conversations' database.
        store: That of the return store, where thumbs are.
    """

    def __init__(self, conversations: Engine, store: Engine) -> None:
        self._engine = conversations
        self._store = store
        self._has_tables = False

    def groups(self) -> Sequence[Alike]:
        """What nobody has labelled yet, like messages together, the most frequent first."""
        self._make_tables()
        column = listed_turns.c
        latest: Any = select(listed_turns).order_by(column.event.desc()).limit(LOOKED_AT)
        unclear = self._rows(latest.where(column.outcome == AnswerKind.UNCLEAR.value))
        declined = self._rows(latest.where(column.topic == OUT_OF_SCOPE))
        found = {row.event: (row, "not understood") for row in (*unclear, *declined) if row.outcome}
        found |= {row.event: (row, "disliked") for row in self._disliked() if row.event not in found}
        labelled = self._labelled(sorted(found))
        kept = [
            (row, why)
            for event, (row, why) in sorted(found.items(), reverse=True)
            if event not in labelled and row.language == ENGLISH and len(row.words) < _LETTER
        ]
        return _grouped(kept)

    def label(self, events: Collection[int], label: str, person: str, now: datetime) -> int:
        """Say what messages mean, in place of what was said before.

        Args:
            events: Their numbers; what is not in the list is passed over.
            label: A topic, `NEW_TOPIC` or `LEFT_OUT`.
            person: Who says so.
            now: The current instant, aware.

        Returns:
            How many were labelled.
        """
        self._make_tables()
        listed = select(listed_turns.c.event, listed_turns.c.sender_id).where(listed_turns.c.event.in_(sorted(events)))
        insert = (postgresql if self._engine.dialect.name == "postgresql" else sqlite).insert
        said = {"label": label, "person": person, "at": now.timestamp()}
        new = insert(turn_labels)
        changed = new.on_conflict_do_update(
            index_elements=["event"], set_={name: getattr(new.excluded, name) for name in said}
        )
        with writing_connection(self._engine) as connection:
            # Locked, so that none is forgotten meanwhile.
            rows = connection.execute(listed.with_for_update(read=True)).all()
            if rows:
                connection.execute(changed, [{"event": row.event, "sender_id": row.sender_id, **said} for row in rows])
        return len(rows)

    def take_back(self, event: int) -> None:
        """Have a message without a label again."""
        with writing_connection(self._engine) as connection:
            connection.execute(delete(turn_labels).where(turn_labels.c.event == event))

    def labelled(self) -> Sequence[LabelledTurn]:
        """The messages that were labelled latest, the latest first."""
        self._make_tables()
        latest = select(turn_labels).order_by(turn_labels.c.at.desc(), turn_labels.c.event.desc()).limit(MOST_LABELS)
        labels = self._rows(latest)
        query = select(listed_turns.c.event, listed_turns.c.words)
        words = {row.event: row.words for row in self._some(query, listed_turns.c.event, [row.event for row in labels])}
        return [
            LabelledTurn(row.event, words[row.event], row.label, row.person) for row in labels if row.event in words
        ]

    def _make_tables(self) -> None:
        if not self._has_tables:
            Conversations(self._engine).create()
            self._has_tables = True

    def _disliked(self) -> list[Any]:
        row = FeedbackRow
        thumbs = (
            select(row.session_key, row.message_id, row.value, row.response).order_by(row.at.desc()).limit(LOOKED_AT)
        )
        with reading(self._store) as session:
            found = session.execute(thumbs).all()
        # An answer's name is that of the message with its place among the answers.
        given = {
            (each.session_key, each.message_id.rpartition(".")[0])
            for each in found
            if each.value == "down" and each.response != WHOLE_CHAT
        }
        column = listed_turns.c
        rows = self._some(select(listed_turns), column.session_key, sorted({key for key, _ in given}))
        return [each for each in rows if (each.session_key, each.message_id) in given]

    def _labelled(self, events: Sequence[int]) -> set[int]:
        rows = self._some(select(turn_labels.c.event), turn_labels.c.event, events)
        return {row.event for row in rows}

    def _some(self, query: Any, column: Any, values: Sequence[Any]) -> Iterable[Any]:
        for place in range(0, len(values), _AT_ONCE):
            yield from self._rows(query.where(column.in_(values[place : place + _AT_ONCE])))

    def _rows(self, query: Any) -> Sequence[Any]:
        with reading(self._engine) as session:
            return list(session.execute(query).all())


def _grouped(found: Sequence[tuple[Any, str]]) -> Sequence[Alike]:
    """Messages by what they are about: first those with the same words, then the like ones among the most frequent."""
    same: dict[frozenset[str], list[tuple[Any, str]]] = defaultdict(list)
    for row, why in found:
        if words := content_words(row.words.casefold()):
            same[words].append((row, why))
    merged: list[tuple[frozenset[str], list[tuple[Any, str]]]] = []
    for words, rows in sorted(same.items(), key=lambda item: -len(item[1]))[:_COMPARED]:
        alike = (other for head, other in merged if len(words & head) / len(words | head) >= ALIKE)
        head = next(alike, None)
        if head is None:
            merged.append((words, list(rows)))
        else:
            head.extend(rows)
    largest = sorted((rows for _, rows in merged), key=lambda rows: (-len(rows), -rows[0][0].event))
    return [_alike(rows[:MOST_AT_ONCE]) for rows in largest[:GROUPS]]


def _alike(rows: Sequence[tuple[Any, str]]) -> Alike:
    latest, why = rows[0]
    words = Counter(row.words for row, _ in rows).most_common(1)[0][0]
    return Alike([row.event for row, _ in rows], words, latest.topic, why, latest.session_key)
