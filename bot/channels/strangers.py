"""Says in the log that somebody who is not the platform calls its webhook: how often, and not with a line for each."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

import structlog

logger = structlog.get_logger(__name__)

#: In seconds: how far apart two lines are.
BETWEEN_LINES: Final = 60.0


class Strangers:
    """Counts the requests of one channel without the platform's proof.

    Args:
        channel: The channel's name.
        clock: Seconds that only go up.
    """

    def __init__(self, channel: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._channel = channel
        self._clock = clock
        self._untold = 0
        self._told_at: float | None = None

    def count(self) -> None:
        """Count one; the first one is told at once, those after it with the next line."""
        self._untold += 1
        now = self._clock()
        if self._told_at is None or now - self._told_at >= BETWEEN_LINES:
            logger.warning("channel.not_authentic", channel=self._channel, requests=self._untold)
            self._untold, self._told_at = 0, now
