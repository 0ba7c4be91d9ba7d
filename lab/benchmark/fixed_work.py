"""A fixed piece of Python work: what something takes in multiples of it can be compared between machines and days."""

from __future__ import annotations

from time import process_time
from typing import Final

#: So many take 13.8 ms on the machine on which a turn was first told in such multiples (docs/benchmarks.md).
_ROUNDS: Final = 172_500
_TIMES: Final = 3


def fixed_work_seconds() -> float:
    """What the work takes of the processor just now, the least of a few times."""
    return min(_once() for _ in range(_TIMES))


def _once() -> float:
    begun = process_time()
    total = 0
    for number in range(_ROUNDS):
        total += number * number % 7
    return process_time() - begun
