"""How slow this machine is just now, for bounds of processor time that were set on a quiet one."""

from __future__ import annotations

from time import process_time
from typing import Final

_ROUNDS: Final = 100_000
#: What the rounds below took on the machine on which the bounds were set.
_SECONDS: Final = 0.008


def slowness() -> float:
    """How many times as long a fixed piece of work takes now, at least once."""
    return max(1.0, min(_work() for _ in range(3)) / _SECONDS)


def _work() -> float:
    begun = process_time()
    total = 0
    for number in range(_ROUNDS):
        total += number * number % 7
    return process_time() - begun
