"""Writes lines to a stream without keeping the event loop waiting for whoever reads them.

A log goes into a pipe or a terminal more often than into a file, and whoever reads at its other end may stop. A line
that fits is written at once; what does not fit now is written by a thread, in its order.
"""

from __future__ import annotations

import atexit
import os
import select
import threading
from collections import deque
from contextlib import suppress
from typing import Final, Optional, TextIO

#: How many lines may wait. What a process says beyond them is lost, and counted in the next one.
MOST_WAITING: Final = 10_000
#: In seconds: how long the end of a process waits for the lines that are left.
_AT_THE_END: Final = 1.0


class LineWriter:
    """A stream that whoever writes to it never waits for; one that is no file of the system's is written to as it is.

    Args:
        stream: Where lines go in the end.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._waiting: deque[bytes] = deque()
        self._wakes = threading.Condition()
        self._thread: Optional[threading.Thread] = None
        self._lost = 0
        try:
            self._file: Optional[int] = stream.fileno()
        except (OSError, ValueError):
            self._file = None

    def isatty(self) -> bool:
        """Whether a person reads it."""
        return self._stream.isatty()

    def flush(self) -> None:
        """Do nothing: nothing is held back that could be written."""

    def write(self, line: str) -> None:
        """Write a line, with its end."""
        if self._file is None:
            # A log that is closed fails nobody who goes on talking.
            with suppress(OSError, ValueError):
                self._stream.write(line)
            return
        written = line.encode("utf-8", "backslashreplace")
        # The system promises that so much fits, whole, where anything does.
        if not self._waiting and len(written) <= select.PIPE_BUF and _takes(self._file, 0):
            # Where nobody reads any more there is nowhere to say so, and whoever logs has better to do.
            with suppress(OSError):
                os.write(self._file, written)
        else:
            self._wait_with(written)

    def _wait_with(self, written: bytes) -> None:
        with self._wakes:
            if len(self._waiting) >= MOST_WAITING:
                self._lost += 1
                return
            self._waiting.append(written)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._write_what_waits, name="log", daemon=True)
                self._thread.start()
                atexit.register(self._finish)
            self._wakes.notify()

    def _write_what_waits(self) -> None:
        while True:
            with self._wakes:
                while not self._waiting:
                    self._wakes.notify_all()
                    self._wakes.wait()
                written = self._waiting[0]
            self._write_whole(written)
            with self._wakes:
                # Only now, so that nobody writes past it.
                self._waiting.popleft()
                lost, self._lost = self._lost, 0
            if lost:
                self._write_whole(f'{{"level": "warning", "event": "log.lines_lost", "lines": {lost}}}\n'.encode())

    def _write_whole(self, written: bytes) -> None:
        while written and self._file is not None:
            try:
                written = written[os.write(self._file, written) :]
            except BlockingIOError:
                _takes(self._file, None)
            except OSError:
                return

    def _finish(self) -> None:
        with self._wakes:
            self._wakes.wait_for(lambda: not self._waiting, _AT_THE_END)


def _takes(file: int, milliseconds: Optional[int]) -> bool:
    """Whether something can be written to a file, within some time, or at last where that is None."""
    # Made for this one question: two threads may not ask the same one at once.
    writable = select.poll()
    writable.register(file, select.POLLOUT)
    return bool(writable.poll(milliseconds))
