"""What a day came to, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.responses.answer_kinds import AnswerKind

KINDS = tuple(kind.value for kind in AnswerKind)
HOURS = 24


def _by_kind() -> Counter[str]:
    return Counter(dict.fromkeys(KINDS, 0))


@dataclass
class Figures:
    """The counts of a day; they name nobody.

    Args:
        conversations: In how many something was asked.
        courtesies: Messages that ask nothing: greetings, thanks, details that were asked for.
        kinds: What came of the questions.
        topics: The same, by what the question was about.
        channels: The same, by where it was asked.
        hours: The same, by the hour of the day.
        up: Thumbs up.
        down: Thumbs down.
        tickets: Cases that people got.
    """

    conversations: int = 0
    courtesies: int = 0
    kinds: Counter[str] = field(default_factory=_by_kind)
    topics: dict[str, Counter[str]] = field(default_factory=dict)
    channels: dict[str, Counter[str]] = field(default_factory=dict)
    hours: list[Counter[str]] = field(default_factory=lambda: [_by_kind() for _ in range(HOURS)])
    up: int = 0
    down: int = 0
    tickets: int = 0

    @property
    def questions(self) -> int:
        """How many were asked."""
        return sum(self.kinds.values())

    def share(self, kind: str) -> float:
        """The share of the questions of which this came; 0 where none was asked."""
        return self.kinds[kind] / self.questions if self.questions else 0.0

    def ask(self, kind: str, topic: str, channel: str, hour: int) -> None:
        """Count a question."""
        self.kinds[kind] += 1
        self.topics.setdefault(topic, _by_kind())[kind] += 1
        self.channels.setdefault(channel, _by_kind())[kind] += 1
        self.hours[hour][kind] += 1

    def as_dict(self) -> Mapping[str, Any]:
        """As JSON has it."""
        return {
            "conversations": self.conversations,
            "courtesies": self.courtesies,
            "kinds": dict(self.kinds),
            "topics": {name: dict(counts) for name, counts in self.topics.items()},
            # The key under which reports of earlier versions have kept them.
            "doors": {name: dict(counts) for name, counts in self.channels.items()},
            "hours": [dict(counts) for counts in self.hours],
            "up": self.up,
            "down": self.down,
            "tickets": self.tickets,
        }


def figures_from(kept: Mapping[str, Any]) -> Figures:
    """Figures out of what `as_dict` made of them."""
    return Figures(
        conversations=kept["conversations"],
        courtesies=kept["courtesies"],
        kinds=Counter(kept["kinds"]),
        topics={name: Counter(counts) for name, counts in kept["topics"].items()},
        channels={name: Counter(counts) for name, counts in kept["doors"].items()},
        hours=[Counter(counts) for counts in kept["hours"]],
        up=kept["up"],
        down=kept["down"],
        tickets=kept["tickets"],
    )
