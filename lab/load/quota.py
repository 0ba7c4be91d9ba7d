"""Holds processes to a share of a processor, so that one and two of them can be compared on a small machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from returndesk.failure import Failure

GROUPS: Final = Path("/sys/fs/cgroup")
#: In microseconds. Short, so that a process that has used up its share waits a moment only.
_PERIOD: Final = 20_000
#: How much more than any other process it counts until it has had its share: the share is to be what limits it.
_FIRST: Final = 20


@contextmanager
def processor_quota(pid: int, cores: float, groups: Path = GROUPS) -> Iterator[None]:
    """Let a process, and what it starts from then on, have so much processor time and no more, for a block.

    Args:
        pid: The process.
        cores: How many cores' worth; 0.35 is 35 % of one.
        groups: Where the system's control groups are.

    Raises:
        Failure: This system does not let us, which wants root and control groups that can be written to.
    """
    first_version = (groups / "cpu" / "cpu.cfs_quota_us").exists()
    parent = groups / "cpu" if first_version else groups
    own = parent / f"returndesk-{pid}"
    quota = int(cores * _PERIOD)
    try:
        own.mkdir(exist_ok=True)
        if first_version:
            (own / "cpu.cfs_period_us").write_text(str(_PERIOD), encoding="ascii")
            (own / "cpu.cfs_quota_us").write_text(str(quota), encoding="ascii")
            (own / "cpu.shares").write_text(str(_FIRST * 1024), encoding="ascii")
        else:
            (own / "cpu.max").write_text(f"{quota} {_PERIOD}", encoding="ascii")
            (own / "cpu.weight").write_text(str(_FIRST * 100), encoding="ascii")
        (own / "cgroup.procs").write_text(str(pid), encoding="ascii")
    except OSError as error:
        raise Failure(
            f"{own} can't hold a process to a share of a processor ({error.strerror}); run as root"
        ) from error
    try:
        yield
    finally:
        # A process that has ended has left by itself.
        with suppress(OSError):
            (parent / "cgroup.procs").write_text(str(pid), encoding="ascii")
        with suppress(OSError):
            own.rmdir()
