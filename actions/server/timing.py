"""Notes of every action how long it took and whether it failed: one line in the log, and the metrics."""

from __future__ import annotations

import time
from collections.abc import Container, Iterator
from contextlib import contextmanager

import structlog
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from core.metrics import OTHER, ActionMetrics

logger = structlog.get_logger(__name__)


class ActionTimes:
    """Times actions.

    Args:
        metrics: Where the times go.
        known: The names of the actions that there are.
    """

    def __init__(self, metrics: ActionMetrics, known: Container[str]) -> None:
        self._metrics = metrics
        self._known = known

    @contextmanager
    def of(self, action: str) -> Iterator[None]:
        """Time the block, which runs an action; what it raises goes on."""
        name = action if action in self._known else OTHER
        began = time.perf_counter()
        try:
            yield
        except (ActionExecutionRejection, ActionNotFoundException):
            raise
        except Exception:
            self._metrics.action_failures.labels(name).inc()
            raise
        finally:
            seconds = time.perf_counter() - began
            self._metrics.action_seconds.labels(name).observe(seconds)
            logger.info("action.ran", action=name, seconds=round(seconds, 4))
