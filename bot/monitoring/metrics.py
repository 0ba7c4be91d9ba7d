"""What the bot measures beside what every server does (core/metrics.py)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from typing import Optional

from prometheus_client import CollectorRegistry, Counter, Gauge

from bot.responses.answer_kinds import AnswerKind
from core.metrics import STORE_SECONDS, TURN_SECONDS, ServerMetrics
from core.unlocked_metrics import UnlockedCounter, UnlockedHistogram


class BotMetrics(ServerMetrics):
    """The bot's metrics.

    Args:
        registry: Where they are kept until they are asked for.
        shared: What the actions in the same process measure already.
    """

    def __init__(self, registry: CollectorRegistry, shared: Optional[ServerMetrics] = None) -> None:
        super().__init__(registry, shared)
        self.turn_seconds = UnlockedHistogram(
            "returndesk_turn_seconds",
            "From when a message was taken in until its answer was stored, waiting included.",
            ["channel", "intent"],
            TURN_SECONDS,
            registry,
        )
        self.turn_failures = Counter(
            "returndesk_turn_failures", "Messages that got no answer, or an apology.", ["channel"], registry=registry
        )
        self._answers = UnlockedCounter("returndesk_answers", "Answers by kind.", ["kind"], registry)
        self.lock_wait_seconds = UnlockedHistogram(
            "returndesk_lock_wait_seconds",
            "How long a turn waited until it had its conversation for itself.",
            [],
            STORE_SECONDS,
            registry,
        )
        self._rate_limited = Counter(
            "returndesk_rate_limited", "Requests that were too many, by the limit.", ["limit"], registry=registry
        )
        self._too_much = Counter(
            "returndesk_too_much_to_understand",
            "Messages that could not be understood in the time that they may take.",
            registry=registry,
        )
        self._model_trained = Gauge(
            "returndesk_model_trained_timestamp_seconds", "When the model was trained, Unix time.", registry=registry
        )
        # From the first scrape on, so that a rate is there before the first of its kind is.
        for kind in AnswerKind:
            self._answers.inc(kind.value, by=0)

    def answered(self, kind: AnswerKind) -> None:
        """Note an answer."""
        self._answers.inc(kind.value)

    def rate_limited(self, limit: str) -> None:
        """Note that something was refused for being too much: of a session, an address or a queue."""
        self._rate_limited.labels(limit).inc()

    def too_much(self) -> None:
        """Note that understanding a message was broken off."""
        self._too_much.inc()

    def watch_model(self, trained_at: Callable[[], Optional[datetime]]) -> None:
        """Have the gauge of the model's age read from now on; `trained_at` is None while there is no model."""

        def read() -> float:
            at = trained_at()
            return float("nan") if at is None else at.replace(tzinfo=at.tzinfo or timezone.utc).timestamp()

        self._model_trained.set_function(read)
