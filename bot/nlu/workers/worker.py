"""Has messages understood one after the other, each within its bounds."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import Callable
from typing import Any, Final, Optional

import structlog

from bot.nlu.workers.forking import FORKED_SIZE, Failed, Understand, ask_for_worker, end, ended_by, fork_forking, forked
from bot.nlu.workers.frames import frame, read_frame

logger = structlog.get_logger(__name__)

#: How much longer than its processor time a message may take by the clock: other programs want the processor too.
_PATIENCE: Final = 10.0
#: Seconds. A worker is forked in a few milliseconds.
_FORKED_WITHIN: Final = 10.0

Watcher = Callable[[], None]


class NotUnderstood(Exception):
    """Understanding a message ended in an error; the text is the error's class."""


class NluWorker:
    """The bot's end of the process that understands.

    Args:
        understand: What is done with each message, in the other process.
        seconds: The processor time that a message may take.
        gives_way: How far it gives way to others that want the processor, as `os.nice` has it.
    """

    def __init__(self, understand: Understand, seconds: float, gives_way: int = 0) -> None:
        self._understand = understand
        self._seconds = seconds
        self._gives_way = gives_way
        self._forking, self._control = self._fork()
        self._worker: Optional[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = None
        # The first to ask is the first to get it.
        self._turn = asyncio.Lock()
        self._watchers: list[Watcher] = []
        self._lost = False

    def watch(self, watcher: Watcher) -> None:
        """Have somebody told of each message that went beyond its bounds."""
        self._watchers.append(watcher)

    async def understand(self, message: Any) -> Optional[Any]:
        """What the other process makes of a message; None where it took too long, or ended the process.

        Raises:
            NotUnderstood: Understanding it ended in an error.
            OSError: No process can be had that understands.
        """
        # Whoever waits may go away; the answer is read all the same, for the next message has one of its own.
        return _result(await asyncio.shield(asyncio.ensure_future(self._in_turn(message))))

    async def understand_unbroken(self, message: Any) -> Optional[Any]:
        """The same for whoever is never broken off, without a task of its own.

        Raises:
            NotUnderstood: Understanding it ended in an error.
            OSError: No process can be had that understands.
        """
        return _result(await self._in_turn(message))

    @property
    def is_lost(self) -> bool:
        """Whether no process could be had when one was last needed."""
        return self._lost

    def close(self) -> None:
        """End the processes."""
        if self._worker is not None:
            self._worker[1].close()
            self._worker = None
        # It ends its worker first. The connection to that is not closed before the loop goes on.
        self._control.close()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._forking, 0)

    async def _in_turn(self, message: Any) -> Optional[Any]:
        async with self._turn:
            reader, writer = self._worker or await self._replace()
            # Not `wait_for`, which makes a task of its own of what is waited for: a late worker is one that is gone.
            late = asyncio.get_running_loop().call_later(self._seconds * _PATIENCE, writer.transport.abort)
            try:
                writer.write(frame(message))
                return await read_frame(reader)
            except (asyncio.IncompleteReadError, ConnectionError):
                for watcher in self._watchers:
                    watcher()
                await self._replace()
                return None
            finally:
                late.cancel()

    async def _replace(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A new worker in the place of the one before.

        Raises:
            OSError: None can be had.
        """
        if self._worker is not None:
            self._worker[1].close()
            self._worker = None
        self._lost = True
        try:
            connection = await self._forked()
        except (OSError, asyncio.TimeoutError):
            logger.warning("understanding.forking_lost")
            self._control.close()
            with contextlib.suppress(ChildProcessError):
                end(self._forking)
            self._forking, self._control = self._fork()
            connection = await self._forked()
        self._worker = await asyncio.open_unix_connection(sock=connection)
        self._lost = False
        return self._worker

    async def _forked(self) -> socket.socket:
        """Our end of a connection to a new worker."""
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                ask_for_worker(self._control, theirs)
            loop = asyncio.get_running_loop()
            answer = await asyncio.wait_for(loop.sock_recv(self._control, FORKED_SIZE), _FORKED_WITHIN)
            if len(answer) < FORKED_SIZE:
                raise ConnectionResetError
        except BaseException:
            ours.close()
            raise
        pid, status = forked(answer)
        if status:
            logger.warning("understanding.worker_replaced", pid=pid, reason=ended_by(status))
        return ours

    def _fork(self) -> tuple[int, socket.socket]:
        pid, control = fork_forking(self._understand, self._seconds, self._gives_way)
        control.setblocking(False)
        return pid, control


def _result(answer: Any) -> Optional[Any]:
    """What a worker has answered.

    Raises:
        NotUnderstood: It was an error.
    """
    if isinstance(answer, Failed):
        raise NotUnderstood(answer.error)
    return answer
