"""Holds conversations within this process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class _Place:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    inside: int = 0


class MemoryLocks:
    """The conversations that something is happening in, each with those who wait, in their order."""

    def __init__(self) -> None:
        self._places: dict[str, _Place] = {}

    @asynccontextmanager
    async def hold(self, conversation: str) -> AsyncIterator[None]:
        """Wait for its turn, and hold the conversation for the time of the block."""
        place = self._places.setdefault(conversation, _Place())
        place.inside += 1
        try:
            async with place.lock:
                yield
        finally:
            place.inside -= 1
            if not place.inside:
                del self._places[conversation]
