"""What the model in use and a candidate answer to labelled messages, as `returndesk learn try` has kept it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from enum import Enum
from typing import Any, Final, Optional

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Engine

from core.conversations.tables import label_trials, listed_turns
from core.database.sessions import reading, writing_connection
from returndesk.people.learning_inbox import LabelledTurn
from returndesk.people.training_patch import Part

_AT_ONCE: Final = 500


class Worth(str, Enum):
    """What an answer is worth to who asked, the worst first."""

    WRONG = "wrong"
    DECLINED = "declined"
    OFFERED = "offered"
    RIGHT = "right"


class Change(str, Enum):
    """What becomes of an answer."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


_ORDER: Final = tuple(Worth)


@dataclass(frozen=True)
class Understood:
    """What a model makes of a message: the likeliest topic, how sure it is from 0 to 1, what its answer is worth."""

    topic: str
    confidence: float
    worth: Worth


@dataclass(frozen=True)
class Tried:
    """A labelled message with what both models make of it."""

    event: int
    label: str
    part: Part
    before: Understood
    after: Understood

    @property
    def change(self) -> Change:
        """Whether the candidate's answer is worth more."""
        before, after = _ORDER.index(self.before.worth), _ORDER.index(self.after.worth)
        return Change.SAME if before == after else Change.BETTER if after > before else Change.WORSE


@dataclass(frozen=True)
class Trial:
    """The last time that both models were asked.

    Args:
        at: When, an aware instant.
        shown: The messages whose label is still what it was, each with what was found.
        newer: How many labels were given or changed since, or are not in it.
    """

    at: datetime
    shown: Sequence[tuple[LabelledTurn, Tried]]
    newer: int

    def counts(self, part: Optional[Part] = None) -> Mapping[Change, int]:
        """How many answers became better, stayed and became worse; of all messages, or of those used as one part."""
        found = Counter(tried.change for _, tried in self.shown if part in (None, tried.part))
        return {change: found[change] for change in Change}


class LabelTrials:
    """The results. Every method raises `StoreUnavailable` when the database does not answer.

    Args:
        engine: The conversations' database, with its tables.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, found: Collection[Tried], now: datetime) -> int:
        """Keep what was found in place of the last results.

        Args:
            found: The messages; those that were forgotten meanwhile are passed over.
            now: The current instant, aware.

        Returns:
            How many were kept.
        """
        events = sorted(each.event for each in found)
        column = listed_turns.c
        with writing_connection(self._engine) as connection:
            connection.execute(delete(label_trials))
            # Locked, so that none is forgotten meanwhile.
            queries = (
                select(column.event, column.sender_id).where(column.event.in_(some)).with_for_update(read=True)
                for some in _parts(events)
            )
            senders = {row.event: row.sender_id for query in queries for row in connection.execute(query)}
            rows = [_row(each, senders[each.event], now) for each in found if each.event in senders]
            for some in _parts(rows):
                connection.execute(insert(label_trials), some)
        return len(rows)

    def latest(self, labelled: Sequence[LabelledTurn]) -> Optional[Trial]:
        """The last results; None where there are none.

        Args:
            labelled: The labelled messages as they are now.
        """
        with reading(self._engine) as session:
            rows = {row.event: row for row in session.execute(select(label_trials)).all()}
        if not rows:
            return None
        with_topic = [turn for turn in labelled if turn.has_topic]
        same = [turn for turn in with_topic if turn.event in rows and rows[turn.event].label == turn.label]
        at = datetime.fromtimestamp(next(iter(rows.values())).at, timezone.utc)
        return Trial(at, [(turn, _tried(rows[turn.event])) for turn in same], len(with_topic) - len(same))


def _parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]


def _row(tried: Tried, sender_id: str, now: datetime) -> dict[str, Any]:
    row = {"event": tried.event, "sender_id": sender_id, "label": tried.label, "part": tried.part.value}
    for when, understood in (("before", tried.before), ("after", tried.after)):
        row |= {
            f"topic_{when}": understood.topic,
            f"confidence_{when}": understood.confidence,
            f"worth_{when}": understood.worth.value,
        }
    return {**row, "at": now.timestamp()}


def _tried(row: Any) -> Tried:
    before, after = (
        Understood(
            getattr(row, f"topic_{when}"), getattr(row, f"confidence_{when}"), Worth(getattr(row, f"worth_{when}"))
        )
        for when in ("before", "after")
    )
    return Tried(row.event, row.label, Part(row.part), before, after)
