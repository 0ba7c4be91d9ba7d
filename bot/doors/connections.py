"""How many connections one address holds open at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from bot.doors.refusal import Refusal


class Connections:
    """Counts the connections of each address while they last.

    Args:
        most: How many one may hold; there are only so many for all.
    """

    def __init__(self, most: int) -> None:
        """Nobody is connected."""
        self._most = most
        self._open: Counter[str] = Counter()

    @contextmanager
    def one_of(self, network: str) -> Iterator[None]:
        """Counts one for the time of the block.

        Raises:
            Refusal: The address holds too many already.
        """
        if self._open[network] >= self._most:
            raise Refusal(429, "Too many connections from this address; close some.", retry_after=60)
        self._open[network] += 1
        try:
            yield
        finally:
            self._open[network] -= 1
            if not self._open[network]:
                del self._open[network]
