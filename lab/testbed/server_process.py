"""A server program that can be stopped, killed and started again, on the same port with the same data."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from returndesk.failure import Failure
from returndesk.process.processes import Child, Processes
from returndesk.process.stop_signals import StopSignals

# A bot on a machine that has much else to do takes a minute.
_START_SECONDS = 180.0
_STOP_SECONDS = 30.0
_POLL_SECONDS = 0.02
_LINES_SHOWN = 15


@contextmanager
def processes_of_servers() -> Iterator[Processes]:
    """Where servers run; all end with the block, or with this program should it be killed."""
    # Ctrl-C is for whoever uses the servers.
    with Processes(StopSignals(), _STOP_SECONDS) as processes:
        yield processes


@dataclass
class OwnServer:
    """A server of our own.

    Args:
        processes: What starts it.
        name: One word for it, in messages and as the name of its log.
        command: The program and its arguments.
        folder: Where it runs and its log goes; a new start empties the log.
        answers: Whether it works.
        environment: Variables beside those of this process.
        stops_on: The signal on which it closes its connections and ends.
    """

    processes: Processes
    name: str
    command: Sequence[str]
    folder: Path
    answers: Callable[[], bool]
    environment: Mapping[str, str] = field(default_factory=dict)
    stops_on: signal.Signals = signal.SIGTERM
    _child: Child | None = field(default=None, init=False)

    @property
    def log(self) -> Path:
        """What it has written since its last start."""
        return self.folder / f"{self.name}.log"

    @property
    def pid(self) -> int:
        """Its process.

        Raises:
            Failure: It was never started.
        """
        if self._child is None:
            raise Failure(f"{self.name} was not started")
        return self._child.group

    @property
    def runs(self) -> bool:
        """Whether its process is there."""
        return self._child is not None and self._child.exit_code() is None

    @contextmanager
    def running(self) -> Iterator[None]:
        """Have it run for the time of a block.

        Raises:
            Failure: It does not come up.
        """
        self.start()
        try:
            yield
        finally:
            self.stop()

    def start(self) -> None:
        """Start it and wait until it works; do nothing where it runs.

        Raises:
            Failure: It does not come up; the message holds its last words.
        """
        if self.runs:
            return
        environment = {**os.environ, **self.environment}
        child = self.processes.start(self.command, log=self.log, folder=self.folder, environment=environment)
        self._child = child
        deadline = time.monotonic() + _START_SECONDS
        while not self.answers():
            if child.exit_code() is not None or time.monotonic() > deadline:
                raise Failure(f"{self.name} does not come up:\n" + "\n".join(child.last_lines(_LINES_SHOWN)))
            time.sleep(_POLL_SECONDS)

    def stop(self) -> None:
        """Have it end in order, and kill it where it does not; do nothing where it does not run."""
        if self._child is None or not self.runs:
            return
        with suppress(ProcessLookupError):
            os.kill(self.pid, self.stops_on)
        if self._child.wait(_STOP_SECONDS) is None:
            self.kill()

    def kill(self) -> None:
        """End it and all that it started at once, as a power cut would; do nothing where it does not run."""
        if self._child is None or not self.runs:
            return
        # What it started may have left its group, and would hold the port or the data for a while.
        started = psutil.Process(self.pid).children(recursive=True)
        self._child.send(signal.SIGKILL)
        for process in started:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self._child.wait(_STOP_SECONDS)
        deadline = time.monotonic() + _STOP_SECONDS
        while not all(map(_has_ended, started)) and time.monotonic() < deadline:
            time.sleep(_POLL_SECONDS)


def _has_ended(process: psutil.Process) -> bool:
    """Whether a process holds nothing any more; one that nobody has collected yet is still listed."""
    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True
