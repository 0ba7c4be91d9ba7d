"""What a day came to, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Optional

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
        languages: The same, by the language that they were asked in.
        conversations_in: In how many conversations something was asked last in each language.
        messages_in: How many messages were in each, those that ask nothing as well.
        up: Thumbs up.
        down: Thumbs down.
        tickets: Cases that people got.
        given_up: In how many conversations the last answer was of no use to the customer; None where that was not
            counted.
    """

    conversations: int = 0
    courtesies: int = 0
    kinds: Counter[str] = field(default_factory=_by_kind)
    topics: dict[str, Counter[str]] = field(default_factory=dict)
    channels: dict[str, Counter[str]] = field(default_factory=dict)
    hours: list[Counter[str]] = field(default_factory=lambda: [_by_kind() for _ in range(HOURS)])
    languages: dict[str, Counter[str]] = field(default_factory=dict)
    conversations_in: Counter[str] = field(default_factory=Counter)
    messages_in: Counter[str] = field(default_factory=Counter)
    up: int = 0
    down: int = 0
    tickets: int = 0
    given_up: Optional[int] = None

    @property
    def questions(self) -> int:
        """How many were asked."""
        return sum(self.kinds.values())

    def share(self, kind: str) -> float:
        """The share of the questions of which this came; 0 where none was asked."""
        return self.kinds[kind] / self.questions if self.questions else 0.0

    def hear(self, language: str) -> None:
        """Count a message, whether it asks something or not."""
        self.messages_in[language] += 1
        self.languages.setdefault(language, _by_kind())

    def ask(self, kind: str, topic: str, channel: str, hour: int, language: str) -> None:
        """Count a message that was heard as a question."""
        self.kinds[kind] += 1
        self.topics.setdefault(topic, _by_kind())[kind] += 1
        self.channels.setdefault(channel, _by_kind())[kind] += 1
        self.hours[hour][kind] += 1
        self.languages[language][kind] += 1

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
            "languages": {name: dict(counts) for name, counts in self.languages.items()},
            "conversations_in": dict(self.conversations_in),
            "messages_in": dict(self.messages_in),
            "up": self.up,
            "down": self.down,
            "tickets": self.tickets,
            "given_up": self.given_up,
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
        # Versions before did not count by language.
        languages={name: Counter(counts) for name, counts in kept.get("languages", {}).items()},
        conversations_in=Counter(kept.get("conversations_in", {})),
        messages_in=Counter(kept.get("messages_in", {})),
        up=kept["up"],
        down=kept["down"],
        tickets=kept["tickets"],
        given_up=kept.get("given_up"),
    )
