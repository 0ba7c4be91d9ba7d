"""Two who understand, so that a customer does not wait behind one whose message takes long."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Final, Optional

from bot.nlu.workers.forking import Understand
from bot.nlu.workers.waiting import Waiting
from bot.nlu.workers.worker import NluWorker, Watcher

#: How far the one that reads long messages gives way to everything else that the machine does (`os.nice`): a third of
#: the time of a processor that somebody else wants as well.
_GIVES_WAY: Final = 5


class NluWorkerPool:
    """Gives each message to whoever is free: long ones to one of them alone, which gives way to the other.

    Args:
        understand: What is done with each message, in the other processes.
        seconds: The processor time that a message may take.
    """

    def __init__(self, understand: Understand, seconds: float) -> None:
        self._short: Waiting[NluWorker] = Waiting()
        self._long: Waiting[NluWorker] = Waiting()
        # In this order: what the second shares with the bot stays shared as long as the first is enough.
        self._reads = {
            NluWorker(understand, seconds): (self._short,),
            NluWorker(understand, seconds, _GIVES_WAY): (self._long, self._short),
        }
        self._all: Sequence[NluWorker] = tuple(self._reads)
        self._free = list(self._all)

    @property
    def is_lost(self) -> bool:
        """Whether nobody understands any more."""
        return all(each.is_lost for each in self._all)

    def watch(self, watcher: Watcher) -> None:
        """Have somebody told of each message that went beyond its bounds."""
        for each in self._all:
            each.watch(watcher)

    async def understand(self, message: Any, source: str = "", *, is_long: bool = False) -> Optional[Any]:
        """What the other process makes of a message; None where it took too long, or ended the process.

        Args:
            message: The message.
            source: Who has sent it; sources take turns.
            is_long: Whether it may take several times as long as others.

        Raises:
            NotUnderstood: Understanding it ended in an error.
            OSError: No process can be had that understands.
        """
        # Whoever waits may go away; nobody else has the worker before it is done.
        return await asyncio.shield(asyncio.ensure_future(self._understood(message, source, is_long)))

    async def _understood(self, message: Any, source: str, is_long: bool) -> Optional[Any]:
        worker = await self._worker(self._long if is_long else self._short, source)
        try:
            return await worker.understand_unbroken(message)
        finally:
            if not any(waiting.give(worker) for waiting in self._reads[worker]):
                self._free.append(worker)

    async def _worker(self, waiting: Waiting[NluWorker], source: str) -> NluWorker:
        for worker, reads in self._reads.items():
            if worker in self._free and waiting in reads:
                self._free.remove(worker)
                return worker
        return await waiting.turn(source)

    def close(self) -> None:
        """End the processes."""
        for each in self._all:
            each.close()
