"""Several who understand, so that a customer does not wait behind one whose message takes long."""

from __future__ import annotations

import asyncio
from typing import Any, Final, Optional

from bot.nlu.workers.forking import Understand
from bot.nlu.workers.worker import NluWorker, Watcher

#: A message that takes long keeps one of them busy; the processor is shared by the system.
_HOW_MANY: Final = 2


class NluWorkerPool:
    """Gives each message to whoever is free.

    Args:
        understand: What is done with each message, in the other processes.
        seconds: The processor time that a message may take.
        how_many: Messages that are understood at the same time.
    """

    def __init__(self, understand: Understand, seconds: float, how_many: int = _HOW_MANY) -> None:
        self._all = [NluWorker(understand, seconds) for _ in range(how_many)]
        # The last to have worked goes first: what the others share with the bot stays shared. Whoever asks first waits
        # first all the same.
        self._free: asyncio.LifoQueue[NluWorker] = asyncio.LifoQueue()
        for each in self._all:
            self._free.put_nowait(each)

    @property
    def is_lost(self) -> bool:
        """Whether nobody understands any more."""
        return all(each.is_lost for each in self._all)

    def watch(self, watcher: Watcher) -> None:
        """Have somebody told of each message that went beyond its bounds."""
        for each in self._all:
            each.watch(watcher)

    async def understand(self, message: Any) -> Optional[Any]:
        """What the other process makes of a message; None where it took too long, or ended the process.

        Raises:
            NotUnderstood: Understanding it ended in an error.
            OSError: No process can be had that understands.
        """
        understander = await self._free.get()
        try:
            return await understander.understand(message)
        finally:
            self._free.put_nowait(understander)

    def close(self) -> None:
        """End the processes."""
        for each in self._all:
            each.close()
