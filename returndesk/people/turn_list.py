"""Lists each message of a customer with what came of it, a moment after it was said, so that people can search them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine

from core.conversations.conversations import Conversations
from core.conversations.tables import TURN_LIST, event_streams, events, listed_turns
from core.conversations.turns import LONGEST_TURN, KeptMessage, KeptTurn, TurnBatch, Turns
from core.database.sessions import reading, writing_connection
from core.identifiers import session_key
from core.intents import FALLBACK, IntentKind, intent_kind
from core.masking import Masker
from returndesk.learn.privacy import without_person
from returndesk.report.counting import outcome

#: How many events are read at a time, so that the assistant never waits long for its database.
BATCH: Final = 4_000
#: PostgreSQL may show an event after one with a larger number; for so many seconds both are looked at again.
_SETTLES: Final = 60.0
_LONGEST_WORDS: Final = 500


class TurnList:
    """The list. Every method raises `StoreUnavailable` when the database does not answer.

    Args:
        engine: Where conversations are kept.
        masker: Takes out what tells who wrote a message.
    """

    def __init__(self, engine: Engine, masker: Masker) -> None:
        self._engine = engine
        self._masker = masker
        self._turns = Turns(engine)
        self._has_tables = False

    def catch_up(self, now: datetime) -> bool:
        """List what was said since it was done last, or the next part of that.

        Args:
            now: The current instant, aware.

        Returns:
            Whether there is more to list.
        """
        if not self._has_tables:
            Conversations(self._engine).create()
            self._has_tables = True
        position = self._position()
        batch = self._turns.after(position, BATCH)
        if not batch.read:
            return False
        reached = _reached(batch, position, now.timestamp())
        ended = [*batch.over, *(turn for turn in batch.under_way if turn.event <= reached)]
        rows = [self._row(turn, message) for turn, message in self._new(ended)]
        if rows or reached > position:
            with writing_connection(self._engine) as connection:
                self._keep(connection, rows)
                self._move(connection, reached)
        return batch.further and reached > position

    def _position(self) -> int:
        query = select(event_streams.c.position).where(event_streams.c.name == TURN_LIST)
        with reading(self._engine) as session:
            return int(session.execute(query).scalar() or 0)

    def _new(self, turns: Sequence[KeptTurn]) -> Sequence[tuple[KeptTurn, KeptMessage]]:
        """What customers said that is not in the list yet."""
        said = {turn.event: turn for turn in turns if not _is_of_the_system(turn)}
        if not said:
            return ()
        numbers = listed_turns.c.event
        query = select(numbers).where(numbers >= min(said), numbers <= max(said))
        with reading(self._engine) as session:
            for number in session.execute(query).scalars():
                said.pop(number, None)
        return [(said[each.event], each) for each in self._turns.messages(sorted(said))]

    def _words(self, text: str) -> str:
        return without_person(text[: 4 * _LONGEST_WORDS], self._masker)[:_LONGEST_WORDS]

    def _row(self, turn: KeptTurn, message: KeptMessage) -> dict[str, Any]:
        kind = outcome(turn)
        return {
            "event": turn.event,
            "sender_id": turn.conversation,
            "session_key": session_key(turn.conversation),
            "message_id": message.id[:128],
            "at": turn.at,
            "topic": (turn.intent or FALLBACK)[:100],
            "confidence": message.confidence,
            "channel": turn.conversation.partition(":")[0][:16],
            "language": turn.language[:16],
            "outcome": kind.value if kind else "",
            "words": self._words(message.text),
        }

    def _keep(self, connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
        there = self._still_there(connection, [row["event"] for row in rows])
        kept = [row for row in rows if row["event"] in there]
        insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert
        if kept:
            # Another process may be as far.
            connection.execute(insert(listed_turns).on_conflict_do_nothing(index_elements=["event"]), kept)

    def _still_there(self, connection: Connection, numbers: Sequence[int]) -> Collection[int]:
        """What was not forgotten meanwhile; what is there can't be, until this is written."""
        if not numbers:
            return ()
        span = select(events.c.id).where(events.c.id >= min(numbers), events.c.id <= max(numbers))
        wanted = span.where(events.c.type_name == "user").with_for_update(read=True)
        return set(connection.execute(wanted).scalars())

    def _move(self, connection: Connection, reached: int) -> None:
        insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert
        first = insert(event_streams).values(name=TURN_LIST, position=reached, leased_until=0.0)
        further = event_streams.c.position < first.excluded.position
        moved = first.on_conflict_do_update(index_elements=["name"], set_={"position": reached}, where=further)
        connection.execute(moved)


def listed_until(engine: Engine) -> float:
    """When the newest message of the list was said, in seconds since 1970; 0 where there is none."""
    with reading(engine) as session:
        return float(session.execute(select(func.max(listed_turns.c.at))).scalar() or 0.0)


def _reached(batch: TurnBatch, position: int, now: float) -> int:
    """Up to which event everything is listed that will ever be there, and no turn is still under way."""
    last = batch.read[-1][0]
    settled = min([last + 1, *(number for number, at in batch.read if at > now - _SETTLES)]) - 1
    # The rest of a turn may stand in the next part, or is still to come.
    waits = [turn.event for turn in batch.under_way if batch.further or _may_go_on(turn, now)]
    reached = min([settled, *(event - 1 for event in waits)])
    # A turn that fills a part has no end.
    return settled if reached <= position and batch.further else reached


def _may_go_on(turn: KeptTurn, now: float) -> bool:
    return turn.at > now - LONGEST_TURN


def _is_of_the_system(turn: KeptTurn) -> bool:
    return bool(turn.intent) and intent_kind(turn.intent or "") is IntentKind.SYSTEM
