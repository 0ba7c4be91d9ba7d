"""Notes of every turn how long it took and how it was taken up: one line in the log, and the metrics."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

import structlog
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.monitoring.metrics import BotMetrics
from bot.responses.answer_kinds import answer_kind
from core.metrics import OTHER

logger = structlog.get_logger(__name__)

#: What stands in the line for a turn without an answer.
_NO_ANSWER: Final = "none"


@dataclass
class TurnParts:
    """What a turn consists of: its intent, the names of its responses and of its actions."""

    intent: str = ""
    responses: list[str] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)


class TurnReport:
    """Takes note of turns.

    Args:
        metrics: Where they are counted.
    """

    def __init__(self, metrics: BotMetrics) -> None:
        self._metrics = metrics

    def begins(self) -> float:
        """The instant from which a turn is timed, on a clock of its own."""
        return time.perf_counter()

    def answered(
        self, channel: str, message_id: str, tracker: DialogueStateTracker, intents: Collection[str], began: float
    ) -> None:
        """Note a turn that is stored.

        Args:
            channel: Where the message came in.
            message_id: The message's id.
            tracker: Its conversation up to now.
            intents: Those of the domain.
            began: What `begins` gave.
        """
        seconds = time.perf_counter() - began
        parts = turn_parts(message_id, tracker)
        intent = parts.intent if parts.intent in intents else OTHER
        kind = answer_kind(parts.responses, parts.actions)
        self._metrics.turn_seconds.observe(seconds, channel, intent)
        if kind is None:
            self._metrics.turn_failures.labels(channel).inc()
        else:
            self._metrics.answered(kind)
        answer = _NO_ANSWER if kind is None else kind.value
        logger.info("turn.answered", channel=channel, intent=intent, answer=answer, seconds=round(seconds, 4))

    def too_many(self, limit: str) -> None:
        """Note a message that was refused because too many wait."""
        self._metrics.rate_limited(limit)

    def failed(self, channel: str) -> None:
        """Note a turn that broke; whoever knows why has logged it."""
        self._metrics.turn_failures.labels(channel).inc()


def turn_parts(message_id: str, tracker: DialogueStateTracker) -> TurnParts:
    """What the turn that a message set off consists of."""
    parts = TurnParts()
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            if event.message_id == message_id:
                parts.intent = str(event.intent_name or "")
            break
        if isinstance(event, BotUttered):
            parts.responses.append(str((event.metadata or {}).get("utter_action") or ""))
        elif isinstance(event, ActionExecuted):
            parts.actions.append(str(event.action_name))
    return parts
