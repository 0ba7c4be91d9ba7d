"""How many messages of one conversation may wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from bot.doors.refusal import Refusal

#: Messages of one conversation that may wait; a person does not write faster than they are answered.
LONGEST_QUEUE: Final = 10


class Queues:
    """The queues of all conversations that something is happening in; whose turn it is says the lock store.

    Args:
        refused: Told of every message that was one too many.
    """

    def __init__(self, refused: Callable[[str], None]) -> None:
        """Nobody waits yet."""
        self._refused = refused
        self._inside: Counter[str] = Counter()

    @contextmanager
    def place(self, conversation: str) -> Iterator[None]:
        """Counts one for the time of the block.

        Raises:
            Refusal: Too many are waiting already.
        """
        if self._inside[conversation] >= LONGEST_QUEUE:
            self._refused("queue")
            raise Refusal(429, "Too many messages at once in this chat; wait for the answers first.", retry_after=2)
        self._inside[conversation] += 1
        try:
            yield
        finally:
            self._inside[conversation] -= 1
            if not self._inside[conversation]:
                del self._inside[conversation]
