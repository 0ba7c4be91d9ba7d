"""What days came to at the desk, tickets and thumbs, kept as counts so that they outlive both."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final, Optional

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine

from actions.store.tables.figures import DeskDayRow
from core.database.sessions import reading, writing
from returndesk.people.day_counts import MOST_DAYS
from returndesk.people.disliked import Thumbs, ordered, thumbs_by_day
from returndesk.people.ticket_times import TicketDay, ticket_days

TICKETS: Final = "tickets"
THUMBS: Final = "thumbs"
#: How many tickets and thumbs are counted to be kept; of more, the latest.
MOST_KEPT: Final = 20_000
#: Tickets of past days are answered and closed later.
_COUNTED_EVERY: Final = timedelta(hours=1)


class DeskDays:
    """Counts and keeps them. Every method raises `StoreUnavailable` when a database does not answer.

    Args:
        conversations: The engine of the conversations' database.
        store: That of the return store.
    """

    def __init__(self, conversations: Engine, store: Engine) -> None:
        self._conversations = conversations
        self._store = store
        self._counted_at: Optional[datetime] = None

    def catch_up(self, now: datetime, wall: datetime) -> None:
        """Keep what the days came to so far, unless that was done a moment ago.

        Args:
            now: The current instant by which tickets are opened, aware.
            wall: That by which thumbs are given.
        """
        if self._counted_at is None or not timedelta(0) <= wall - self._counted_at < _COUNTED_EVERY:
            self.keep(now, wall)
            self._counted_at = wall

    def keep(self, now: datetime, wall: datetime) -> None:
        """Keep it; a day of which less is there than was kept stays as it was."""
        tickets, whole = ticket_days(self._store, midnight(now, MOST_DAYS), MOST_KEPT)
        thumbs, all_thumbs = thumbs_by_day(self._conversations, self._store, midnight(wall, MOST_DAYS), MOST_KEPT)
        self._keep(TICKETS, {day: each.as_dict() for day, each in _complete(tickets, whole=whole).items()}, _opened)
        told = {day: _written(each) for day, each in _complete(thumbs, whole=all_thumbs).items()}
        self._keep(THUMBS, told, _given)

    def tickets(self, days: int, now: datetime) -> tuple[Mapping[date, TicketDay], bool]:
        """The days on which tickets were opened, by UTC, the earliest first, and whether these are all.

        Args:
            days: How many, of which today is one.
            now: The current instant, aware.
        """
        start = midnight(now, days)
        found, whole = ticket_days(self._store, start)
        kept = {day: TicketDay.from_dict(each) for day, each in self._kept(TICKETS, start.date()).items()}
        both = {**kept, **found}
        for day in kept.keys() & found.keys():
            both[day] = max(kept[day], found[day], key=lambda each: (each.opened, each is found[day]))
        return dict(sorted(both.items())), whole or _reaches_back(kept, found)

    def thumbs(self, days: int, wall: datetime) -> tuple[Mapping[str, Thumbs], bool]:
        """The thumbs of each topic, the most disliked first, and whether these are all."""
        start = midnight(wall, days)
        found, whole = thumbs_by_day(self._conversations, self._store, start)
        kept = {
            day: {topic: Thumbs(*counts) for topic, counts in each.items()}
            for day, each in self._kept(THUMBS, start.date()).items()
        }
        up: Counter[str] = Counter()
        down: Counter[str] = Counter()
        for day in kept.keys() | found.keys():
            now, before = found.get(day, {}), kept.get(day, {})
            for topic, each in (now if _count(now) >= _count(before) else before).items():
                up[topic] += each.up
                down[topic] += each.down
        topics = {topic: Thumbs(up[topic], down[topic]) for topic in up.keys() | down.keys()}
        return ordered(topics), whole or _reaches_back(kept, found)

    def _kept(self, kind: str, first: date) -> Mapping[date, Any]:
        row = DeskDayRow
        query = select(row.day, row.figures).where(row.day >= first, row.kind == kind)
        with reading(self._store) as session:
            return {day: json.loads(figures) for day, figures in session.execute(query)}

    def _keep(self, kind: str, figures: Mapping[date, Any], amount: Any) -> None:
        if not figures:
            return
        kept = self._kept(kind, min(figures))
        changed = {
            day: each
            for day, each in figures.items()
            if day not in kept or (each != kept[day] and amount(each) >= amount(kept[day]))
        }
        insert = (postgresql if self._store.dialect.name == "postgresql" else sqlite).insert
        with writing(self._store) as session:
            for day, each in changed.items():
                values = {"figures": json.dumps(each, sort_keys=True)}
                new = insert(DeskDayRow).values(day=day, kind=kind, **values)
                session.execute(new.on_conflict_do_update(index_elements=["day", "kind"], set_=values))


def midnight(now: datetime, days: int) -> datetime:
    """The midnight with which so many days begin, of which today is one."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=days - 1)


def _complete(days: Mapping[date, Any], *, whole: bool) -> Mapping[date, Any]:
    """Days of which everything was read: where there was more, the first was cut."""
    return days if whole or not days else {day: each for day, each in days.items() if day != min(days)}


def _reaches_back(kept: Mapping[date, Any], found: Mapping[date, Any]) -> bool:
    """Whether what was kept goes on where reading ended."""
    return bool(kept) and bool(found) and min(kept) <= min(found)


def _written(topics: Mapping[str, Thumbs]) -> dict[str, list[int]]:
    return {topic: [each.up, each.down] for topic, each in topics.items()}


def _count(topics: Mapping[str, Thumbs]) -> int:
    return sum(each.up + each.down for each in topics.values())


def _given(written: Mapping[str, list[int]]) -> int:
    return sum(map(sum, written.values()))


def _opened(day: Mapping[str, Any]) -> int:
    return int(day["opened"])
