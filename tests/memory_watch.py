"""How much memory a call took, or a server of ours while somebody talked to it."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

#: A tenth of what the packed bodies of the tests unpack to. A body of the longest size takes less on its way.
FEW_MEGABYTES = 25 * 1024 * 1024


@dataclass
class Taken:
    """What was taken at its peak, in bytes; 0 before the end of the block."""

    peak: int = 0


@contextmanager
def memory_of_calls() -> Iterator[Taken]:
    """Watches what Python's own code takes in the block."""
    taken = Taken()
    tracemalloc.start()
    try:
        yield taken
    finally:
        taken.peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()


@contextmanager
def memory_of_server(port: int) -> Iterator[Taken]:
    """Watches by how much the process that listens at a port of this machine grows in the block, at its peak."""
    if not Path("/proc/self/clear_refs").exists():
        pytest.skip("only Linux tells the peak of another process")
    process = Path("/proc") / str(_listening_at(port).pid)
    # From here on the peak is counted anew.
    (process / "clear_refs").write_text("5")
    before = _peak(process)
    taken = Taken()
    yield taken
    taken.peak = _peak(process) - before


def _peak(process: Path) -> int:
    lines = (process / "status").read_text().splitlines()
    return 1024 * int(next(line.split()[1] for line in lines if line.startswith("VmHWM:")))


def _listening_at(port: int) -> psutil.Process:
    found = [
        each.pid
        for each in psutil.net_connections("tcp")
        if each.status == psutil.CONN_LISTEN and each.laddr.port == port and each.pid is not None
    ]
    return psutil.Process(found[0])
