"""Keeps the assistant's processes running together: all come up, or all go down."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from returndesk.failure import Failure
from returndesk.process.processes import Child, Processes
from returndesk.process.service import Service
from returndesk.process.stop_signals import StopSignals

_TICK_SECONDS = 0.1
_LINES_SHOWN = 15


class Watcher(Protocol):
    """Who is told what the processes do."""

    def line(self, service: Service, text: str) -> None:
        """A line of output; called on another thread."""

    def waiting(self, services: Sequence[Service], seconds: float) -> None:
        """These services are not ready yet, so many seconds after the start."""

    def ready(self, service: Service, seconds: float) -> None:
        """The service answers, so many seconds after its start."""


@dataclass
class _Running:
    service: Service
    child: Child
    fatal_lines: list[str] = field(default_factory=list)


class Supervisor:
    """Starts services, waits until they work, and watches them until one ends or someone asks to stop.

    Args:
        services: What to run.
        folder: The working directory of every process.
        environment: The environment of every process; of its secrets each gets those that it reads.
        logs: Where `<name>.log` of each service goes.
        watcher: Who is told about it.
        stop_signals: Requests to stop.
        grace_seconds: How long a process may take to stop by itself.
    """

    def __init__(
        self,
        services: Sequence[Service],
        *,
        folder: Path,
        environment: Mapping[str, str],
        logs: Path,
        watcher: Watcher,
        stop_signals: StopSignals,
        grace_seconds: float = 10.0,
    ) -> None:
        self._services = services
        self._folder = folder
        self._environment = environment
        self._logs = logs
        self._watcher = watcher
        self._stop_signals = stop_signals
        self._processes = Processes(stop_signals, grace_seconds)
        self._running: list[_Running] = []

    def __enter__(self) -> Supervisor:
        """Ready to start."""
        self._processes.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        """Stop every service, with all that it started."""
        self._processes.__exit__(None, None, None)

    def start(self) -> bool:
        """Start all services and wait until each answers.

        Returns:
            Whether all are ready; False when someone asked to stop meanwhile.

        Raises:
            Failure: One ended, reported a fatal error or took too long. The message holds its last lines.
        """
        self._running = [self._launch(service) for service in self._services]
        begin = time.monotonic()
        waiting = list(self._running)
        while waiting and not self._stop_signals.requested:
            self._check_all()
            seconds = time.monotonic() - begin
            for running in list(waiting):
                if running.service.is_healthy():
                    waiting.remove(running)
                    self._watcher.ready(running.service, seconds)
                elif seconds > running.service.ready_within:
                    raise Failure(self._story(running, f"was not ready within {running.service.ready_within:.0f} s"))
            if waiting:
                self._watcher.waiting([running.service for running in waiting], seconds)
                time.sleep(_TICK_SECONDS)
        # One that was ready may have ended while the others came up.
        self._check_all()
        return not self._stop_signals.requested

    def watch(self) -> None:
        """Wait until someone asks to stop.

        Raises:
            Failure: A service ended by itself. The message says which, how, and its last lines.
        """
        while not self._stop_signals.requested:
            self._check_all()
            time.sleep(_TICK_SECONDS)

    def _launch(self, service: Service) -> _Running:
        fatal_lines: list[str] = []

        def note(text: str) -> None:
            if service.fatal is not None and service.fatal.search(text):
                fatal_lines.append(text)
            self._watcher.line(service, text)

        try:
            child = self._processes.start(
                service.command,
                log=self._log(service),
                folder=self._folder,
                environment=service.secrets.of(self._environment),
                on_line=note,
            )
        except OSError as error:
            raise Failure(f"{service.name} can't be started: {error}") from error
        return _Running(service, child, fatal_lines)

    def _check_all(self) -> None:
        if self._stop_signals.requested:
            return
        for running in self._running:
            code = running.child.exit_code()
            if code is not None:
                raise Failure(self._story(running, how_it_ended(code)))
            if running.fatal_lines:
                raise Failure(self._story(running, "reported an error that it can't recover from"))

    def _story(self, running: _Running, what: str) -> str:
        lines = "\n".join(f"  {line}" for line in running.child.last_lines(_LINES_SHOWN))
        said = f"It last said:\n{lines}" if lines else "It said nothing."
        return f"{running.service.name} {what}; stopping the rest. {said}\nAll of it: {self._log(running.service)}"

    def _log(self, service: Service) -> Path:
        return self._logs / f"{service.name}.log"


def how_it_ended(code: int) -> str:
    """An exit code in words."""
    return f"ended with exit code {code}" if code >= 0 else f"was ended by signal {-code}"
