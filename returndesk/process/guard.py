"""Ends process groups whose owner is gone, however it went: even a killed `returndesk` leaves no process behind.

Reads `+GROUP` and `-GROUP` lines from standard input. The end of input means that the owner has ended; every group
that was not taken off again is asked to stop, then killed. Runs as a file of its own, with the standard library only.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from pathlib import Path

GRACE_SECONDS = 5.0


def main() -> None:
    """Watch standard input until it ends."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        group = int(line[1:])
        if line.startswith("+"):
            groups.add(group)
        else:
            groups.discard(group)
    _signal_all(groups, signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    while time.monotonic() < deadline and any(group_lives(group) for group in groups):
        time.sleep(0.05)
    _signal_all(groups, signal.SIGKILL)


def group_lives(group: int) -> bool:
    """Whether any process of the group still runs. One that has ended but that nobody collected yet does not."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    # In a container whose first process collects nobody, ended processes stay listed for good.
    members = _members(group)
    return members is None or any(state not in "ZX" for state in members)


def _members(group: int) -> list[str] | None:
    """The states of the group's processes as Linux lists them; None on other systems."""
    states = []
    listed = list(Path("/proc").glob("[0-9]*/stat"))
    for path in listed:
        with contextlib.suppress(OSError):
            # The name of the program, in brackets, may hold anything; state, parent and group follow it.
            state, _, its_group = path.read_text(errors="replace").rpartition(")")[2].split()[:3]
            if int(its_group) == group:
                states.append(state)
    return states if listed else None


def _signal_all(groups: set[int], number: signal.Signals) -> None:
    for group in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, number)


if __name__ == "__main__":
    main()
