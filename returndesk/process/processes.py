"""Child processes that end with the program that started them, together with whatever they start themselves."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

from returndesk.process import guard
from returndesk.process.stop_signals import StopSignals

_LAST_LINES = 40
_POLL_SECONDS = 0.02
#: What a process gets also where those before it used up the time.
_LEAST_GRACE_SECONDS = 0.3
_ESCAPE_SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")

OnLine = Callable[[str], None]


class Child:
    """A running process, leader of a process group of its own; its output goes to a log file, line by line."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path, on_line: OnLine | None) -> None:
        self._process = process
        self._log = log
        self._on_line = on_line
        self._last_lines: deque[str] = deque(maxlen=_LAST_LINES)
        self._reader = threading.Thread(target=self._read, name=f"read {log.name}", daemon=True)
        self._reader.start()

    @property
    def group(self) -> int:
        """The process group, which is the id of its leader."""
        return self._process.pid

    def exit_code(self) -> int | None:
        """How the process ended: its code, the negated signal number, or None while it runs."""
        return self._process.poll()

    def wait(self, seconds: float) -> int | None:
        """Wait at most so long for the end; answer as `exit_code` does."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(seconds)
        return None

    def is_gone(self) -> bool:
        """Whether neither the process nor anything it started in its group is left."""
        return self.exit_code() is not None and not guard.group_lives(self.group)

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the whole group."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.group, number)

    def last_lines(self, count: int) -> tuple[str, ...]:
        """The newest lines of output. After the end these are the last it wrote."""
        if self.exit_code() is not None:
            self._reader.join(timeout=0.5)
        return tuple(self._last_lines)[-count:]

    def _read(self) -> None:
        stream = self._process.stdout
        if stream is None:  # pragma: no cover - always a pipe
            return
        with self._log.open("ab", buffering=0) as log, stream:
            for raw in stream:
                line = _ESCAPE_SEQUENCE.sub("", raw.decode("utf-8", errors="replace").rstrip("\r\n"))
                # A full disk costs lines. Who no longer listened would stop the process at its next word.
                with contextlib.suppress(OSError):
                    log.write(f"{line}\n".encode())
                if line.strip():
                    self._last_lines.append(line)
                    if self._on_line is not None:
                        self._on_line(line)


class Processes:
    """Starts child processes and makes sure that none outlives this program, not even when it is killed.

    Use it as a context manager; leaving stops what still runs.

    Args:
        stop_signals: Requests to stop; a further one while the children are stopping kills them.
        grace_seconds: How long a process may take to stop by itself before it is killed.
    """

    def __init__(self, stop_signals: StopSignals, grace_seconds: float = 10.0) -> None:
        self._stop_signals = stop_signals
        self._grace_seconds = grace_seconds
        self._children: list[Child] = []
        self._guard: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Processes:
        """Start the watch that ends the children should this program be killed."""
        self._guard = subprocess.Popen(  # noqa: S603  # our own file
            [sys.executable, "-I", "-S", str(Path(guard.__file__).resolve())],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop every child, then the watch."""
        try:
            self.stop()
        finally:
            if self._guard is not None and self._guard.stdin is not None:
                with contextlib.suppress(BrokenPipeError):
                    self._guard.stdin.close()
                self._guard.wait()

    def start(
        self,
        command: Sequence[str],
        *,
        log: Path,
        folder: Path,
        environment: Mapping[str, str],
        on_line: OnLine | None = None,
    ) -> Child:
        """Start a command.

        Args:
            command: The program and its arguments.
            log: Where its output goes; an older file of that name is emptied.
            folder: Its working directory.
            environment: All of its environment variables.
            on_line: Called with every line of output, on another thread.

        Raises:
            OSError: The program cannot be started.
        """
        log.parent.mkdir(parents=True, exist_ok=True)
        # Anew, so that nobody else may read it, whatever the mode of an older one was.
        log.unlink(missing_ok=True)
        os.close(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        process = subprocess.Popen(  # noqa: S603  # commands that this package puts together
            list(command),
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._tell_guard(f"+{process.pid}\n")
        child = Child(process, log, on_line)
        self._children.append(child)
        return child

    def stop(self) -> None:
        """Ask every group to stop, and kill those that have not after the grace period or on a second Ctrl-C.

        The last to be started is asked first, and the one before it once it is gone: what it has begun may still need
        the others.
        """
        requests = self._stop_signals.count
        running = [child for child in reversed(self._children) if not child.is_gone()]
        deadline = time.monotonic() + self._grace_seconds
        for child in running:
            child.send(signal.SIGTERM)
            left = max(_LEAST_GRACE_SECONDS, deadline - time.monotonic())
            _wait_until_gone([child], left, hurry=lambda: self._stop_signals.count > requests)
        for child in running:
            if not child.is_gone():
                child.send(signal.SIGKILL)
        _wait_until_gone(running, seconds=5.0)
        for child in self._children:
            self._tell_guard(f"-{child.group}\n")
        self._children.clear()

    def _tell_guard(self, line: str) -> None:
        if self._guard is not None and self._guard.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self._guard.stdin.write(line.encode("ascii"))
                self._guard.stdin.flush()


def _wait_until_gone(children: Iterable[Child], seconds: float, hurry: Callable[[], bool] = lambda: False) -> None:
    deadline = time.monotonic() + seconds
    waiting = list(children)
    while waiting and time.monotonic() < deadline and not hurry():
        waiting = [child for child in waiting if not child.is_gone()]
        if waiting:
            time.sleep(_POLL_SECONDS)
