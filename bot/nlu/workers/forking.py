"""The processes that understand: one that forks, and the one worker at a time that it forks.

The forking process is a copy of the bot from before it served anybody. It has one thread and does nothing but fork, so
that a worker that was ended has a successor within milliseconds, without a copy of a process with many threads. Memory
is shared with the bot until somebody writes to it.

The kernel ends a worker that uses more processor time for a message than it may, whatever it is doing at the time; it
does not matter what state that leaves it in. All of them end with the bot: then nobody holds the other end of their
connections.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import struct
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple, NoReturn, Optional

from bot.nlu.workers.frames import frame, wait_for_frame
from core.spare_memory import give_back_spare

Understand = Callable[[Any], Any]


class Failed(NamedTuple):
    """What a worker sends in the place of a result: the class of the error that understanding ended in."""

    error: str


#: The process id of a new worker, and how the one before it ended, as `os.waitpid` says it.
_FORKED: Final = struct.Struct("!ii")
FORKED_SIZE: Final = _FORKED.size
_OPEN_FILES: Final = Path("/dev/fd")
_STANDARD: Final = 2
#: They go to the whole group of the bot's processes. The bot still answers what is under way.
_FOR_THE_BOT: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def fork_forking(understand: Understand, seconds: float, gives_way: int = 0) -> tuple[int, socket.socket]:
    """Fork the process that forks workers.

    Args:
        understand: What a worker does with each value that it is sent.
        seconds: The processor time that it may take.
        gives_way: How far workers give way to others that want the processor, as `os.nice` has it.

    Returns:
        Its process id, and where workers are asked for; see `ask_for_worker`.
    """
    ours, theirs = socket.socketpair()
    # What the model left behind while it was read would be shared, and written to, page by page.
    give_back_spare()
    # What is frozen is never looked through for garbage, and so is not written to and stays shared.
    gc.freeze()
    pid = os.fork()
    if pid == 0:
        _do_and_exit(partial(_fork_workers, theirs, understand, seconds, gives_way))
    theirs.close()
    return pid, ours


def ask_for_worker(control: socket.socket, connection: socket.socket) -> None:
    """Ask for a new worker in the place of the one before; `forked` reads the answer.

    Args:
        control: What `fork_forking` gave.
        connection: The worker's end of its connection.

    Raises:
        OSError: The forking process is gone.
    """
    socket.send_fds(control, [b"+"], [connection.fileno()])


def forked(answer: bytes) -> tuple[int, int]:
    """The process id of a new worker, and the status with which the one before ended."""
    pid, status = _FORKED.unpack(answer)
    return pid, status


def end(pid: int) -> int:
    """End a process that this one forked; the status with which it ended.

    Raises:
        ChildProcessError: Somebody else has waited for it.
    """
    # Until somebody waits for it the number is its own.
    os.kill(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)[1]


def ended_by(status: int) -> str:
    """How a process ended, for a log: the name of a signal, or its exit code."""
    if os.WIFSIGNALED(status):
        return signal.Signals(os.WTERMSIG(status)).name
    return f"exit code {os.WEXITSTATUS(status)}"


def _do_and_exit(work: Callable[[], None]) -> NoReturn:
    """Do the work of a forked process, which has nothing to tidy up that is its own."""
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def _fork_workers(control: socket.socket, understand: Understand, seconds: float, gives_way: int) -> None:
    os.nice(gives_way)
    signal.set_wakeup_fd(-1)
    for number in _FOR_THE_BOT:
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    _close_all_but(control.fileno())
    worker: Optional[int] = None
    try:
        while True:
            asked, connections, _, _ = socket.recv_fds(control, 1, 1)
            if not asked:
                return
            status = end(worker) if worker is not None else 0
            worker = os.fork()
            if worker == 0:
                control.close()
                _do_and_exit(partial(_understand_messages, connections[0], understand, seconds))
            os.close(connections[0])
            control.sendall(_FORKED.pack(worker, status))
    finally:
        if worker is not None:
            end(worker)


def _understand_messages(descriptor: int, understand: Understand, seconds: float) -> None:
    with socket.socket(fileno=descriptor) as connection:
        while True:
            try:
                asked = wait_for_frame(connection)
            except EOFError:
                return
            signal.setitimer(signal.ITIMER_PROF, seconds)
            try:
                result = understand(asked)
            except Exception as error:  # noqa: BLE001  # its words may be the customer's
                result = Failed(type(error).__name__)
            signal.setitimer(signal.ITIMER_PROF, 0)
            connection.sendall(frame(result))


def _close_all_but(kept: int) -> None:
    """Close what the bot had open, standard streams left out: listening sockets and databases are its own."""
    for name in list(_OPEN_FILES.iterdir()):
        descriptor = int(name.name)
        if descriptor > _STANDARD and descriptor != kept:
            # The folder's own is closed already.
            try:
                os.close(descriptor)
            except OSError:
                continue
