"""Who waits to be understood, by turns of their sources: whoever sends a lot waits behind themselves."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Generic, TypeVar

Worker = TypeVar("Worker")


class Waiting(Generic[Worker]):
    """Those who wait; of one source whoever came first goes first, and the sources take turns."""

    def __init__(self) -> None:
        # In the order in which they have their turns.
        self._by_source: dict[str, deque[asyncio.Future[Worker]]] = {}

    async def turn(self, source: str) -> Worker:
        """Wait for a worker.

        Args:
            source: Who has sent the message.
        """
        mine: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._by_source.setdefault(source, deque()).append(mine)
        return await mine

    def give(self, worker: Worker) -> bool:
        """Give a worker to whoever's turn it is; whether anybody waited."""
        while self._by_source:
            source = next(iter(self._by_source))
            theirs = self._by_source.pop(source)
            mine = theirs.popleft()
            if theirs:
                # To the end.
                self._by_source[source] = theirs
            if not mine.cancelled():
                mine.set_result(worker)
                return True
        return False
