"""A server in a process of its own that a test asks how it is, and ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from own_environment import own_environment

from returndesk.project import this_project

_START_SECONDS = 240
_CHANGE_SECONDS = 30
_STOP_SECONDS = 40


@dataclass(frozen=True)
class Asked:
    """A running server.

    Args:
        process: The server.
        url: Where it listens.
        log: What it has written.
    """

    process: subprocess.Popen[bytes]
    url: str
    log: Path

    def get(self, path: str, seconds: float = 10) -> requests.Response:
        """Asks over a connection of its own."""
        return requests.get(self.url + path, timeout=seconds)

    def check(self, name: str) -> Mapping[str, Any]:
        """What `/readyz` says of one thing that is needed."""
        found: Mapping[str, Any] = self.get("/readyz").json()["checks"][name]
        return found

    def is_ready(self) -> bool:
        """Whether `/readyz` says so."""
        return self.get("/readyz").status_code == requests.codes.ok

    def terminate(self) -> None:
        """Sends SIGTERM."""
        self.process.send_signal(signal.SIGTERM)

    def wait(self) -> int:
        """Waits for the end; the exit code."""
        return self.process.wait(_STOP_SECONDS)


def until(condition: Callable[[], object]) -> None:
    """Waits until something is so."""
    deadline = time.monotonic() + _CHANGE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.05)


@contextmanager
def asked(command: Sequence[str], port: int, log: Path, settings: Mapping[str, str]) -> Iterator[Asked]:
    """Runs a server for the time of a block, once `/healthz` answers.

    Args:
        command: What Python runs.
        port: Where it listens.
        log: Where its output goes.
        settings: RETURNDESK_… variables; those of whoever runs the suite are left out.
    """
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=this_project().root,
            env=own_environment(PYTHONPATH=str(this_project().root), **settings),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = Asked(process, f"http://127.0.0.1:{port}", log)
    try:
        _wait_for(server)
        yield server
    finally:
        if process.poll() is None:
            process.kill()
            process.wait(_STOP_SECONDS)


def _wait_for(server: Asked) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        assert server.process.poll() is None, server.log.read_text(errors="replace")[-3000:]
        assert time.monotonic() < deadline, server.log.read_text(errors="replace")[-3000:]
        try:
            if server.get("/healthz", 2).ok:
                return
        except requests.RequestException:
            time.sleep(0.05)
