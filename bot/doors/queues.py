"""One message of a conversation after the other, in the order in which they came in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from bot.doors.refusal import Refusal

#: Messages of one conversation that may wait; a person does not write faster than they are answered.
LONGEST_QUEUE: Final = 10


@dataclass
class _Queue:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    inside: int = 0


class Queues:
    """The queues of all conversations that something is happening in.

    Rasa's own lock holds across processes, but who waits for it looks again only every second, and in any order.
    """

    def __init__(self) -> None:
        """Nobody waits yet."""
        self._queues: dict[str, _Queue] = {}

    @asynccontextmanager
    async def place(self, conversation: str) -> AsyncIterator[None]:
        """Waits for its turn, and holds it for the time of the block.

        Raises:
            Refusal: Too many are waiting already.
        """
        queue = self._queues.setdefault(conversation, _Queue())
        if queue.inside >= LONGEST_QUEUE:
            raise Refusal(429, "Too many messages at once in this chat; wait for the answers first.", retry_after=2)
        queue.inside += 1
        try:
            async with queue.lock:
                yield
        finally:
            queue.inside -= 1
            if not queue.inside:
                del self._queues[conversation]
