"""Leaves a service alone for a while after it has failed repeatedly."""

from __future__ import annotations

import threading
from collections.abc import Callable


class CircuitBreaker:
    """Counts failed calls in a row; opens at a threshold, and lets a single call through after a pause.

    Safe to share between threads. Every call that `admits` lets through must end in `succeeded` or `failed`.

    Args:
        threshold: Failed calls in a row after which the breaker opens.
        cooldown: Seconds it stays open; then one call may try while the others are still refused.
        monotonic: A clock in seconds that only goes forward.
    """

    def __init__(self, threshold: int, cooldown: float, monotonic: Callable[[], float]) -> None:
        self._threshold = threshold
        self._cooldown = cooldown
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._failures = 0
        self._refuses_until = 0.0

    def admits(self) -> bool:
        """Whether a call may go out now. When the pause is over, the first to ask becomes the one that tries."""
        with self._lock:
            if self._failures < self._threshold:
                return True
            if self._monotonic() < self._refuses_until:
                return False
            # Should this one never report back, the next pause ends its turn.
            self._refuses_until = self._monotonic() + self._cooldown
            return True

    def succeeded(self) -> None:
        """Close the breaker."""
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        """Count a failure; at the threshold, or after a failed trial, the pause begins anew."""
        with self._lock:
            self._failures += 1
            if self._failures >= self._threshold:
                self._refuses_until = self._monotonic() + self._cooldown
