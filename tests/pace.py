"""Processor time as the machine takes it on which the bounds in tests were set, however slow this one is just now."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time
from typing import Final

_ROUNDS: Final = 100_000
#: What the rounds below took on the machine on which the bounds were set.
_SECONDS: Final = 0.008
_ATTEMPTS: Final = 3


def slowness() -> float:
    """How many times as long a fixed piece of work takes now, at least once."""
    return max(1.0, min(_work() for _ in range(3)) / _SECONDS)


def quiet_seconds(work: Callable[[], object]) -> float:
    """What a piece of work takes on a quiet machine: the least of several attempts, where the first took long.

    Args:
        work: What is to be done; it can be done again.

    Returns:
        Seconds of this process's processor time, divided by how slow the machine is.
    """
    least = _attempt(work)
    for _ in range(_ATTEMPTS - 1):
        if least < 0.2:
            break
        least = min(least, _attempt(work))
    return least


def _attempt(work: Callable[[], object]) -> float:
    pace = slowness()
    begun = process_time()
    work()
    taken = process_time() - begun
    return taken / max(pace, slowness())


def _work() -> float:
    begun = process_time()
    total = 0
    for number in range(_ROUNDS):
        total += number * number % 7
    return process_time() - begun
