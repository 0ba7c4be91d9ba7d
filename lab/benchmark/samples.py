"""Arithmetic over measured times."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Summary:
    """The times, in seconds, that 50, 95 and 99 of 100 samples keep within."""

    p50: float
    p95: float
    p99: float
    count: int


def percentile(samples: Sequence[float], of_hundred: float) -> float:
    """The smallest sample that at least so many of a hundred samples do not exceed (nearest rank).

    Raises:
        ValueError: There is no sample.
    """
    if not samples:
        raise ValueError("no sample was taken")
    rank = max(1, math.ceil(of_hundred / 100 * len(samples)))
    return sorted(samples)[rank - 1]


def summary(samples: Sequence[float]) -> Summary:
    """The three percentiles of some times."""
    return Summary(percentile(samples, 50), percentile(samples, 95), percentile(samples, 99), len(samples))


def middle(samples: Sequence[float]) -> float:
    """The middle one of some samples, the mean of the two middle ones where their number is even."""
    if not samples:
        raise ValueError("no sample was taken")
    ranked = sorted(samples)
    half = len(ranked) // 2
    return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2
