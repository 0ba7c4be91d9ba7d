"""Counts of a limit in this process's memory.

The storage of the library starts a thread for every count and then looks at every key there is, to forget those that
are over; two of them for each message take longer than all else that a channel does. Here a count that is over is
forgotten when it is asked for, and all of them once in a while.
"""

from __future__ import annotations

import time
from typing import Final

from limits.storage.base import Storage

#: In seconds: how long a count that nobody asks for stays in memory at most after it is over.
_SWEEP_EVERY: Final = 60.0


class CountedHere(Storage):
    """What the strategies of `limits` count in. It is for one thread, that of the event loop."""

    STORAGE_SCHEME = None

    def __init__(self) -> None:
        super().__init__()
        # The count of a key, and the second since 1970 at which it is over.
        self._counts: dict[str, tuple[int, float]] = {}
        self._sweep_at = 0.0

    def incr(self, key: str, expiry: int, elastic_expiry: bool = False, amount: int = 1) -> int:
        """Count on, and begin at nothing where the last count is over.

        Args:
            key: What is counted.
            expiry: In seconds, how long a count holds that begins now.
            elastic_expiry: Whether a count that goes on holds that long from now, too.
            amount: How many.
        """
        now = time.time()
        self._sweep(now)
        count, over_at = self._counts.get(key, (0, 0.0))
        if over_at <= now:
            count, over_at = 0, now + expiry
        elif elastic_expiry:
            over_at = now + expiry
        self._counts[key] = (count + amount, over_at)
        return count + amount

    def get(self, key: str) -> int:
        """The count of a key."""
        count, over_at = self._counts.get(key, (0, 0.0))
        return count if over_at > time.time() else 0

    def get_expiry(self, key: str) -> int:
        """When the count of a key is over, in seconds since 1970; now where there is none."""
        return int(self._counts.get(key, (0, time.time()))[1])

    def check(self) -> bool:
        """It always works."""
        return True

    def reset(self) -> None:
        """Forget all counts."""
        self._counts.clear()

    def clear(self, key: str) -> None:
        """Forget the count of a key."""
        self._counts.pop(key, None)

    def __len__(self) -> int:
        """How many counts are kept."""
        return len(self._counts)

    def _sweep(self, now: float) -> None:
        if now < self._sweep_at:
            return
        self._sweep_at = now + _SWEEP_EVERY
        for key in [key for key, (_, over_at) in self._counts.items() if over_at <= now]:
            del self._counts[key]
