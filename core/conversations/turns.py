"""Reads what customers said in a span of time, a turn after the other, however many there are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Optional

from sqlalchemy import and_, case, func, literal_column, select, text
from sqlalchemy.engine import Engine

from core.conversations.tables import SAID, events
from core.database.sessions import reading
from core.intents import FALLBACK
from core.languages import ENGLISH, LOCALE, SPOKEN, language_part

#: A turn is stored as a whole once it is over, so its events stand behind those of other turns that began later.
LONGEST_TURN: Final = 600.0
#: How many events are in memory at a time.
_ROWS: Final = 20_000
#: How many messages' texts are read at a time; each comes with all of its event.
_TEXTS: Final = 500
_LISTENS: Final = "action_listen"
_KINDS: Final = ("user", "bot", "action")


@dataclass
class KeptTurn:
    """A message and what was done about it.

    Args:
        event: The number of the message's event, by which its text is found.
        conversation: Where it was said.
        at: When, in seconds since 1970.
        intent: What it was understood as.
        language: The tag of the language that the message is in; a button's is that of the one before, or of the page.
        actions: The names of the actions that ran.
        responses: The names of the responses that were said.
        said: A digest of the words of the answer, the same within a process for the same words; 0 for no answer.
    """

    event: int
    conversation: str
    at: float
    intent: Optional[str]
    language: str = ENGLISH
    actions: list[str] = field(default_factory=list)
    responses: list[str] = field(default_factory=list)
    said: int = 0


@dataclass(frozen=True)
class KeptMessage:
    """What was written in a message, and what it was taken for.

    Args:
        event: The number of its event.
        id: The name by which answers to it are rated.
        text: What was written or chosen.
        is_choice: Whether it chose something that was shown: a button, or "the second one".
        guess: The likeliest intent; "" where none is known.
        confidence: How likely, from 0 to 1.
    """

    event: int
    id: str
    text: str
    is_choice: bool
    guess: str
    confidence: float


@dataclass(frozen=True)
class TurnBatch:
    """Turns in the order in which they ended.

    Args:
        over: Those that are over.
        under_way: Those whose end was not read, or has not come.
        read: The number of each event that was read, of whatever kind, and when it was, in seconds since 1970.
        further: Whether there is more to read.
    """

    over: Sequence[KeptTurn]
    under_way: Sequence[KeptTurn]
    read: Sequence[tuple[int, float]]
    further: bool


class _Talks:
    """Puts turns together out of the events of many conversations, in their order.

    Args:
        start: Turns from this instant on, in seconds since 1970.
        end: And before this one.
    """

    def __init__(self, start: float, end: float) -> None:
        self.under_way: dict[str, KeptTurn] = {}
        self._written_in: dict[int, str] = {}
        self._start = start
        self._end = end

    def hear(self, row: Any) -> Iterator[KeptTurn]:
        """The turn that ends with an event, if one does."""
        if row.type_name == "user":
            broken_off = self.under_way.pop(row.sender_id, None)
            if broken_off is not None:
                yield broken_off
            if self._start <= row.timestamp < self._end:
                language = row.noted or self._written_in.get(hash(row.sender_id)) or row.page or ENGLISH
                self._written_in[hash(row.sender_id)] = language
                self.under_way[row.sender_id] = KeptTurn(
                    row.id, row.sender_id, row.timestamp, row.intent_name, language_part(language)
                )
            return
        turn = self.under_way.get(row.sender_id)
        if turn is None:
            return
        if row.type_name == "bot":
            turn.responses += [row.noted] if row.noted else []
            turn.said = hash((turn.said, row.words))
        elif row.type_name == "action" and row.action_name == _LISTENS:
            yield self.under_way.pop(row.sender_id)
        elif row.type_name == "action":
            turn.actions.append(row.action_name)


class Turns:
    """The turns of a database. Every method raises `StoreUnavailable` when the database does not answer.

    Args:
        engine: Where conversations are kept.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def between(self, start: float, end: float) -> Iterator[KeptTurn]:
        """The turns whose message came in a span of time, given in seconds since 1970, `end` excluded."""
        first, last = self._event_at(start - LONGEST_TURN), self._event_at(end + LONGEST_TURN)
        talks = _Talks(start, end)
        for row in self._events(first, last):
            yield from talks.hear(row)
        yield from talks.under_way.values()

    def after(self, position: int, most: int) -> TurnBatch:
        """The turns whose events stand behind one.

        Args:
            position: The number of that event.
            most: How many events are read.
        """
        query = self._query(all_of_them=True).where(events.c.id > position).order_by(events.c.id).limit(most)
        with reading(self._engine) as session:
            rows = session.execute(query).all()
        talks = _Talks(float("-inf"), float("inf"))
        over = [turn for row in rows for turn in talks.hear(row)]
        return TurnBatch(
            over,
            list(talks.under_way.values()),
            [(row.id, row.timestamp or 0.0) for row in rows],
            further=len(rows) == most,
        )

    def messages(self, numbers: Sequence[int]) -> Iterator[KeptMessage]:
        """The messages of these numbers of events, in the order of the numbers where that is ascending."""
        for place in range(0, len(numbers), _TEXTS):
            query = select(events.c.id, events.c.data).where(events.c.id.in_(numbers[place : place + _TEXTS]))
            with reading(self._engine) as session:
                rows = session.execute(query.order_by(events.c.id)).all()
            for number, data in rows:
                yield _message(number, json.loads(data))

    def _event_at(self, instant: float) -> Optional[int]:
        """The first message since an instant; None where there was none."""
        query = select(events.c.id).where(text(SAID), events.c.timestamp >= instant)
        with reading(self._engine) as session:
            return session.execute(query.order_by(events.c.timestamp).limit(1)).scalar()

    def _events(self, first: Optional[int], last: Optional[int]) -> Iterator[Any]:
        """What matters of the events from one on until before another, in their order; None is the end."""
        if first is None:
            return
        after = first - 1
        while True:
            query = self._query().where(events.c.id > after)
            if last is not None:
                query = query.where(events.c.id < last)
            with reading(self._engine) as session:
                rows = session.execute(query.order_by(events.c.id).limit(_ROWS)).all()
            yield from rows
            if len(rows) < _ROWS:
                return
            after = rows[-1].id

    def _query(self, *, all_of_them: bool = False) -> Any:
        columns = events.c
        # Read in the database: an event's data holds every word besides.
        response = self._in_data("metadata", "utter_action")
        # What is pressed is not read, so nothing is known of its language.
        is_written = and_(columns.type_name == "user", self._in_data("metadata", "title").is_(None))
        language = self._in_data("parse_data", SPOKEN)
        noted: Any = case((columns.type_name == "bot", response), (is_written, language), else_=None)
        page: Any = case((columns.type_name == "user", self._in_data("metadata", LOCALE)), else_=None)
        wanted = (columns.id, columns.sender_id, columns.type_name, columns.timestamp, columns.intent_name)
        words: Any = case((columns.type_name == "bot", self._words()), else_=None)
        noting = (noted.label("noted"), page.label("page"), words.label("words"))
        query = select(*wanted, columns.action_name, *noting)
        return query if all_of_them else query.where(columns.type_name.in_(_KINDS))

    def _words(self) -> Any:
        """What the bot said, to compare it."""
        if self._engine.dialect.name == "postgresql":
            # As it stands in the JSON: text of PostgreSQL can't have every character.
            return literal_column("(data::json -> 'text')::text")
        return func.json_extract(events.c.data, "$.text")

    def _in_data(self, part: str, name: str) -> Any:
        """What an event holds under two names, as text."""
        if self._engine.dialect.name == "postgresql":
            return literal_column(f"data::json #>> '{{{part},{name}}}'")
        return func.json_extract(events.c.data, f"$.{part}.{name}")


def _message(event: int, data: Mapping[str, Any]) -> KeptMessage:
    title, parse = (data.get("metadata") or {}).get("title"), data.get("parse_data") or {}
    intent = parse.get("intent") or {}
    if intent.get("name") == FALLBACK:
        ranking = parse.get("intent_ranking") or []
        intent = next((each for each in ranking if each.get("name") != FALLBACK), {})
    return KeptMessage(
        event,
        str(data.get("message_id") or ""),
        str(title or data.get("text") or ""),
        title is not None,
        str(intent.get("name") or ""),
        float(intent.get("confidence") or 0.0),
    )
