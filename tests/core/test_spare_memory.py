"""What nothing is in goes back to the system."""

from __future__ import annotations

import platform
from pathlib import Path

import pytest

from core.spare_memory import give_back_spare


def resident() -> int:
    """The kilobytes of this process's own memory."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon:"))


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library keeps memory in its own way")
def test_what_is_between_things_that_stay_is_given_back():
    # Too large for Python's own allocator and too small to be mapped alone; every tenth keeps the end where it is.
    held = [bytearray(20_000) for _ in range(2_000)]
    kept = held[::10]
    full = resident()
    del held
    give_back_spare()
    assert full - resident() > 20_000
    assert len(kept) == 200


def test_where_nothing_is_to_be_had_nothing_happens():
    give_back_spare()
    give_back_spare()
