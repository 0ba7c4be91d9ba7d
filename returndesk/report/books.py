"""The books of the desk: what each day came to, counted once and kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Final, Optional

from sqlalchemy.engine import Engine

from actions.store.daily_figures import DailyFigures
from actions.store.feedback import WHOLE_CHAT, Feedback
from core.conversations.turns import KeptTurn, Turns
from returndesk.report.counting import count
from returndesk.report.day import Day
from returndesk.report.figures import Figures, figures_from
from returndesk.report.wordings import Wordings

#: How many texts are read at a time.
_TEXTS: Final = 5_000


class Books:
    """The figures of days: those that are kept, and those still to be counted.

    Every method raises `StoreUnavailable` when a database does not answer.

    Args:
        turns: What was said.
        engine: The return store, where figures are kept.
        now: The current instant, aware.
    """

    def __init__(self, turns: Turns, engine: Engine, now: datetime) -> None:
        self._turns = turns
        self._feedback = Feedback(engine)
        self._kept = DailyFigures(engine)
        self._now = now

    def reasons(self, day: Day) -> Mapping[str, int]:
        """Why answers did not help on a day, and how often each was said."""
        found: Counter[str] = Counter()
        for opinion in self._feedback.opinions((day.start, day.end)):
            found.update(opinion.reasons)
        return found

    def chats(self, day: Day) -> tuple[int, int]:
        """How many chats that ended on a day had helped, and how many had not."""
        opinions = self._feedback.opinions((day.start, day.end))
        whole = [opinion for opinion in opinions if opinion.response == WHOLE_CHAT]
        return sum(each.up for each in whole), sum(each.down for each in whole)

    def remarks(self, day: Day) -> int:
        """How many wrote on a day what was wrong with an answer."""
        return self._feedback.count_remarks((day.start, day.end))

    def figures(self, day: Day) -> Figures:
        """The figures of a day, counted at most once where it is over."""
        kept = self._kept.of([day.date], day.zone.key).get(day.date)
        return self.count(day) if kept is None else figures_from(kept)

    def count(self, day: Day, wordings: Optional[Wordings] = None) -> Figures:
        """The figures of a day out of its conversations; what was not answered goes to `wordings`."""
        unanswered: list[tuple[KeptTurn, str]] = []

        def note(turn: KeptTurn, kind: str) -> None:
            unanswered.append((turn, kind))
            if len(unanswered) >= _TEXTS:
                self._read(unanswered, wordings)

        turns = self._turns.between(day.start.timestamp(), day.end.timestamp())
        figures = count(turns, day, None if wordings is None else note)
        self._read(unanswered, wordings)
        for opinion in self._feedback.opinions((day.start, day.end)):
            if opinion.response == WHOLE_CHAT:
                continue
            figures.up += opinion.up
            figures.down += opinion.down
        figures.tickets = self._kept.tickets_opened(day.start, day.end)
        return self._remembered(day, figures)

    def _remembered(self, day: Day, figures: Figures) -> Figures:
        """The figures, or those that were kept while more of the day's conversations were still there."""
        if not day.is_over(self._now):
            return figures
        kept = self._kept.of([day.date], day.zone.key).get(day.date)
        if kept is not None and (earlier := figures_from(kept)).questions > figures.questions:
            return earlier
        self._kept.keep(day.date, day.zone.key, figures.as_dict())
        return figures

    def _read(self, turns: list[tuple[KeptTurn, str]], wordings: Optional[Wordings]) -> None:
        """Have the wordings of messages heard, and forget the messages."""
        if wordings is None:
            return
        by_number = {turn.event: (turn.conversation, kind) for turn, kind in turns}
        for message in self._turns.messages(list(by_number)):
            conversation, kind = by_number[message.event]
            wordings.hear(message.text, kind, conversation)
        turns.clear()
