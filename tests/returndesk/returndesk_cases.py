"""What several tests of the program share."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path


def python(source: str) -> list[str]:
    """The command that runs a piece of Python."""
    return [sys.executable, "-S", "-c", source]


def wait_until(condition: Callable[[], bool], seconds: float = 60.0) -> bool:
    """Whether the condition came true within the time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


def process_lives(pid: int) -> bool:
    """Whether a process runs; one that has ended but that nobody collected yet does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    if not stat.parent.exists():
        return Path("/proc/self").exists() is False
    try:
        return stat.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
