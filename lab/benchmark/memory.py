"""How much memory a process and its descendants occupy, on Linux."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

PROC = Path("/proc")
_KIB = 1024


def tree_memory(pid: int, proc: Path = PROC) -> int:
    """The bytes of a process and everything below it: proportional set sizes, so that shared pages count once.

    Args:
        pid: The process at the top.
        proc: Where the system tells about processes.
    """
    return sum(_memory(proc / str(each)) for each in tree(pid, proc))


def tree(pid: int, proc: Path = PROC) -> tuple[int, ...]:
    """A process and all its descendants."""
    children: dict[int, list[int]] = defaultdict(list)
    for entry in proc.iterdir():
        if entry.name.isdigit() and (parent := _parent(entry)) is not None:
            children[parent].append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        waiting += children[found[-1]]
    return tuple(found)


def _parent(entry: Path) -> int | None:
    try:
        # The name stands in brackets and may hold blanks; the state and the parent come behind it.
        return int((entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
    except (OSError, IndexError, ValueError):
        return None


def _memory(entry: Path) -> int:
    try:
        lines = (entry / "smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * _KIB for line in lines if line.startswith("Pss:"))
