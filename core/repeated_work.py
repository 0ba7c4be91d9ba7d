"""Work that is done again and again beside a server: a pause between two times, until it is asked to end."""

from __future__ import annotations

import asyncio
import threading
from abc import ABC, abstractmethod

import structlog

from core.database.errors import StoreUnavailable


class RepeatedWork(ABC):
    """Does its work, rests, and does it again. One time that fails does not end all later ones.

    Args:
        name: What its events in the log begin with.
        every: Seconds between two times.
    """

    def __init__(self, name: str, every: float) -> None:
        self._name = name
        self._every = every
        self._stopping = threading.Event()
        # In the log it is whoever does the work that has failed.
        self._failures = structlog.get_logger(type(self).__module__)

    def stop(self) -> None:
        """Begin nothing further; what is under way comes to its end."""
        self._stopping.set()

    async def run(self) -> None:
        """Work until it is stopped or the task is cancelled."""
        while not self._stopping.is_set():
            try:
                await asyncio.to_thread(self.work)
            except StoreUnavailable:
                self._failures.warning(f"{self._name}.store_unavailable")
            except Exception as error:  # noqa: BLE001  # one bad time must not end all later ones
                self._failures.error(f"{self._name}.failed", error=type(error).__name__)
            await asyncio.sleep(self._every)

    @abstractmethod
    def work(self) -> object:
        """Do it once, in a worker thread; long work looks at `_stopping` in between.

        Raises:
            StoreUnavailable: The database did not answer.
        """
