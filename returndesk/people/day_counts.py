"""What days came to, for the page of figures: as `returndesk report` counts and keeps them, and today so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final, Optional
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from actions.store.daily_figures import DailyFigures
from core.conversations.conversations import Conversations
from core.conversations.tables import listed_turns
from core.conversations.turns import LONGEST_TURN, Turns
from core.database.sessions import reading
from returndesk.report.books import Books
from returndesk.report.day import Day
from returndesk.report.figures import Figures

#: By whose midnight days begin here.
ZONE: Final = ZoneInfo("UTC")
#: How many days are shown at most, and so counted.
MOST_DAYS: Final = 90
#: How many of today's messages are counted for a page; of more, the latest.
TODAYS: Final = 50_000


@dataclass(frozen=True)
class DayCounts:
    """Days with their figures.

    Args:
        days: The figures by day, the earliest first: by kind, topic and language.
        waiting: How many days of the span are still to be counted.
        today_is_whole: Whether all of today's messages were counted.
    """

    days: Mapping[date, Figures]
    waiting: int
    today_is_whole: bool

    def together(self) -> Figures:
        """What all of them came to, by kind, topic and language."""
        whole = Figures()
        for figures in self.days.values():
            whole.kinds.update(figures.kinds)
            for counted, into in ((figures.topics, whole.topics), (figures.languages, whole.languages)):
                for name, counts in counted.items():
                    added = into.get(name)
                    if added is None:
                        # As a default one would be made for every name of every day.
                        added = into[name] = Counter()
                    for kind, count in counts.items():
                        added[kind] += count
        return whole


class DayCounter:
    """Counts days. Every method raises `StoreUnavailable` when a database does not answer.

    Args:
        conversations: The engine of the conversations' database.
        store: That of the return store, where figures are kept.
    """

    def __init__(self, conversations: Engine, store: Engine) -> None:
        self._engine = conversations
        self._store = store
        self._kept = DailyFigures(store)
        self._has_tables = False

    def last(self, days: int, now: datetime) -> DayCounts:
        """The last days, of which today is one.

        Args:
            days: How many.
            now: The current instant, aware.
        """
        today = Day(now.astimezone(ZONE).date(), ZONE)
        over = [each.date for each in today.last(days)[:-1]]
        kept = self._kept.of(over, ZONE.key)
        found = {day: _figures(kept[day]) for day in over if day in kept}
        first = self._first_day()
        found[today.date], whole = self._today(today)
        waiting = sum(day not in kept and first is not None and first <= day for day in over)
        return DayCounts(found, waiting, whole)

    def count_next(self, now: datetime) -> bool:
        """Count the latest day that is over and was not counted.

        Args:
            now: The current instant, aware.

        Returns:
            Whether there was one.
        """
        first = self._first_day()
        if first is None:
            return False
        # A turn of the last minute of a day ends on the next.
        today = Day((now.astimezone(ZONE) - timedelta(seconds=2 * LONGEST_TURN)).date(), ZONE)
        over = [each for each in today.last(MOST_DAYS)[:-1] if each.date >= first]
        kept = self._kept.of([each.date for each in over], ZONE.key)
        missing = next((each for each in reversed(over) if each.date not in kept), None)
        if missing is not None:
            Books(Turns(self._engine), self._store, now).figures(missing)
        return missing is not None

    def _first_day(self) -> Optional[date]:
        if not self._has_tables:
            Conversations(self._engine).create()
            self._has_tables = True
        with reading(self._engine) as session:
            at = session.execute(select(func.min(listed_turns.c.at))).scalar()
        return None if at is None else datetime.fromtimestamp(at, timezone.utc).date()

    def _today(self, today: Day) -> tuple[Figures, bool]:
        column = listed_turns.c
        latest = select(column.topic, column.language, column.outcome).where(column.at >= today.start.timestamp())
        some = latest.order_by(column.at.desc()).limit(TODAYS).subquery()
        query = select(some.c.topic, some.c.language, some.c.outcome, func.count())
        figures, messages = Figures(), 0
        with reading(self._engine) as session:
            rows = session.execute(query.group_by(some.c.topic, some.c.language, some.c.outcome)).all()
        for topic, language, outcome, count in rows:
            messages += count
            figures.messages_in[language] += count
            if not outcome:
                figures.courtesies += count
                continue
            figures.kinds[outcome] += count
            for counted, name in ((figures.topics, topic), (figures.languages, language)):
                counted.setdefault(name, Counter())[outcome] += count
        return figures, messages < TODAYS


def _figures(kept: Mapping[str, Any]) -> Figures:
    """What a page shows of a day that was kept; to make all of it takes several times as long, ninety times a page."""
    # Versions before did not count by language.
    languages = kept.get("languages", {})
    counts = {"courtesies": kept["courtesies"], "kinds": Counter(kept["kinds"]), "topics": kept["topics"]}
    return Figures(**counts, languages=languages, hours=[], given_up=kept.get("given_up"))
